import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

// docs/upgrading.md promises what git does with a copy: its own commands are run here.

const page = fs.readFileSync(path.resolve(import.meta.dirname, "../docs/upgrading.md"), "utf8");
const [once, always] = [...page.matchAll(/```sh\n([^`]+)```/g)].map(([, block]) => block.trim().split("\n"));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "upgrading-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function repository(name) {
  const directory = path.join(folder, name);
  fs.mkdirSync(directory);
  const sh = (command) =>
    execFileSync("sh", ["-ec", command], { cwd: directory, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const write = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    fs.writeFileSync(path.join(directory, file), text);
  };
  const read = (file) => fs.readFileSync(path.join(directory, file), "utf8");
  const commit = (message) =>
    sh(`git add --all && git commit --quiet --message "${message}" && git rev-parse HEAD`).trim();
  sh("git init --quiet --initial-branch=main && git config user.name A && git config user.email a@acme.example");
  return { directory, sh, write, read, commit };
}

test("a copy without history takes the next version, and keeps what is its own", () => {
  const upstream = repository("upstream");
  upstream.write("modules/vpc/index.ts", "one\n");
  upstream.write("organization.json", "{ example }\n");
  const copied = upstream.commit("First");

  const copy = repository("copy");
  copy.write("modules/vpc/index.ts", "one\n");
  copy.write("modules/own/index.ts", "own\n");
  copy.write("organization.json", "{ ours }\n");
  copy.commit("Our organisation");

  upstream.write("modules/vpc/index.ts", "two\n");
  upstream.write("modules/new/index.ts", "new\n");
  upstream.commit("Second");

  const run = (line) =>
    copy.sh(line.replace("https://github.com/acme/archipelago.git", upstream.directory).replace(/<[^>]+>/, copied));
  once.forEach(run);
  expect(copy.read("modules/vpc/index.ts")).toBe("one\n");
  always.filter((line) => line.startsWith("git ")).forEach(run);
  expect(copy.sh("git status --porcelain")).toBe("");
  expect(copy.read("modules/vpc/index.ts")).toBe("two\n");
  expect(copy.read("modules/new/index.ts")).toBe("new\n");
  expect(copy.read("modules/own/index.ts")).toBe("own\n");
  expect(copy.read("organization.json")).toBe("{ ours }\n");
});
