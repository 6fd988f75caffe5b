import fs from "node:fs";
import { resourcesOf } from "./support/cloud.ts";
import { processesIn, until } from "./support/processes.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace, type Summary } from "./support/workspace.ts";

// The graph selects, the last-apply record drops: with the real Terraform, in one clone, where everything is applied
// first. Management and security have a data source, so they are always planned.

jest.setTimeout(600_000);

const outside = ["management", "security"];
const settled = ["log-archive", "network", "sandbox", "shop-dev"];
const workspace = new Workspace([...outside, ...settled]);
const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
beforeAll(async () => {
  makeSmall(workspace);
  for (const account of outside) {
    const stack = workspace.read(`accounts/${account}/stack.ts`);
    workspace.write(
      `accounts/${account}/stack.ts`,
      `import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity/index.js";\n${stack.replace(
        /\}\);\n$/,
        '  new DataAwsCallerIdentity(stack, "caller");\n});\n',
      )}`,
    );
  }
  workspace.git("commit", "--quiet", "--all", "--message", "Data sources");
  await archipelago("apply", "--all", "--yes");
});
afterAll(async () => {
  await until("ended", () => processesIn(workspace).length === 0);
  workspace.remove();
});

const commit = (): string => workspace.git("rev-parse", "HEAD");
const recordOf = (account: string): string => `.archipelago/state/acme/${account}/last-apply.json`;

/** Accounts by what a plan of them came to. */
async function plan(...args: string[]): Promise<Record<string, string[]>> {
  const results = JSON.parse(await archipelago("plan", "--json", ...args)) as (Summary & { reasons: string[] })[];
  return byStatus(results);
}

function byStatus(summaries: readonly Summary[]): Record<string, string[]> {
  const all: Record<string, string[]> = {};
  for (const { account, status } of summaries) (all[status] ??= []).push(account);
  for (const names of Object.values(all)) names.sort();
  return all;
}

/** What `nx affected` makes of an edit, as a commit that is taken back afterwards. */
async function affected(edit: () => void): Promise<Record<string, string[]>> {
  const base = commit();
  edit();
  workspace.git("commit", "--quiet", "--all", "--message", "Edit");
  try {
    const { exitCode, stderr } = await workspace.nx(["affected", "--target=plan", `--base=${base}`]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    return byStatus(workspace.json<Summary[]>(".archipelago/report/plan.json"));
  } finally {
    workspace.git("reset", "--quiet", "--hard", base);
  }
}

interface Status {
  readonly account: string;
  readonly status: string;
  readonly planned: boolean;
  readonly reasons: readonly string[];
}
const status = async (account: string): Promise<Status> =>
  (JSON.parse(await archipelago("status", account, "--json")) as [Status])[0];

describe("what is as applied", () => {
  test("is skipped, with the commit", async () => {
    expect(await plan("--all")).toEqual({ "no-changes": outside, skipped: settled });
    expect(workspace.summary("shop-dev")).toMatchObject({
      reasons: [`same configuration as applied at ${commit().slice(0, 7)}`],
    });
    for (const account of settled)
      expect(fs.readdirSync(workspace.path(".archipelago/plans", account))).toEqual(["summary.json"]);
  });

  test("is planned with --full", async () => {
    expect(await plan("--all", "--full")).toEqual({ "no-changes": [...outside, ...settled].sort() });
    const { exitCode } = await workspace.nx(["plan", "shop-dev", "--full"]);
    expect([exitCode, workspace.summary("shop-dev").status]).toEqual([0, "no-changes"]);
    expect(await plan("shop-dev")).toEqual({ skipped: ["shop-dev"] });
  });

  test("needs neither Terraform nor the provider", async () => {
    const provider = "packages/offline-aws/bin/offline-aws.mjs";
    workspace.write(provider, "process.exit(1);\n");
    workspace.write("terraform.sh", '#!/bin/sh\necho "$*" >> "$0.log"\nexec terraform "$@"\n');
    fs.chmodSync(workspace.path("terraform.sh"), 0o755);
    const env = { ARCHIPELAGO_TERRAFORM: workspace.path("terraform.sh") };
    const { exitCode, stderr } = await workspace.archipelago(["plan", ...settled], { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(workspace.read("terraform.sh.log")).toBe("version\n");
    // Both would have been noticed.
    expect((await workspace.archipelago(["plan", "shop-dev", "--full"], { env })).exitCode).toBe(1);
    fs.rmSync(workspace.path("terraform.sh.log"));
    workspace.undoEdits();
  });

  test("leaves no plan of an earlier run", async () => {
    workspace.replace("accounts/shop-dev/account.json", "300", "301");
    expect(await plan("shop-dev")).toEqual({ changed: ["shop-dev"] });
    expect(workspace.exists(".archipelago/plans/shop-dev/plan.tfplan")).toBe(true);
    workspace.undoEdits();
    expect(await plan("shop-dev")).toEqual({ skipped: ["shop-dev"] });
    expect(fs.readdirSync(workspace.path(".archipelago/plans/shop-dev"))).toEqual(["summary.json"]);
  });
});

describe("a pull request", () => {
  const vpc = "modules/vpc-baseline/src/vpc-baseline.ts";

  test("that changes one tier plans the accounts that have it", async () => {
    // A sandbox has no NAT gateway.
    const edit = () =>
      workspace.replace(
        vpc,
        '...this.#tags("nat", zone),\n      }).id',
        '...this.#tags("way-out", zone),\n      }).id',
      );
    expect(await affected(edit)).toEqual({ changed: ["network", "shop-dev"], skipped: ["sandbox"] });
    expect(workspace.read(".archipelago/report/plan.md")).toContain(
      `same configuration as applied at ${commit().slice(0, 7)}`,
    );
  });

  test("that changes no byte of any stack changes nothing", async () => {
    const edit = () => {
      workspace.write(vpc, `${workspace.read(vpc).replaceAll("#routeTable(", "#newRouteTable(")}\n// Moved.\n`);
      workspace.replace("modules/logging/src/index.ts", "export", "// All of it.\nexport");
    };
    expect(await affected(edit)).toEqual({ "no-changes": outside, skipped: settled });
  });

  test("has both looks in status --base, with the files and the way to them", async () => {
    const base = commit();
    workspace.replace("modules/iam-baseline/src/index.ts", "export", "// All of it.\nexport");
    const text = await archipelago("status", "--base", base, "--json");
    workspace.undoEdits();
    const { accounts, ...rest } = JSON.parse(text) as { accounts: { account: string; because: string[] }[] };
    expect(rest).toEqual({ base, total: 6, selected: 6, dropped: settled });
    expect(accounts.find(({ account }) => account === "shop-dev")).toMatchObject({
      selected: true,
      planned: false,
      status: "in sync",
      because: ["modules/iam-baseline/src/index.ts (through account-baseline)"],
    });
  });
});

test("an account that publishes something else has its readers planned, and nobody else", async () => {
  const publish = (zone: string) => `stack.publish({ zone: "string" }, { zone: "${zone}" });\n});`;
  workspace.write(
    "accounts/network/stack.ts",
    workspace.read("accounts/network/stack.ts").replace(/\}\);\n$/, publish("a")),
  );
  const account = workspace.json<Record<string, unknown>>("accounts/shop-dev/account.json");
  workspace.write("accounts/shop-dev/account.json", {
    ...account,
    dependsOn: ["network"],
    reads: { network: ["zone"] },
  });
  const stack = workspace.read("accounts/shop-dev/stack.ts");
  workspace.write(
    "accounts/shop-dev/stack.ts",
    `import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";\n${stack.replace(
      /\}\);\n$/,
      'const { zone } = stack.read("network", { zone: "string" });\n  new SsmParameter(stack, "zone", { name: "/zone", type: "String", value: zone });\n});\n',
    )}`,
  );
  workspace.git("commit", "--quiet", "--all", "--message", "A zone");
  await archipelago("apply", "management", "network", "shop-dev", "--yes");
  expect(await plan(...settled)).toEqual({ skipped: settled });

  workspace.replace("accounts/network/stack.ts", 'zone: "a"', 'zone: "b"');
  workspace.git("commit", "--quiet", "--all", "--message", "Another zone");
  // Not applied: nobody can know yet.
  expect(await plan(...settled)).toEqual({ changed: ["network"], skipped: ["log-archive", "sandbox", "shop-dev"] });
  await archipelago("apply", "network", "--yes");
  const affected = JSON.parse(await archipelago("status", "--base", "HEAD~1", "--json")) as { accounts: object[] };
  expect(affected.accounts).toEqual([
    expect.objectContaining({ account: "network", selected: true, planned: false }),
    expect.objectContaining({
      account: "shop-dev",
      selected: false,
      planned: true,
      because: ["network publishes another zone"],
    }),
  ]);
  expect(await plan(...settled)).toEqual({ changed: ["shop-dev"], skipped: ["log-archive", "network", "sandbox"] });
  await archipelago("apply", "shop-dev", "--yes");
  expect(await plan(...settled)).toEqual({ skipped: settled });
});

describe("never skipped", () => {
  test("a half-finished apply, nor a rollback after it", async () => {
    workspace.replace("environments/sandbox.json", '"none"', '"one"');
    const apply = workspace.command("archipelago", "apply", "sandbox", "--yes");
    const logs = workspace.path(".archipelago/logs/sandbox");
    const journals = (): string[] => fs.readdirSync(logs).filter((name) => /^apply-.*\.jsonl$/.test(name));
    const before = journals();
    const { pid, ended } = workspace.start(apply, { env: { ARCHIPELAGO_OFFLINE_APPLY_DELAY_MS: "300" } });
    await until("in the middle of an apply", () =>
      journals().some(
        (name) => !before.includes(name) && fs.readFileSync(`${logs}/${name}`, "utf8").includes('"type":"apply_start"'),
      ),
    );
    process.kill(pid, "SIGKILL");
    await ended;
    await until(
      "settled",
      () => processesIn(workspace).length === 0,
      () => processesIn(workspace),
    );
    expect(await status("sandbox")).toMatchObject({
      status: "ahead",
      planned: true,
      reasons: [expect.stringMatching(/^the apply of \S+ did not finish$/)],
    });
    expect((await plan("sandbox"))["skipped"]).toBeUndefined();
    workspace.undoEdits();
    // The very configuration of the last apply that did finish.
    expect(await plan("sandbox")).toEqual({ changed: ["sandbox"] });
    await archipelago("apply", "sandbox", "--yes");
    expect(await plan("sandbox")).toEqual({ skipped: ["sandbox"] });
  });

  test("a state that was edited by hand, even with its serial kept", async () => {
    const file = ".archipelago/state/acme/sandbox/terraform.tfstate";
    const state = workspace.read(file);
    workspace.write(file, state.replace('"enable_dns_hostnames": true', '"enable_dns_hostnames": false'));
    expect(workspace.read(file)).not.toBe(state);
    expect(await status("sandbox")).toMatchObject({ status: "ahead", reasons: ["its state was edited"] });
    expect((await plan("sandbox"))["skipped"]).toBeUndefined();
    workspace.write(file, state);
    expect(await plan("sandbox")).toEqual({ skipped: ["sandbox"] });
  });

  test("a rollback: the earlier commit is not what is applied", async () => {
    workspace.replace("accounts/sandbox/account.json", "2027-06-30", "2027-07-31");
    workspace.replace("environments/sandbox.json", '"none"', '"one"');
    await archipelago("apply", "sandbox", "--yes");
    expect(await plan("sandbox")).toEqual({ skipped: ["sandbox"] });
    workspace.undoEdits();
    expect(await plan("sandbox")).toEqual({ changed: ["sandbox"] });
    await archipelago("apply", "sandbox", "--yes");
    const { history } = JSON.parse(await archipelago("show", "history", "sandbox", "--json")) as {
      history: { dirty: boolean; digests: { configuration: string } }[];
    };
    // Rolled back, changed, repaired after the half-finished apply.
    const [back, changed, repaired] = history;
    expect([back!.dirty, changed!.dirty]).toEqual([false, true]);
    expect(back!.digests.configuration).toBe(repaired!.digests.configuration);
    expect(back!.digests.configuration).not.toBe(changed!.digests.configuration);
  });

  test("a record that is damaged or gone", async () => {
    const record = workspace.read(recordOf("sandbox"));
    workspace.write(recordOf("sandbox"), record.slice(0, 100));
    expect(await plan("sandbox")).toEqual({ "no-changes": ["sandbox"] });
    fs.rmSync(workspace.path(recordOf("sandbox")));
    expect(await plan("sandbox")).toEqual({ "no-changes": ["sandbox"] });
    // An apply that finds nothing to change puts the record right.
    await archipelago("apply", "sandbox");
    expect(await plan("sandbox")).toEqual({ skipped: ["sandbox"] });
  });

  test("an edit of the simulated cloud, and what the last drift run found", async () => {
    const vpc = resourcesOf(workspace).find(
      ({ account, type }) => type === "aws_vpc" && account === workspace.summary("sandbox").accountId,
    )!;
    const { id, attributes } = vpc;
    fs.writeFileSync(vpc.file, JSON.stringify({ id, attributes: { ...attributes, enable_dns_hostnames: false } }));
    // Nobody has looked yet, but the simulated cloud has files that say when they were written.
    expect(await plan("sandbox")).toEqual({ changed: ["sandbox"] });
    expect((await workspace.archipelago(["drift", "sandbox"])).exitCode).toBe(2);
    expect(await status("sandbox")).toMatchObject({ status: "drifted", planned: true });
    expect(await plan("sandbox")).toEqual({ changed: ["sandbox"] });
    await archipelago("apply", "sandbox", "--yes");
    expect(await status("sandbox")).toMatchObject({ status: "in sync", planned: false });
  });
});
