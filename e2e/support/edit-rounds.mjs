// A process that tries edits of a clone, its working directory, one after the other: what Nx would select for each, what
// every account would synthesise to, and what the second look says. One process, because starting Nx and CDKTF anew for
// each edit would take all the time; the repository's own modules are loaded anew for each.
//
// Messages: `{ files, command }`: new text by file, null deletes; whether to ask Nx's command too. Answers:
// `{ selected, selectedByCommand, accounts }`, or `{ error }`. What Nx selects is null where it refuses to work.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const root = process.cwd();
const require = createRequire(path.join(root, "package.json"));
const nx = (file) => require(path.join(root, "node_modules/nx/dist/src", file));
const { calculateFileChanges } = nx("project-graph/file-utils");
const { computeAffectedTasks } = nx("project-graph/affected/affected-tasks");
const { createProjectGraphAsync } = nx("project-graph/project-graph");
const { readNxJson } = nx("config/nx-json");
const { resetWorkspaceContext } = nx("utils/workspace-context");

const byCommand = ["show", "projects", "--affected", "--base=HEAD", "--with-target=plan", "--json"];

function selectedByCommand() {
  try {
    const nxFile = path.join(root, "node_modules/.bin/nx");
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
    return JSON.parse(execFileSync(process.execPath, [nxFile, ...byCommand], options)).sort();
  } catch {
    return null;
  }
}

/** What that command does, as its source has it. */
async function selectedFor(files) {
  resetWorkspaceContext();
  let projectGraph;
  try {
    projectGraph = await createProjectGraphAsync({ exitOnError: false });
  } catch {
    return null;
  }
  const fileChangeArgs = { base: "HEAD" };
  const { taskSelection } = await computeAffectedTasks({
    projectGraph,
    nxJson: readNxJson(root),
    targets: ["plan"],
    touchedFiles: calculateFileChanges(files, fileChangeArgs),
    fileChangeArgs,
  });
  return taskSelection.initiatingTaskIds.map((id) => id.split(":")[0]).sort();
}

const failed = { json: "", inputs: "", differences: ["fails"], fails: true };

function sha256(value) {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}

/** By account; under `*` when none can be synthesised. */
async function synthesised() {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(root + path.sep) && !file.includes(`${path.sep}node_modules${path.sep}`))
      delete require.cache[file];
  }
  const load = require("./packages/loader/index.cjs").loader(path.join(root, "package.json"));
  const runner = (file) => load(path.join(root, "packages/runner/src", file));
  const { accountOf, openSession } = runner("session.ts");
  const { configure } = runner("prepare.ts");
  const { secondLook } = runner("second-look.ts");
  const session = await openSession(root, [], {});
  try {
    const accounts = {};
    for (const name of [...session.workspace.accounts.keys(), ...session.workspace.problems.keys()]) {
      try {
        const account = accountOf(session, name);
        const { json, inputs, ...rest } = await configure(session, account, session.cloud.accountId(account));
        const { differences } = await secondLook(session, account, { json, inputs, ...rest });
        // Not by the digests under test: without CDKTF's notes, everything counts.
        const said = JSON.parse(json, (key, value) => (key === "//" ? undefined : value));
        accounts[name] = {
          json: sha256(said),
          inputs: sha256(inputs.values),
          differences: differences.map(({ kind }) => kind),
        };
      } catch {
        accounts[name] = failed;
      }
    }
    return accounts;
  } finally {
    await session.close();
  }
}

function write(files) {
  for (const [file, text] of Object.entries(files)) {
    if (text === null) fs.rmSync(file, { force: true });
    else {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
  }
}

process.on("message", async ({ files, command }) => {
  const names = Object.keys(files);
  const before = Object.fromEntries(
    names.map((file) => [file, fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null]),
  );
  try {
    write(files);
    process.send({
      selected: await selectedFor(names),
      selectedByCommand: command ? selectedByCommand() : null,
      accounts: await synthesised().catch(() => ({ "*": failed })),
    });
  } catch (error) {
    process.send({ error: error.stack });
  } finally {
    write(before);
  }
});
