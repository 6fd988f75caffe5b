import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openAccounts } from "./account-facts.ts";
import { loadWorkspace } from "./load.ts";
import { applyOrder } from "./relations.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-closing-"));
  for (const entry of ["organization.json", "environments", "accounts"])
    fs.cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function edit(account: string, change: object): void {
  const file = path.join(root, "accounts", account, "account.json");
  fs.writeFileSync(file, JSON.stringify({ ...(JSON.parse(fs.readFileSync(file, "utf8")) as object), ...change }));
}
const problem = (account: string): string => loadWorkspace(root).problems.get(account)?.format() ?? "none";

test("an account that nobody needs can close, and stays a member of the organisation", () => {
  edit("sandbox", { lifecycle: "closing" });
  const { problems, accounts, members } = loadWorkspace(root);
  expect([...problems]).toEqual([]);
  expect([accounts.get("sandbox")?.lifecycle, members.has("sandbox")]).toEqual(["closing", true]);
});

const role = (side: string, other: string) => ({ kind: "role", name: "report", with: other, side, role: "job" });

test.each<[way: string, needing: object]>([
  ["depends on it", { dependsOn: ["sandbox"] }],
  ["reads from it", { reads: { sandbox: ["vpcId"] } }],
  ["is connected with it", { connections: [role("consumer", "sandbox")] }],
  ["is promoted from it", { promoteFrom: "sandbox" }],
])("refused with its name: an account that %s", (way, needing) => {
  edit("sandbox", { lifecycle: "closing" });
  edit("shop-dev", needing);
  expect(problem("sandbox")).toMatch(/^accounts\/sandbox\/account\.json:1:\d+: lifecycle: sandbox cannot be closed/);
  expect(problem("sandbox")).toContain(`shop-dev (${way})`);
  expect(problem("shop-dev")).toBe("none");
});

test("what needs it may close with it: first", () => {
  edit("sandbox", { lifecycle: "closing" });
  edit("shop-dev", { dependsOn: ["sandbox"], lifecycle: "closing" });
  edit("network", { connections: [] });
  const { accounts, problems } = loadWorkspace(root);
  expect([...problems]).toEqual([]);
  const order = applyOrder(accounts);
  expect([order.get("sandbox"), order.get("shop-dev")]).toEqual([["shop-dev"], []]);
});

test("the management account never closes", () => {
  edit("management", { lifecycle: "closing" });
  expect(problem("management")).toContain("the management account cannot be closed");
});

test("a tombstone needs no stack.ts and is not planned, and nothing may depend on it", () => {
  edit("sandbox", { lifecycle: "closed" });
  fs.rmSync(path.join(root, "accounts/sandbox/stack.ts"));
  const { accounts, members, problems } = loadWorkspace(root);
  expect([...problems]).toEqual([]);
  expect([accounts.has("sandbox"), members.get("sandbox")?.lifecycle]).toEqual([false, "closed"]);
  expect(openAccounts(root)).toEqual([...accounts.keys()]);
  edit("shop-dev", { dependsOn: ["sandbox"] });
  expect(problem("shop-dev")).toContain('dependsOn: the account "sandbox" is closed');
});

test.each([
  ["its address", { email: "aws+sandbox@acme.example" }],
  ["its address in other letters", { email: "AWS+Sandbox@acme.example" }],
])("%s is never used again: the new account is wrong, the tombstone is right", (_name, taken) => {
  edit("sandbox", { lifecycle: "closed" });
  edit("shop-dev", taken);
  const { problems, members } = loadWorkspace(root);
  expect([...problems.keys()]).toEqual(["shop-dev"]);
  expect(problem("shop-dev")).toContain("was the one of sandbox, which is closed: accounts/sandbox/account.json");
  expect(members.has("sandbox")).toBe(true);
});
