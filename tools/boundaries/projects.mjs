import fs from "node:fs";
import path from "node:path";

/** Folders whose subfolders are npm workspaces. */
const workspaceFolders = ["packages", "modules"];

/**
 * The projects of the repository at `root`, as imports see them.
 *
 * `byName` maps a package's name to its project; `at` gives the project that holds a file. A project is
 * `{ name, folder, tags, manifest }`, `folder` relative to the root. A folder under accounts/ is a project without a
 * package.json; everything outside packages, modules and accounts is the project "workspace" with folder "".
 */
export function readProjects(root) {
  const packages = workspaceFolders
    .flatMap((parent) => fs.readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`))
    .filter((folder) => fs.existsSync(path.join(root, folder, "package.json")))
    .map((folder) => {
      const manifest = JSON.parse(fs.readFileSync(path.join(root, folder, "package.json"), "utf8"));
      return { name: manifest.name, folder, tags: manifest.nx?.tags ?? [], manifest };
    });
  const byFolder = new Map(packages.map((project) => [project.folder, project]));
  const workspace = { name: "workspace", folder: "", tags: ["type:workspace"], manifest: {} };
  return {
    byName: new Map(packages.map((project) => [project.name, project])),
    at(file) {
      const [parent, name] = path.relative(root, file).split(path.sep);
      const folder = `${parent}/${name}`;
      // What bootstrap makes in every account is a stack too.
      if (parent === "bootstrap") return { name: parent, folder: parent, tags: ["type:account"], manifest: {} };
      if (parent === "accounts" && name) return { name, folder, tags: ["type:account"], manifest: {} };
      return byFolder.get(folder) ?? workspace;
    },
  };
}

/** The package of an import: `@scope/name/deep` is of `@scope/name`, `name/deep` of `name`. */
export const packageName = (source) => /^(@[^/]+\/)?[^/]+/.exec(source)?.[0] ?? source;
