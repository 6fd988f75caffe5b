import fs from "node:fs";
import { resourcesOf, stateOf } from "./support/cloud.ts";
import { expectReadable } from "./support/messages.ts";
import { cliAnswers, oldNetwork } from "./support/old-network.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// An account that existed before, and what lives in it: imported, never made again, and nothing destroyed on the way.
// Each test continues where the one before stopped.

jest.setTimeout(600_000);

// The network and the organisation are all that joins.
const workspace = new Workspace(["management", "log-archive", "security", "shop-dev"]);
const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
const importsFile = "accounts/shop-dev/imports.json";
const accountFile = "accounts/shop-dev/account.json";

beforeAll(async () => {
  makeSmall(workspace);
  await archipelago("apply", "management", "--yes");
});
afterAll(() => workspace.remove());

/** What a plan that must fail says. */
async function refusal(account: string): Promise<string> {
  const { exitCode, stdout, stderr } = await workspace.archipelago(["plan", account]);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 1 });
  expectReadable(stderr);
  return workspace.summary(account).error!;
}
const planText = (): string => workspace.read(".archipelago/report/plan.md");

describe("what lives in the account", () => {
  const imports: Record<string, string> = {};
  let resources: { type: string; name: string; instances: [{ attributes: Record<string, string> }] }[];
  const write = (): void => workspace.write(importsFile, { imports });

  beforeAll(async () => {
    await archipelago("plan", "shop-dev");
    const { accountId } = workspace.summary("shop-dev");
    workspace.write("scratch/main.tf.json", {
      terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
      provider: { aws: { region: "eu-west-1", allowed_account_ids: [accountId] } },
      resource: oldNetwork,
    });
    await archipelago("offline", "--", "sh", "-c", "cd scratch && terraform init && terraform apply -auto-approve");
    ({ resources } = workspace.json<{ resources: typeof resources }>("scratch/terraform.tfstate"));
    fs.rmSync(workspace.path("scratch"), { recursive: true });
    const id = (type: string, name: string): string =>
      resources.find((each) => each.type === type && each.name === name)!.instances[0].attributes["id"]!;

    imports["aws_vpc.vpc"] = id("aws_vpc", "main");
    for (const tier of ["public", "private", "data"])
      for (const zone of ["a", "b"]) {
        const subnet = id("aws_subnet", `${tier}_${zone}`);
        const table = id("aws_route_table", tier === "public" ? "public" : "private");
        imports[`aws_subnet.vpc_${tier}_eu-west-1${zone}`] = subnet;
        imports[`aws_route_table_association.vpc_${tier}-association_eu-west-1${zone}`] = `${subnet}/${table}`;
      }
    imports["aws_internet_gateway.vpc_internet-gateway"] = id("aws_internet_gateway", "main");
    imports["aws_eip.vpc_nat-address_eu-west-1a"] = id("aws_eip", "nat");
    imports["aws_nat_gateway.vpc_nat_eu-west-1a"] = id("aws_nat_gateway", "main");
    imports["aws_route_table.vpc_public-table"] = id("aws_route_table", "public");
    imports["aws_route_table.vpc_private-table_eu-west-1a"] = id("aws_route_table", "private");
    imports["aws_route.vpc_public-internet"] = `${id("aws_route_table", "public")}_0.0.0.0/0`;
    imports["aws_route.vpc_private-internet_eu-west-1a"] = `${id("aws_route_table", "private")}_0.0.0.0/0`;
  });

  test("a line that names no resource is answered with the nearest one, at its place", async () => {
    workspace.write(importsFile, '{\n  "imports": {\n    "aws_vpc.vcp": "vpc-1"\n  }\n}\n');
    const said = await refusal("shop-dev");
    expect(said).toContain(`${importsFile}:3:20: shop-dev has no resource aws_vpc.vcp; did you mean "aws_vpc.vpc"?`);
    expect(said).toContain("allowed: aws_vpc.vpc\n");
  });

  test("so are a key that is no address, an id given twice and an id that nothing has", async () => {
    workspace.write(importsFile, { imports: { vpc: "vpc-1" } });
    expect(await refusal("shop-dev")).toContain("must be the address of a resource, for example aws_vpc.vpc");
    const [one, other] = ["a", "b"].map((zone) => `aws_subnet.vpc_data_eu-west-1${zone}`) as [string, string];
    workspace.write(importsFile, { imports: { [one]: "subnet-1", [other]: "subnet-1" } });
    expect(await refusal("shop-dev")).toContain(`subnet-1 is imported as ${one} already`);
    workspace.write(importsFile, { imports: { [one]: "subnet-0000", [other]: imports[other]! } });
    const said = await refusal("shop-dev");
    expect(said).toContain(`${importsFile}:3:`);
    expect(said).toContain("AWS has no aws_subnet subnet-0000");
  });

  test("subnets cut otherwise than the module lays them out are not replaced: it says what to write", async () => {
    write();
    const said = await refusal("shop-dev");
    expect(said).toContain(
      "imports are pending, the plan would destroy or replace 9, 5 of them because of the others:",
    );
    expect(said).toContain(
      'aws_subnet.vpc_private_eu-west-1a would be replaced: cidr_block is "10.32.0.0/22" in AWS and "10.32.0.0/23" here ' +
        "(network.subnets, by tier and letter of the zone)",
    );
    workspace.replace(
      accountFile,
      '"cidr": "10.32.0.0/20"',
      '"cidr": "10.32.0.0/20", "subnets": ' +
        '{ "public": { "a": "10.32.12.0/24", "b": "10.32.13.0/24" }, "private": { "a": "10.32.0.0/22", "b": "10.32.4.0/22" } }',
    );
  });

  test("then everything is imported, with its differences, and nothing destroyed", async () => {
    await archipelago("plan", "shop-dev");
    expect(workspace.summary("shop-dev").counts).toMatchObject({
      import: Object.keys(imports).length,
      destroy: 0,
      replace: 0,
    });
    expect(planText()).toMatch(/aws_vpc\.vpc \(imports vpc-\w+\)[^]*enable_dns_hostnames/);
  });

  test("a bucket joins with what belongs to it", async () => {
    const lines = ["S3Bucket", "S3BucketVersioning", "S3BucketPublicAccessBlock", "S3BucketPolicy"].map(
      (name) =>
        `import { ${name}${name === "S3BucketVersioning" ? "A" : ""} } from "@cdktf/provider-aws/lib/${name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase()}/index.js";\n`,
    );
    const stack = workspace.read("accounts/shop-dev/stack.ts");
    const policy = JSON.stringify(oldNetwork.aws_s3_bucket_policy.uploads.policy);
    workspace.write(
      "accounts/shop-dev/stack.ts",
      lines.join("") +
        stack.replace(
          /\}\);\s*$/,
          `
  const { bucket } = new S3Bucket(stack, "uploads", { bucket: "shop-dev-uploads-2023" });
  new S3BucketVersioningA(stack, "uploads_versioning", { bucket, versioningConfiguration: { status: "Enabled" } });
  new S3BucketPublicAccessBlock(stack, "uploads_access", { bucket, blockPublicAcls: true, blockPublicPolicy: true });
  new S3BucketPolicy(stack, "uploads_policy", { bucket, policy: ${policy} });
});
`,
        ),
    );
    for (const address of [
      "",
      "_versioning.uploads_versioning",
      "_public_access_block.uploads_access",
      "_policy.uploads_policy",
    ])
      imports[`aws_s3_bucket${address || ".uploads"}`] = "shop-dev-uploads-2023";
    write();
    await archipelago("plan", "shop-dev");
    expect(workspace.summary("shop-dev").counts).toMatchObject({
      import: Object.keys(imports).length,
      destroy: 0,
      replace: 0,
    });
    const text = planText();
    expect(text).toMatch(/aws_s3_bucket_public_access_block\.uploads_access \(imports [^]*?block_public_policy/);
    // As it was, but for what the provider reads of no bucket.
    expect(text).toContain("aws_s3_bucket_policy.uploads_policy (imports shop-dev-uploads-2023)");
  });

  test("a listing of the account fills the file with the same ids, and names what nothing describes", async () => {
    workspace.write("listing.json", cliAnswers(resources));
    fs.rmSync(workspace.path(importsFile));
    const said = await archipelago("adopt", "shop-dev", "--ids", "listing.json");
    // One old table serves three tiers: a person says whose it becomes.
    const undecided = ["aws_route_table.vpc_private-table_eu-west-1a", "aws_route.vpc_private-internet_eu-west-1a"];
    const told = Object.entries(imports).filter(([address]) => !undecided.includes(address));
    expect(said).toContain(`shop-dev: added ${told.length} ids to ${importsFile}`);
    expect(said).toMatch(
      /say which:\n {2}rtb-\w+: aws_route_table.\S+ or aws_route_table.\S+ or aws_route_table.\S+\n/,
    );
    expect(said).toMatch(/nothing like it:\n {2}aws_s3_bucket old-logs\n/);
    expect(said).toContain("bucket aws-controltower-logs-1: Control Tower");
    expect(workspace.json<{ imports: object }>(importsFile).imports).toEqual(Object.fromEntries(told));
    const before = workspace.read(importsFile);
    expect(await archipelago("adopt", "shop-dev", "--ids", "listing.json")).toContain("nothing to add to imports.json");
    expect(workspace.read(importsFile)).toBe(before);
    write();
  });

  test("applied, all of it belongs to the stack, under the ids it always had", async () => {
    expect(await archipelago("apply", "shop-dev", "--yes")).toMatch(/shop-dev: applied, \d+ imported, .* 0 destroyed/);
    const state = stateOf(workspace, "shop-dev");
    for (const [address, id] of Object.entries(imports).filter(([address]) =>
      /^aws_(vpc|subnet|nat_gateway)\./.test(address),
    ))
      expect(state).toContain(`${address.split(".")[0]!} ${id}`);
    expect(resourcesOf(workspace).filter(({ type }) => type === "aws_vpc")).toHaveLength(1);
    await archipelago("plan", "shop-dev", "--full");
    expect(workspace.summary("shop-dev")).toMatchObject({ status: "no-changes" });
  });

  test("the file may stay, then it is named, or go", async () => {
    expect(workspace.json<{ reasons: string[] }>(".archipelago/plans/shop-dev/summary.json").reasons).toContain(
      `everything in ${importsFile} is imported: delete the file`,
    );
    fs.rmSync(workspace.path(importsFile));
    await archipelago("plan", "shop-dev");
    expect(workspace.summary("shop-dev").status).toBe("no-changes");
  });
});

describe("the account itself", () => {
  const id = "222233334444";
  const folder = "accounts/legacy-dev";
  const account = (more: object): void =>
    workspace.write(`${folder}/account.json`, {
      product: "legacy",
      environment: "development",
      owner: "@acme/team-legacy",
      costCentre: "CC-9",
      budget: { monthlyUsd: 50 },
      ...more,
    });

  beforeAll(() => {
    workspace.write(`${folder}/stack.ts`, workspace.read("accounts/_template/stack.ts"));
    const organization = resourcesOf(workspace).find(({ type }) => type === "aws_organizations_organization")!;
    const [root] = organization.attributes["roots"] as [{ id: string }];
    const member = {
      id,
      attributes: { id, name: "Legacy", email: "legacy@acme.example", parent_id: root.id, status: "ACTIVE" },
    };
    workspace.write(`.archipelago/cloud/${organization.account}/global/aws_organizations_account/${id}.json`, member);
  });

  test("is refused under an id that the organisation does not have, and under one that another folder has", async () => {
    account({ existing: { accountId: "999988887777" } });
    const said = await refusal("management");
    expect(said).toContain(
      `${folder}/account.json: existing.accountId: the organisation has no active account 999988887777`,
    );
    expect(said).toContain("docs/joining.md");
    account({ existing: { accountId: id } });
    workspace.replace(accountFile, '"product"', `"existing": { "accountId": "${id}" }, "product"`);
    expect(await refusal("legacy-dev")).toContain(`existing.accountId: ${id} is also the one of ${accountFile}`);
    workspace.replace(accountFile, `"existing": { "accountId": "${id}" }, `, "");
  });

  test("is refused under another e-mail address, with the one it has", async () => {
    account({ existing: { accountId: id } });
    const said = await refusal("management");
    expect(said).toContain(`email: AWS knows ${id} by legacy@acme.example, not aws+legacy-dev@acme.example`);
    expect(said).toContain('next: add "email": "legacy@acme.example"');
  });

  test("is imported, never made; its name and unit change as the plan shows", async () => {
    account({ existing: { accountId: id }, email: "legacy@acme.example" });
    await archipelago("plan", "management");
    expect(workspace.summary("management").counts).toMatchObject({ import: 1, destroy: 0, replace: 0 });
    const change = workspace
      .json<{ resource_changes: { address: string; change: { actions: string[]; before: object } }[] }>(
        ".archipelago/plans/management/plan.json",
      )
      .resource_changes.find(({ address }) => address.endsWith("_legacy-dev"))!.change;
    expect(change).toMatchObject({ actions: ["update"], before: { name: "Legacy" } });
    expect(planText()).toMatch(/_legacy-dev \(imports 222233334444\)[^]*name: "Legacy" -> "legacy-dev"/);
    await archipelago("apply", "management", "--yes");
    await archipelago("plan", "management", "--full");
    expect(workspace.summary("management").counts).toMatchObject({ import: 0, destroy: 0, replace: 0 });
  });
});
