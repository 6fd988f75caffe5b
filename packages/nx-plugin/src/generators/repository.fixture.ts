import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Tree } from "@nx/devkit";
import { flushChanges, FsTree } from "nx/src/generators/tree";

const repository = path.resolve(import.meta.dirname, "../../../..");
const copied = ["accounts", "environments", "organization.json", "package.json", ".github/CODEOWNERS"];

/** A copy of this repository's data in a temporary folder, in which generators run as Nx runs them. Only for tests. */
export class Repository {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-generators-"));

  constructor() {
    for (const file of copied) fs.cpSync(path.join(repository, file), path.join(this.root, file), { recursive: true });
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true });
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.root, file), "utf8");
  }

  write(file: string, content: string): void {
    fs.writeFileSync(path.join(this.root, file), content);
  }

  /** Runs a generator and writes what it changed. Returns the files, each with what happened to it. */
  async run<Options>(generate: (tree: Tree, options: Options) => Promise<void>, options: Options): Promise<string[]> {
    const tree = new FsTree(this.root, false);
    await generate(tree, options);
    const changes = tree.listChanges();
    flushChanges(this.root, changes);
    return changes.map(({ type, path: file }) => `${type} ${file}`).sort();
  }
}
