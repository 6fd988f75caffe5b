import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Account, UserError } from "@archipelago/account-stack/workspace";
import type { Plan } from "@archipelago/terraform";
import { forgetApplies, noteApply, startedApplies } from "./apply-journal.ts";
import type { JournalCopies, JournalCopy } from "./journal-copy.ts";
import { paths } from "./paths.ts";
import { refuseUnsettled } from "./unsettled.ts";
import type { Session } from "./session.ts";

const account = { name: "shop-dev" } as Account;
let roots: string[];
let copied: Map<string, JournalCopy>;
let fails: boolean;
const copies: JournalCopies = {
  read: async () => [...copied.values()],
  write: async (copy) => {
    if (fails) throw new Error("S3 does not answer");
    copied.set(copy.name, copy);
    return "etag";
  },
  remove: async (name) => void copied.delete(name),
};

beforeEach(() => {
  [roots, copied, fails] = [[], new Map(), false];
});
afterEach(() => {
  for (const root of roots) fs.rmSync(root, { recursive: true });
});

/** Of one machine. */
function machine(states: object = { journals: () => copies }): Session {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-apply-journal-"));
  roots.push(root);
  return {
    workspace: { root, organization: { name: "acme" } },
    cloud: { name: "offline" },
    options: {},
    states: { resources: async () => [], ...states },
  } as never;
}

/** An apply that fails. */
async function interrupted(session: Session): Promise<string> {
  const { journal, close } = await noteApply(session, account, { changes: [] } as unknown as Plan, "{}");
  fs.mkdirSync(path.dirname(journal), { recursive: true });
  fs.writeFileSync(journal, '{"type":"apply_start"}\n');
  await close();
  return path.parse(journal).name;
}

const namesOf = async (session: Session) => (await startedApplies(session, account)).map(({ name }) => name);

test("an interrupted apply is known on every machine; what another one has settled is settled on its own, too", async () => {
  const [laptop, runner] = [machine(), machine()];
  const name = await interrupted(laptop);
  expect([await namesOf(laptop), await namesOf(runner)]).toEqual([[name], [name]]);
  await forgetApplies(runner, account, [name]);
  expect([await namesOf(laptop), await namesOf(runner)]).toEqual([[], []]);
  const next = await interrupted(laptop);
  expect(fs.readdirSync(paths(laptop.workspace.root).journals("acme", account.name))).toEqual([`${next}.json`]);
});

test("a note that was never to be copied stays when there is somewhere to copy to", async () => {
  const before = machine({});
  const name = await interrupted(before);
  expect(await namesOf({ ...before, states: { journals: () => copies } as never })).toEqual([name]);
});

test("an apply whose note could not be copied was not started: there is nothing to look for, and no copy to miss", async () => {
  const session = machine();
  fails = true;
  await expect(interrupted(session)).rejects.toThrow("S3 does not answer");
  expect(await startedApplies(session, account)).toMatchObject([{ journal: [], complete: true }]);
});

describe("nothing is moved away from under", () => {
  const refused = (session: Session, from?: JournalCopies) =>
    refuseUnsettled(session, account.name, from, "npx nx apply shop-dev").catch((error: UserError) => error.format());

  test("nothing", async () => {
    expect(await refused(machine())).toBeUndefined();
  });

  test.each([
    ["of this machine", () => machine({}), undefined],
    ["of any machine", () => machine(), copies],
  ])("an interrupted apply %s", async (_where, open, from) => {
    const session = open();
    const name = await interrupted(session);
    const elsewhere = from === undefined ? session : machine();
    expect(await refused(elsewhere, from)).toMatch(/did not finish[^]*next: npx nx apply shop-dev/);
    await forgetApplies(session, account, [name]);
    expect(await refused(elsewhere, from)).toBeUndefined();
  });

  test("a state that could not be saved", async () => {
    const session = machine();
    const work = paths(session.workspace.root).work(account.name);
    fs.mkdirSync(work, { recursive: true });
    fs.writeFileSync(path.join(work, "errored.tfstate"), "");
    expect(await refused(session)).toMatch(/could not save its state[^]*next: npx nx apply shop-dev/);
  });
});
