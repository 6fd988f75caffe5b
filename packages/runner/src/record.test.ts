import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { continued, invalidateRecord, keptApplies, readRecord, shortCommit, writeRecord } from "./record.ts";
import type { Applied, ApplyRecord } from "./record.ts";
import { Repository } from "./record.fixture.ts";

let repository: Repository;
beforeEach(() => (repository = new Repository()));
afterEach(() => repository.remove());

const read = () => readRecord(repository.session(), repository.account);
const invalidate = (verb?: "destroy") => invalidateRecord(repository.session(), repository.account, verb);
const write = (...rest: Parameters<typeof writeRecord> extends [unknown, ...infer Rest] ? Rest : never) =>
  writeRecord(repository.session(), ...rest);

test("from before an apply until after it the account counts as unfinished", async () => {
  expect(await read()).toBeUndefined();
  const started = await invalidate();
  expect(await read()).toMatchObject({ unfinished: { verb: "apply" }, last: null, history: [] });
  repository.writeState({ serial: 7 });
  await write(repository.planned(), started);
  expect(await read()).toMatchObject({
    unfinished: null,
    last: { verb: "apply", digests: { configuration: "c", plan: "p" }, state: { lineage: "a", serial: 7 } },
    history: [{ verb: "apply", digests: { configuration: "c", plan: "p" } }],
  });
});

test("when somebody else has begun meanwhile, nothing is called finished", async () => {
  const started = await invalidate();
  await invalidate();
  await write(repository.planned(), started);
  expect(await read()).toMatchObject({ unfinished: { verb: "apply" }, last: null });
});

test("a plan that found nothing to change finishes what was half-finished, unless an apply began since", async () => {
  const { version } = await invalidate();
  const found = { ...repository.planned({ status: "no-changes" }), recordVersion: version };
  await invalidate();
  await write(found);
  expect((await read())!.last).toBeNull();
  await write({ ...found, recordVersion: (await invalidate()).version });
  expect(await read()).toMatchObject({ unfinished: null, last: { state: { serial: 1 } } });
});

test("such a plan says nothing of a state that went on", async () => {
  repository.writeState({ serial: 2 });
  await write(repository.planned({ status: "no-changes" }));
  expect(await read()).toBeUndefined();
});

test("a plan with placeholders is never recorded", async () => {
  await write(repository.planned({ status: "no-changes", placeholders: ["network.zone"] }));
  expect(await read()).toBeUndefined();
});

test("what an apply skips is on record with the code it was skipped at", async () => {
  await write(repository.planned(), await invalidate());
  const before = (await read())!.last!;
  repository.write("accounts/shop-dev/stack.ts", "// no byte of the stack changes");
  // A new process: digests of folders are kept for one.
  jest.resetModules();
  const fresh = (await import("./record.ts")).writeRecord;
  const { version } = await repository.session().states.records.read(repository.account);
  const { summary } = repository.planned({ status: "skipped" });
  await fresh(repository.session(), { summary, recordVersion: version });
  const after = (await read())!.last!;
  expect(after.digests.code).not.toBe(before.digests.code);
  expect({ ...after, digests: before.digests, time: before.time }).toEqual(before);
});

test("after a destroy there is no last apply, and the history says so", async () => {
  await write(repository.planned(), await invalidate());
  await write(repository.planned(), await invalidate("destroy"));
  const { last, unfinished, history } = (await read())!;
  expect([last, unfinished, history.map(({ verb }) => verb)]).toEqual([null, null, ["destroy", "apply"]]);
});

test("the commit is git's, and uncommitted changes are said", async () => {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: repository.root, encoding: "utf8" }).trim();
  git("init", "--quiet");
  fs.writeFileSync(`${repository.root}/.gitignore`, ".archipelago\n");
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@acme.example", "commit", "--quiet", "--message", "All");
  await invalidate();
  expect((await read())!.unfinished).toMatchObject({ commit: git("rev-parse", "HEAD"), dirty: false });
  repository.write("new", "");
  await invalidate();
  expect(shortCommit((await read())!.unfinished!)).toBe(`${git("rev-parse", "HEAD").slice(0, 7)}-dirty`);
});

describe("history", () => {
  const applied = (commit: string, configuration = "c"): Applied => ({
    verb: "apply",
    time: "",
    commit,
    dirty: false,
    digests: { configuration, inputs: "i", code: "k", plan: "p" },
  });
  const record = (history: readonly Applied[], unfinished: ApplyRecord["unfinished"] = null): ApplyRecord => ({
    format: 1,
    unfinished,
    last: null,
    history,
  });

  test("is newest first and goes back so far only", () => {
    let history: readonly Applied[] = [];
    for (let n = 0; n < keptApplies + 3; n++) history = continued(record(history), applied(String(n)));
    expect(history).toHaveLength(keptApplies);
    expect(history[0]!.commit).toBe(String(keptApplies + 2));
  });

  test("does not repeat itself, but a rollback and a repair are entries", () => {
    const [one, two] = [applied("1"), applied("2", "d")];
    expect(continued(record([one]), one)).toEqual([one]);
    expect(continued(record([two, one]), one)).toEqual([one, two, one]);
    const { verb, time, commit, dirty } = one;
    expect(continued(record([one], { verb, time, commit, dirty }), one)).toEqual([one, one]);
  });
});
