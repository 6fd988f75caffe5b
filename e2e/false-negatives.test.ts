import { fork, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { randomEdits, seeded, type Edit } from "./support/random-edits.ts";
import { commandEnvironment, Workspace } from "./support/workspace.ts";

// Whatever is edited, an account that would synthesise to something else is selected by the graph and not dropped by the
// second look. Edits are chosen at random, from a seed; everything is applied before, so that there is something to skip.
//
//   ARCHIPELAGO_SEED=7 ARCHIPELAGO_EDITS=2000 npx jest e2e/false-negatives

jest.setTimeout(1_200_000);

const seed = Number(process.env["ARCHIPELAGO_SEED"] ?? 1);
const count = Number(process.env["ARCHIPELAGO_EDITS"] ?? 200);
/** What the plugin in Nx's process is made of: after an edit of it, a new Nx is asked. */
const plugin =
  /^packages\/(nx-plugin|loader)\/|^packages\/account-stack\/src\/(light|account-facts|dependency-order|folders|user-error)/;

/** What a worker answers, see support/edit-rounds.mjs. */
interface Round {
  readonly error?: string;
  readonly selected: readonly string[] | null;
  readonly selectedByCommand: readonly string[] | null;
  readonly accounts: Readonly<Record<string, Synthesised>>;
}

interface Synthesised {
  /** Digest of the configuration. */
  readonly json: string;
  /** Digest of the values of its variables. */
  readonly inputs: string;
  /** Kinds of what the second look found. */
  readonly differences: readonly string[];
  readonly fails?: true;
}

const workspace = new Workspace();
const clones = [workspace.root];
const workers: ChildProcess[] = [];
afterAll(() => {
  for (const worker of workers) worker.kill();
  for (const clone of clones) fs.rmSync(clone, { recursive: true, force: true, maxRetries: 3 });
});

beforeAll(async () => {
  await workspace.succeed(["apply", "--all", "--yes"]);
  for (let n = 1; n < Math.min(2, availableParallelism()); n++) {
    const clone = `${workspace.root}-${n}`;
    fs.cpSync(workspace.root, clone, { recursive: true, verbatimSymlinks: true });
    clones.push(clone);
  }
  for (const cwd of clones) {
    workers.push(
      fork(path.join(import.meta.dirname, "support/edit-rounds.mjs"), [], {
        cwd,
        execArgv: [],
        env: { ...commandEnvironment(), NX_DAEMON: "false", NX_ISOLATE_PLUGINS: "false" },
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      }),
    );
  }
});

function ask(worker: ChildProcess, files: Edit["files"], command = false): Promise<Round> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`the worker ended with ${code}`));
    worker.once("exit", ended);
    worker.once("message", (message) => {
      worker.off("exit", ended);
      const round = message as Round;
      if (round.error === undefined) resolve(round);
      else reject(new Error(round.error));
    });
    worker.send({ files, command });
  });
}

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)}%`;

test(`${count} random edits (seed ${seed}): nothing that changes an account is missed by either look`, async () => {
  const unedited = await Promise.all(workers.map((worker) => ask(worker, {})));
  const always = Object.entries(unedited[0]!.accounts).flatMap(([name, { differences }]) =>
    differences.length > 0 ? [name] : [],
  );
  expect([unedited[0]!.selected, always]).toEqual([[], ["management", "security"]]);

  const next = randomEdits(workspace.root, seeded(seed));
  const edits = Array.from({ length: count }, next).entries();
  const missed: string[] = [];
  const tally = { changing: 0, changed: 0, selected: 0, planned: 0, falseFirst: 0, falseSecond: 0, always: 0 };

  const judge = (
    { what, files }: Edit,
    { accounts }: Round,
    selected: readonly string[] | null,
    before: Round["accounts"],
  ) => {
    const isBroken = Object.values(accounts).some(({ fails }) => fails);
    // The hook before a run refuses accounts that Nx cannot see.
    const isRefused = Object.keys(files).some(
      (file) => /^accounts\/[^/]+\/account\.json$/.test(file) && files[file] === null,
    );
    let isChanging = false;
    for (const name of "*" in accounts ? Object.keys(before) : Object.keys(accounts)) {
      const after = accounts[name] ?? accounts["*"]!;
      // What a broken account publishes cannot be read, but its own plan fails: nobody goes on with such a commit.
      const isChanged = after.json !== before[name]?.json || (!isBroken && after.inputs !== before[name]?.inputs);
      // Where Nx refuses to work, nothing is planned unseen.
      const isSelected = selected === null || isRefused || selected.includes(name);
      const isPlanned = isSelected && after.differences.length > 0;
      if (isChanged && !isSelected) missed.push(`${what}: ${name} is not selected`);
      if (isChanged && after.differences.length === 0) missed.push(`${what}: ${name} is skipped`);
      isChanging ||= isChanged;
      tally.changed += Number(isChanged);
      tally.selected += Number(isSelected);
      tally.planned += Number(isPlanned);
      tally.falseFirst += Number(isSelected && !isChanged);
      tally.falseSecond += Number(isPlanned && !isChanged);
      tally.always += Number(isPlanned && !isChanged && always.includes(name));
    }
    tally.changing += Number(isChanging);
  };

  await Promise.all(
    workers.map(async (worker, index) => {
      for (const [number, edit] of edits) {
        const isOfPlugin = Object.keys(edit.files).some((file) => plugin.test(file));
        const isSample = number % 50 === 0;
        const round = await ask(worker, edit.files, isOfPlugin || isSample);
        // The process that answers for Nx answers as Nx does.
        if (isSample && !isOfPlugin) expect([edit.what, round.selected]).toEqual([edit.what, round.selectedByCommand]);
        judge(edit, round, isOfPlugin ? round.selectedByCommand : round.selected, unedited[index]!.accounts);
      }
    }),
  );

  const { changing, changed, selected, planned, falseFirst, falseSecond } = tally;
  console.log(
    `${count} edits, ${changing} of them change ${changed} accounts in all; missed: ${missed.length}\n` +
      `first look:  ${selected} selected, ${percent(falseFirst, selected)} of them unchanged\n` +
      `second look: ${planned} planned, ${percent(falseSecond, planned)} of them unchanged; without ${always.join(" and ")}, ` +
      `which are always planned: ${percent(falseSecond - tally.always, planned - tally.always)}`,
  );
  expect(missed).toEqual([]);
  // Otherwise the edits are too tame to find anything.
  expect(changing).toBeGreaterThan(count / 4);
});
