import fs from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { isBootstrapped, resourcesOf } from "./support/cloud.ts";
import { Workspace, type Summary } from "./support/workspace.ts";

// An organisation from the first plan to the last destroy, in one clone, each test continuing where the one before
// stopped: what is applied is the point.

jest.setTimeout(600_000);

const accounts = [
  "analytics",
  "backup",
  "log-archive",
  "management",
  "network",
  "sandbox",
  "security",
  "shop-dev",
  "shop-production",
  "shop-staging",
];
const workspace = new Workspace();
afterAll(() => workspace.remove());

const modeOf = (file: string): number => fs.statSync(workspace.path(file)).mode & 0o777;
const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/) as string;

const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
const offline = (...command: string[]): Promise<string> => archipelago("offline", "--", ...command);
/** Time of an account's first apply, from its journal. */
const firstApply = (account: string): string =>
  fs
    .readdirSync(workspace.path(".archipelago/logs", account))
    .filter((name) => /^apply-.*\.jsonl$/.test(name))
    .sort()[0]!;
const nothingChanges = { status: "no-changes", counts: { add: 0, change: 0, destroy: 0, replace: 0 } };

interface Configuration {
  readonly environment: string;
  readonly reads?: Readonly<Record<string, readonly string[]>>;
  readonly connections?: readonly { readonly kind: string; readonly with: string; readonly side: string }[];
}

describe("before anything is applied", () => {
  test("nx run-many -t check plan plans every account in full", async () => {
    const { exitCode, stdout } = await workspace.nx(["run-many", "-t", "check", "plan"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Archipelago · ${accounts.length} accounts · simulated AWS · Terraform `);
    expect(stdout).toContain(`${accounts.length} planned, 0 failed`);
    for (const account of accounts) {
      expect(stdout).toMatch(new RegExp(`^${account}\\*? +\\w+ +never applied(?: \\+\\d+)? +[1-9]\\d* +0 +0 `, "m"));
    }
  });

  test.each(accounts)("artefacts of %s", (account) => {
    const directory = `.archipelago/plans/${account}`;
    // What an account reads and nobody has published yet; what it awaits has no placeholder.
    const {
      environment,
      reads: own = {},
      connections = [],
    } = workspace.json<Configuration>(`accounts/${account}/account.json`);
    const { reads: shared = {} } = workspace.json<Configuration>(`environments/${environment}.json`);
    const both = [...new Set([...Object.keys(shared), ...Object.keys(own)])];
    const read =
      { management: { management: [] }, security: own, "log-archive": own }[account] ??
      Object.fromEntries(
        both.map((publisher) => [publisher, [...(shared[publisher] ?? []), ...(own[publisher] ?? [])]]),
      );
    const awaited = ["security.sinkArns", "management.securityAdministrator"];
    const isCentral = ["management", "security", "log-archive"].includes(account);
    const connected = connections
      .filter(({ kind, side }) => kind === "role" || (["key", "repository"].includes(kind) && side === "provider"))
      .map((each) => `management.accountIds.${each.with}`);
    const placeholders = Object.entries(read)
      .flatMap(([publisher, outputs]) => outputs.map((output) => `${publisher}.${output}`))
      .filter((output) => !(isCentral && awaited.includes(output)) && output !== "network.dnsProfileId")
      .concat(connected)
      .sort();
    expect(workspace.summary(account)).toEqual({
      account,
      accountId: expect.stringMatching(/^\d{12}$/),
      environment,
      cloud: "offline",
      status: "changed",
      reasons: expect.arrayContaining(["never applied"]),
      counts: { add: expect.any(Number), change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 },
      placeholders: expect.arrayContaining(placeholders),
      digests: {
        configuration: sha256,
        inputs: sha256,
        code: sha256,
        plan: sha256,
        review: placeholders.length === 0 ? sha256 : null,
      },
      state: null,
      durationMs: expect.any(Number),
      terraformVersion: expect.stringMatching(/^1\.\d+\.\d+$/),
    });
    expect(workspace.summary(account).placeholders).toHaveLength(placeholders.length);
    const plan = workspace.json<{ resource_changes: { change: { actions: string[] } }[] }>(`${directory}/plan.json`);
    const created = plan.resource_changes.filter(({ change }) => change.actions.includes("create"));
    expect(created.length).toBe(workspace.summary(account).counts["add"]);
    expect(created.length).toBeGreaterThan(10);
    expect(fs.readdirSync(workspace.path(directory)).sort()).toEqual([
      "plan.json",
      "plan.tfplan",
      "report.json",
      ...(placeholders.length === 0 ? ["review.json"] : []),
      "summary.json",
    ]);
    for (const file of ["plan.tfplan", "plan.json"]) expect(modeOf(`${directory}/${file}`)).toBe(0o600);
  });

  test("the report has every account, and says that it is simulated", () => {
    const report = workspace.json<Summary[]>(".archipelago/report/plan.json");
    expect(report.map(({ account }) => account).sort()).toEqual(accounts);
    for (const summary of report) expect(summary).toEqual(workspace.summary(summary.account));
    const text = workspace.read(".archipelago/report/plan.md");
    expect(text).toContain(`### Plan: ${accounts.length} of ${accounts.length} accounts change`);
    expect(text).toContain("simulated AWS");
    for (const account of accounts) expect(text).toMatch(new RegExp(`^\\| ${account}`, "m"));
  });

  test("a plan writes nothing into the cloud but what bootstrap would", () => {
    const existing = resourcesOf(workspace);
    expect(existing).toHaveLength(2 * accounts.length);
    expect(existing.every(isBootstrapped)).toBe(true);
    for (const account of accounts)
      expect(workspace.exists(`.archipelago/state/acme/${account}/terraform.tfstate`)).toBe(false);
  });

  test("terraform validate passes in every work directory", async () => {
    const script = accounts.map((name) => `terraform -chdir=.archipelago/work/${name} validate -json`).join(" && ");
    const results = (await offline("sh", "-c", `(${script}) | tr -d '\\n '`)).split("}{");
    expect(results).toHaveLength(accounts.length);
    for (const result of results) expect(result).toContain('"valid":true,"error_count":0,"warning_count":0');
  });

  test("cdktf lists and diffs the same stacks", async () => {
    const list = await offline("npx", "cdktf", "list");
    for (const account of accounts) expect(list).toContain(`cdktf.out/stacks/${account}\n`);
    const diff = await offline("npx", "cdktf", "diff", "shop-dev");
    expect(stripVTControlCharacters(diff)).toContain(
      `Plan: ${workspace.summary("shop-dev").counts["add"]} to add, 0 to change, 0 to destroy.`,
    );
  });

  test("apply refuses a plan with placeholders, and says what to apply first", async () => {
    const { exitCode, stderr } = await workspace.archipelago(["apply", "shop-dev", "--yes"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^shop-dev: the plan uses placeholders for .*log-archive\.flowLogBucketArn, .*management\.org/m,
    );
    expect(stderr).toContain("apply log-archive, management, security first");
    expect(resourcesOf(workspace).every(isBootstrapped)).toBe(true);
  });

  test("apply without --yes and without a terminal changes nothing", async () => {
    const { exitCode, stderr } = await workspace.archipelago(["apply", "management"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("management: apply asks before it changes anything, and there is nobody to ask");
    expect(stderr).toContain("npx nx apply management --yes");
    expect(resourcesOf(workspace).every(isBootstrapped)).toBe(true);
  });

  test("nor does nx apply: --yes is for the accounts that were named, not for those they depend on", async () => {
    const { exitCode, stdout } = await workspace.nx(["apply", "shop-dev", "--yes"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("management: apply asks before it changes anything, and there is nobody to ask");
    expect(stdout).toContain("npx nx apply management --yes");
    expect(stdout).toContain("shop-dev: not started, because management failed");
    expect(resourcesOf(workspace).every(isBootstrapped)).toBe(true);
  });
});

describe("applied", () => {
  test("nx run-many -t apply --yes: every account, after those it depends on", async () => {
    const { exitCode, stdout } = await workspace.nx(["run-many", "-t", "apply", "--yes", "--output-style=static"]);
    expect(exitCode).toBe(0);
    const applied = [...stdout.matchAll(/^([a-z-]+): applied, .*\d+ added/gm)].map(([, name]) => name!);
    expect([...new Set(applied)].sort()).toEqual(accounts);
    // These need outputs of accounts that need theirs, and are applied once more; those that await the network account or
    // the shop only if these were not through when they began.
    const again = applied.filter((name, index) => applied.indexOf(name) !== index);
    expect(again).toEqual(expect.arrayContaining(["log-archive", "management"]));
    const awaiting = ["analytics", "shop-dev", "shop-production", "shop-staging"];
    expect(again.filter((name) => !["log-archive", "management", ...awaiting].includes(name))).toEqual([]);
    const order = accounts.sort((a, b) => firstApply(a).localeCompare(firstApply(b)));
    expect(order.slice(0, 3)).toEqual(["management", "log-archive", "security"]);
    accounts.sort();
  });

  test("a second apply plans everything in full, changes nothing and asks nobody; it holds what was published", async () => {
    const results = JSON.parse(await archipelago("apply", "--all", "--json")) as { account: string }[];
    results.sort((a, b) => a.account.localeCompare(b.account));
    expect(results).toMatchObject(
      accounts.map((account) => ({ account, success: true, text: `${account}: no-changes (as applied)` })),
    );
    for (const account of accounts)
      expect(workspace.summary(account)).toMatchObject({
        ...nothingChanges,
        account,
        placeholders: [],
        reasons: ["as applied"],
        state: { serial: expect.any(Number) },
      });
    const inputs = workspace.json<Record<string, string>>(".archipelago/work/shop-dev/outputs.auto.tfvars.json");
    const bucket = resourcesOf(workspace).find(
      ({ attributes }) => attributes["arn"] === inputs["log_archive_flow_log_bucket_arn"],
    );
    expect(bucket).toMatchObject({ type: "aws_s3_bucket", account: workspace.summary("log-archive").accountId });
    expect(inputs["account_id"]).toBe(workspace.summary("shop-dev").accountId);
    expect(await archipelago("apply", "backup", "sandbox")).toMatch(/^(.+: no-changes \(as applied\)\n){2}$/);
  });

  // Management and security have data sources, so they are always planned.
  const status = (account: string) => (["management", "security"].includes(account) ? "no-changes" : "skipped");

  test.each<[verb: string, result: (account: string) => object]>([
    ["synth", (account) => ({ file: workspace.path(".archipelago/work", account, "cdk.tf.json") })],
    ["check", () => ({ problems: [] })],
    ["plan", (account) => ({ status: status(account) })],
    ["drift", () => ({ drift: [] })],
  ])("%s --all --json", async (verb, result) => {
    const results = JSON.parse(await archipelago(verb, "--all", "--json")) as { account: string }[];
    results.sort((a, b) => a.account.localeCompare(b.account));
    expect(results).toMatchObject(accounts.map((account) => ({ account, success: true, ...result(account) })));
  });

  test("doctor finds nothing, also as JSON", async () => {
    expect(await archipelago("doctor")).toMatch(/^(ok {3}.+\n){8}$/);
    expect(JSON.parse(await archipelago("doctor", "--json"))).toHaveLength(8);
  });
});

describe("the end", () => {
  test("destroy without --yes changes nothing", async () => {
    const before = resourcesOf(workspace).length;
    const { exitCode, stderr } = await workspace.archipelago(["destroy", "sandbox"]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("destroy asks before it changes anything")]);
    expect(resourcesOf(workspace)).toHaveLength(before);
  });

  test("destroy --all: dependents first, and nothing is left but the state buckets", async () => {
    const output = await archipelago("destroy", "--all", "--yes");
    const destroyed = [...output.matchAll(/^([a-z-]+): destroyed, [1-9]\d* resources$/gm)].map(([, name]) => name!);
    expect([...destroyed].sort()).toEqual(accounts);
    expect(destroyed.at(-1)).toBe("management");
    expect(destroyed.indexOf("log-archive")).toBeGreaterThan(destroyed.indexOf("shop-production"));
    const left = resourcesOf(workspace).filter((resource) => !isBootstrapped(resource));
    // AWS switched them on when the security account was designated, and it is AWS that keeps them.
    expect([...new Set(left.map(({ type }) => type))].sort()).toEqual([
      "aws_guardduty_detector",
      "aws_securityhub_account",
    ]);
    for (const account of accounts)
      expect(workspace.json(`.archipelago/state/acme/${account}/terraform.tfstate`)).toMatchObject({ resources: [] });
  });

  test("a plan then says destroyed, and would make everything again", async () => {
    expect(await archipelago("plan", "backup")).toMatch(/^backup\* +shared +destroyed +[1-9]\d* +0 +0 /m);
  });

  test("offline reset forgets cloud, states and plans", async () => {
    await archipelago("offline", "reset");
    expect(resourcesOf(workspace)).toEqual([]);
    for (const folder of ["state", "plans", "report"]) expect(workspace.exists(`.archipelago/${folder}`)).toBe(false);
    expect(await archipelago("plan", "backup")).toMatch(/^backup\* +shared +never applied /m);
  });
});
