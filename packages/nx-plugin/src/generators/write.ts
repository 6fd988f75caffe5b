import { UserError } from "@archipelago/account-stack/workspace";
import type { Tree } from "@nx/devkit";

/** Writes the files that are not there. What is there may have been edited, so it stays. */
export function writeNew(tree: Tree, files: Readonly<Record<string, string>>): string[] {
  const kept = Object.keys(files).filter((file) => tree.exists(file));
  for (const [file, content] of Object.entries(files)) if (!kept.includes(file)) tree.write(file, content);
  return kept;
}

/** Writes files that are generated as a whole. One that is the same already is no change. */
export function writeGenerated(tree: Tree, files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files))
    if (tree.read(file, "utf8") !== content) tree.write(file, content);
}

/** A generator whose errors that a user can mend are printed whole: Nx prints no more than a message. */
export function generator<Options>(generate: (tree: Tree, options: Options) => void) {
  return (tree: Tree, options: Options): Promise<void> => {
    try {
      generate(tree, options);
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error instanceof UserError ? new UserError(error.format()) : (error as Error));
    }
  };
}
