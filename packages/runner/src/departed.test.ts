import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Account, OrganizationAccount } from "@archipelago/account-stack/workspace";
import { departedProblem, departedProblems, departedSince, type Departed, type DepartedFacts } from "./departed.ts";
import type { Session } from "./session.ts";

const departed: Departed = {
  name: "shop-dev",
  product: "shop",
  environment: "development",
  lifecycle: undefined,
  email: "aws+shop-dev@acme.example",
  existingAccountId: undefined,
};
const arrival = (account: Partial<OrganizationAccount>) =>
  ({
    name: "store-dev",
    product: "store",
    environment: "development",
    email: "other@acme.example",
    ...account,
  }) as OrganizationAccount;
const facts: DepartedFacts = { departed, base: "0123456789abcdef", resources: 3, status: "ACTIVE", arrived: [] };
const messageOf = (more: Partial<DepartedFacts>) => departedProblem({ ...facts, ...more })?.format() ?? "none";

test.each<[string, Partial<DepartedFacts>]>([
  ["never applied", { resources: 0, status: null }],
  ["never applied, and the organisation cannot be asked", { resources: 0, status: undefined }],
  [
    "never applied, under another name now",
    { resources: 0, status: null, arrived: [arrival({ email: departed.email })] },
  ],
  [
    "its state moved, its address kept",
    { resources: 0, status: "ACTIVE", arrived: [arrival({ email: departed.email })] },
  ],
])("may go: %s", (_name, more) => {
  expect(messageOf(more)).toBe("none");
});

test.each<[string, Partial<DepartedFacts>, RegExp]>([
  [
    "resources",
    {},
    /^accounts\/shop-dev: is gone, but its state holds 3 resources\n(.*\n)*.*git checkout 0123456 -- accounts\/shop-dev; set "lifecycle": "closing"/,
  ],
  ["a state that cannot be read", { resources: undefined }, /may hold resources, which cannot be told here/],
  ["an open account", { resources: 0 }, /is gone, but its AWS account is open/],
  [
    "a tombstone",
    { resources: 0, status: null, departed: { ...departed, lifecycle: "closed" } },
    /is what is left of a closed account/,
  ],
  ["a closed account without tombstone", { resources: 0, status: "SUSPENDED" }, /is what is left of a closed account/],
])("may not go: %s", (_name, more, message) => {
  expect(messageOf(more)).toMatch(message);
});

test.each<[string, Partial<OrganizationAccount>]>([
  ["the same address", { email: "AWS+shop-dev@acme.example" }],
  ["the same product and environment", { product: "shop" }],
])("a new folder with %s is the old one under another name", (_name, account) => {
  expect(messageOf({ arrived: [arrival(account)] })).toMatch(
    /became accounts\/store-dev, but its state holds 3 resources/,
  );
  expect(messageOf({ arrived: [arrival(account)] })).toContain("npm run archipelago -- rename shop-dev store-dev");
});

test("with an id, too; another folder is just another account", () => {
  const before = { ...departed, existingAccountId: "444455556666" };
  const arrived = [arrival({ existingAccountId: "444455556666" })];
  expect(messageOf({ departed: before, arrived })).toContain("became accounts/store-dev");
  expect(messageOf({ arrived: [arrival({})] })).toContain("is gone, but its state holds 3 resources");
});

test("without the old address it would be another AWS account: the line to add is said", () => {
  const arrived = [arrival({ product: "shop" })];
  expect(messageOf({ arrived })).toContain(
    'set "email": "aws+shop-dev@acme.example" in accounts/store-dev/account.json',
  );
  expect(messageOf({ arrived, resources: 0 })).toContain("which would be another AWS account");
});

describe("in a repository", () => {
  let root: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], { cwd: root, stdio: "ignore" });
  const names = () =>
    departedSince(root, { emailPattern: "aws+{account}@acme.example" })?.departed.map(({ name }) => name);

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-departed-"));
    for (const account of ["shop-dev", "sandbox"]) {
      fs.mkdirSync(path.join(root, "accounts", account), { recursive: true });
      fs.writeFileSync(path.join(root, "accounts", account, "account.json"), "{}");
    }
    fs.writeFileSync(path.join(root, "nx.json"), '{\n  // renamed\n  "defaultBase": "trunk"\n}\n');
    git("init", "--quiet", "--initial-branch", "trunk");
    git("add", "--all");
    git("commit", "--quiet", "--message", "Accounts");
    git("checkout", "--quiet", "-b", "pull-request");
    fs.rmSync(path.join(root, "accounts/shop-dev"), { recursive: true });
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  test("a folder is missed by the default branch that nx.json names, here or at the origin", () => {
    expect(names()).toEqual(["shop-dev"]);
    git("update-ref", "refs/remotes/origin/trunk", "trunk");
    git("branch", "--quiet", "-D", "trunk");
    expect(names()).toEqual(["shop-dev"]);
  });

  test("without such a branch it is said that nothing can be told", async () => {
    git("branch", "--quiet", "-m", "trunk", "main");
    expect(names()).toBeUndefined();
    const organization = { accounts: { management: "management" } };
    const accounts = new Map([["management", { name: "management" } as Account]]);
    const session = { workspace: { root, organization, accounts, members: new Map() } } as unknown as Session;
    expect(await departedProblems(session)).toEqual({
      problems: [],
      untold: [expect.stringContaining("git finds neither trunk nor origin/trunk")],
    });
  });
});
