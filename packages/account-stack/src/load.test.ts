import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { contextOf, knownAccountId, loadWorkspace } from "./load.ts";
import { applyOrder } from "./relations.ts";
import { UserError } from "./user-error.ts";

const repository = path.resolve(import.meta.dirname, "../../..");
let root: string;

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-load-"));
  for (const entry of ["organization.json", "environments", "accounts"])
    fs.cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

type Json = Record<string, unknown>;
function edit(file: string, change: (json: Json) => void): void {
  const json = JSON.parse(fs.readFileSync(path.join(root, file), "utf8")) as Json;
  change(json);
  fs.writeFileSync(path.join(root, file), JSON.stringify(json));
}
const problem = (account: string): string | undefined => loadWorkspace(root).problems.get(account)?.format();

test("the repository's own configuration is valid; _template is no account", () => {
  const workspace = loadWorkspace(repository);
  expect([...workspace.problems]).toEqual([]);
  expect([...workspace.accounts.keys()]).toEqual(
    fs
      .readdirSync(path.join(repository, "accounts"))
      .filter((name) => name !== "_template")
      .sort(),
  );
});

test("defaults come from the environment and the organisation", () => {
  const account = loadWorkspace(root).accounts.get("shop-production")!;
  expect(account).toMatchObject({
    email: "aws+shop-production@acme.example",
    organizationalUnit: "Workloads/Production",
    region: "eu-west-1",
    network: { zones: 3 },
    lifecycle: "active",
  });
  expect(account.dependsOn).toContain("log-archive");
  expect(account.reads["log-archive"]).toContain("flowLogBucketArn");
});

test("choices of networks are the environment's, unless the account says otherwise", () => {
  edit("environments/staging.json", (json) => (json["network"] = { ipv6: true, interfaceEndpoints: ["sts"] }));
  edit("accounts/shop-staging/account.json", (json) =>
    Object.assign(json["network"] as Json, { ipv6: false, tiers: { data: 26 } }),
  );
  const { accounts } = loadWorkspace(root);
  expect(accounts.get("shop-staging")!.network).toMatchObject({
    ipv6: false,
    interfaceEndpoints: ["sts"],
    tiers: { data: 26 },
  });
  expect(accounts.get("shop-dev")!.network).not.toHaveProperty("ipv6");
  edit("environments/staging.json", (json) => (json["network"] = { interfaceEndpoints: ["st"] }));
  expect(problem("shop-staging")).toContain("network.interfaceEndpoints[0]");
});

test("an account's own reads and dependencies are added to those of its environment", () => {
  edit("accounts/analytics/account.json", (json) =>
    Object.assign(json, { dependsOn: ["network"], reads: { network: ["vpcId"] } }),
  );
  const account = loadWorkspace(root).accounts.get("analytics")!;
  expect(account.dependsOn).toEqual(expect.arrayContaining(["log-archive", "network"]));
  expect(account.reads).toMatchObject({
    network: ["vpcId"],
    "log-archive": expect.arrayContaining(["flowLogBucketArn"]),
  });
});

test("organizational units come from the organisation's tree", () => {
  edit("accounts/sandbox/account.json", (json) => Object.assign(json, { organizationalUnit: "Sandboxes" }));
  expect(problem("sandbox")).toContain('there is no unit "Sandboxes"');
  edit("organization.json", (json) => {
    (json["organizationalUnits"] as Record<string, string[]>)["Sandbox"] = [];
  });
  edit("accounts/sandbox/account.json", (json) => delete json["organizationalUnit"]);
  expect(problem("sandbox")).toContain('"sandbox" belongs to no organizational unit');
  edit("organization.json", (json) => {
    (json["organizationalUnits"] as Record<string, string[]>)["Sandbox"] = ["sandbox", "production"];
  });
  expect(() => loadWorkspace(root)).toThrow('"production" is in Workloads/Production and in Sandbox');
});

test("members are accounts whose own file is valid, and what the management account's stack sees", () => {
  edit("environments/production.json", (json) => Object.assign(json, { zones: 9 }));
  edit("accounts/sandbox/account.json", (json) => delete json["owner"]);
  const workspace = loadWorkspace(root);
  expect([...workspace.problems.keys()].sort()).toEqual(["analytics", "sandbox", "shop-production"]);
  expect([...workspace.members.keys()]).toContain("shop-production");
  expect([...workspace.members.keys()]).not.toContain("sandbox");
  const seen = (name: string) => contextOf(workspace, workspace.accounts.get(name)!).accounts;
  expect(seen("management")).toEqual([...workspace.members.values()]);
  expect(seen("shop-dev")).toEqual([]);
  // What comes from environments/ is not in it: management is not planned when an environment changes.
  expect(seen("management").flatMap((account) => Object.keys(account))).not.toContain("network");
});

test("ids are known offline for every account, on AWS for existing accounts only", () => {
  const offline = loadWorkspace(root);
  expect(knownAccountId(offline.accounts.get("shop-dev")!, offline.organization)).toMatch(/^\d{12}$/);
  edit("organization.json", (json) => (json["cloud"] = "aws"));
  edit("accounts/management/account.json", (json) => (json["existing"] = { accountId: "012345678901" }));
  const aws = loadWorkspace(root);
  expect(knownAccountId(aws.accounts.get("shop-dev")!, aws.organization)).toBeUndefined();
  expect(knownAccountId(aws.accounts.get("management")!, aws.organization)).toBe("012345678901");
});

test.each<[string, (json: Json) => void, RegExp]>([
  [
    "unknown key",
    (json) => (json["budgets"] = 1),
    /^accounts\/shop-dev\/account\.json:1:\d+: budgets: unknown key; did you mean "budget"\?/,
  ],
  ["nested unknown key", (json) => (json["budget"] = { monthlyUsd: 1, daily: 1 }), /budget\.daily: unknown key/],
  ["missing owner", (json) => delete json["owner"], /owner: is missing/],
  ["wrong type", (json) => (json["budget"] = { monthlyUsd: "300" }), /budget\.monthlyUsd: .*number.* \(found "300"\)/],
  [
    "host bits in the block",
    (json) => (json["network"] = { cidr: "10.32.0.1/20" }),
    /network\.cidr: must be an IPv4 block .* \(found "10\.32\.0\.1\/20"\)/,
  ],
  [
    "block too small",
    (json) => (json["network"] = { cidr: "10.32.0.0/28" }),
    /network\.cidr: must be between \/16 and \/24/,
  ],
  [
    "unknown environment",
    (json) => (json["environment"] = "prod"),
    /no environment "prod"; did you mean "production"\?\n {2}allowed: development, production, sandbox, shared, staging/,
  ],
  ["region that is not governed", (json) => (json["regions"] = ["us-east-1"]), /us-east-1 is not governed/],
  ["dangling dependency", (json) => (json["dependsOn"] = ["databases"]), /dependsOn: there is no account "databases"/],
  ["dangling read", (json) => (json["reads"] = { databases: ["url"] }), /reads: there is no account "databases"/],
  ["expiry that is no date", (json) => (json["expires"] = "soon"), /expires: must be a date/],
])("%s is one problem of that account only", (_name, change, message) => {
  edit("accounts/shop-dev/account.json", change);
  const workspace = loadWorkspace(root);
  expect([...workspace.problems.keys()]).toEqual(["shop-dev"]);
  expect(workspace.problems.get("shop-dev")!.format()).toMatch(message);
});

test("a cycle is named as a path, for the accounts on it", () => {
  edit("accounts/security/account.json", (json) => (json["dependsOn"] = ["network"]));
  edit("accounts/network/account.json", (json) => (json["dependsOn"] = ["security"]));
  const workspace = loadWorkspace(root);
  expect([...workspace.problems.keys()].sort()).toEqual(["network", "security"]);
  expect(problem("security")).toContain("security -> network -> security is a cycle");
});

test("two accounts with one e-mail, or one id, name each other", () => {
  edit("accounts/sandbox/account.json", (json) => (json["email"] = "AWS+shop-dev@acme.example"));
  expect(problem("sandbox")).toMatch(/email: .* is also the one of accounts\/shop-dev\/account\.json/);
  expect(problem("shop-dev")).toMatch(/email: .* is also the one of accounts\/sandbox\/account\.json/);
  edit("accounts/analytics/account.json", (json) => (json["existing"] = { accountId: "111111111111" }));
  edit("accounts/network/account.json", (json) => (json["existing"] = { accountId: "111111111111" }));
  expect(problem("network")).toMatch(/existing\.accountId: 111111111111 is also the one of accounts\/analytics/);
});

test("an invalid environment concerns its accounts only", () => {
  edit("environments/production.json", (json) => (json["nat"] = "two"));
  expect([...loadWorkspace(root).problems.keys()]).toEqual(["analytics", "shop-production"]);
  expect(problem("analytics")).toMatch(/environments\/production\.json:1:\d+: nat: .*\(found "two"\)/);
});

test("an invalid organisation concerns all", () => {
  edit("organization.json", (json) => (json["emailPattern"] = "aws@acme.example"));
  expect(() => loadWorkspace(root)).toThrow(UserError);
  expect(() => loadWorkspace(root)).toThrow(/emailPattern: must be an address with \{account\}/);
});

test("promoteFrom orders accounts as dependsOn does, and names one there is", () => {
  edit("accounts/shop-production/account.json", (json) => (json["promoteFrom"] = "shop-staging"));
  const { accounts } = loadWorkspace(root);
  expect(applyOrder(accounts).get("shop-production")).toEqual([
    ...accounts.get("shop-production")!.dependsOn,
    "shop-staging",
  ]);
  edit("accounts/shop-staging/account.json", (json) => (json["promoteFrom"] = "shop-production"));
  expect(problem("shop-staging")).toContain("promoteFrom: shop-staging -> shop-production -> shop-staging is a cycle");
  edit("accounts/shop-production/account.json", (json) => (json["promoteFrom"] = "nowhere"));
  expect(problem("shop-production")).toContain('promoteFrom: there is no account "nowhere"');
});

test("how much may be destroyed is said by the environment, and is nothing that stacks are made of", () => {
  edit("environments/production.json", (json) => (json["maxDestroy"] = 3));
  const workspace = loadWorkspace(root);
  const account = workspace.accounts.get("shop-production")!;
  expect(account.maxDestroy).toBe(3);
  expect(contextOf(workspace, account).environment).not.toHaveProperty("maxDestroy");
});

test.each([
  ["aws", "local", "on AWS a state in a local file"],
  ["offline", { s3: {} }, "states on S3 need a server on this machine"],
  ["offline", { s3: { endpoint: "127.0.0.1:1" } }, "must be an address"],
])("%s with states in %j is refused", (cloud, state, message) => {
  edit("organization.json", (json) => Object.assign(json, { cloud, state }));
  expect(() => loadWorkspace(root)).toThrow(message);
});
