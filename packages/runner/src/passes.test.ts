import type { AccountResult } from "./outcome.ts";
import { untilSettled } from "./passes.ts";

/** A cloud of two accounts: management awaits what log-archive publishes. */
function run(results: Record<string, Partial<AccountResult>[]>, isStale: (result: AccountResult) => boolean) {
  const passes: string[][] = [];
  async function* runPass(names: readonly string[]): AsyncGenerator<AccountResult> {
    passes.push([...names]);
    for (const account of names)
      yield {
        account,
        success: true,
        text: account,
        startTime: passes.length,
        endTime: 9,
        ...results[account]!.shift(),
      };
  }
  const yielded = (async () => {
    const all: AccountResult[] = [];
    for await (const result of untilSettled(Object.keys(results), runPass, async (result) => isStale(result)))
      all.push(result);
    return all;
  })();
  return { passes, yielded };
}

test("an account is applied again once what it awaits is published, and has one result", async () => {
  const { passes, yielded } = run(
    {
      management: [
        { text: "applied, 9 added", awaited: { "log-archive.bucket": undefined } },
        { text: "applied, 1 added", awaited: { "log-archive.bucket": "logs" } },
      ],
      "log-archive": [{}],
    },
    ({ awaited }) => awaited!["log-archive.bucket"] === undefined,
  );
  expect((await yielded).map(({ account, text, startTime }) => [account, text, startTime])).toEqual([
    ["log-archive", "log-archive", 1],
    ["management", "applied, 9 added\napplied, 1 added", 1],
  ]);
  expect(passes).toEqual([["management", "log-archive"], ["management"]]);
});

test("nothing is repeated when nothing changed, or when the account failed", async () => {
  const settled = run({ a: [{ awaited: { "b.x": 1 } }] }, () => false);
  expect(await settled.yielded).toHaveLength(1);
  expect(settled.passes).toEqual([["a"]]);
  const failed = run({ a: [{ success: false, awaited: { "b.x": 1 } }] }, () => true);
  expect(await failed.yielded).toMatchObject([{ success: false }]);
  expect(failed.passes).toEqual([["a"]]);
});

test("outputs that never come to rest are a failure which names them", async () => {
  const { passes, yielded } = run({ a: Array.from({ length: 9 }, () => ({ awaited: { "b.x": 1 } })) }, () => true);
  expect(await yielded).toMatchObject([
    { success: false, text: expect.stringMatching(/still change after 5 passes: b\.x/) },
  ]);
  expect(passes).toHaveLength(5);
});

test("an account whose plan was reviewed is not applied again: the next plan is another review", async () => {
  const { passes, yielded } = run(
    { management: [{ text: "applied", awaited: { "log-archive.bucket": undefined }, reviewed: true }] },
    () => true,
  );
  expect((await yielded).map(({ success, text }) => [success, text])).toEqual([
    [true, "applied\nmanagement: what it awaits has changed since (log-archive.bucket): plan it again, review, apply"],
  ]);
  expect(passes).toEqual([["management"]]);
});

test("an account to which nothing is new is asked again later: two sides of a peering come to rest", async () => {
  // The accepter tells its network, the requester then its connection, the accepter then that it accepts.
  const told = { requester: "", accepter: "" };
  const passes: string[][] = [];
  async function* runPass(names: readonly string[]): AsyncGenerator<AccountResult> {
    passes.push([...names]);
    for (const account of names) {
      const awaited = account === "requester" ? { accepter: told.accepter } : { requester: told.requester };
      if (account === "accepter") told.accepter = told.requester === "" ? "network" : "network, accepted";
      else if (told.accepter !== "") told.requester = "connection";
      yield { account, success: true, text: account, startTime: 1, endTime: 2, awaited };
    }
  }
  const isStale = async ({ awaited }: AccountResult): Promise<boolean> =>
    Object.entries(awaited!).some(([account, before]) => told[account as keyof typeof told] !== before);
  const accounts = Object.keys(told);
  for await (const { success } of untilSettled(accounts, runPass, isStale)) expect(success).toBe(true);
  expect(passes).toEqual([accounts, ["requester"], ["accepter"], ["requester"]]);
});
