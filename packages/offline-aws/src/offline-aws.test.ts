import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openCloud, type OfflineAws, startOfflineAws } from "./index.ts";
import { terraformIn, type Workspace } from "./test-terraform.ts";

const ONE = "111111111111";
const TWO = "222222222222";

let directory: string;
let offline: OfflineAws;
let workspaces: Workspace[] = [];

beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-test-"));
  offline = await startOfflineAws({
    cloudDirectory: path.join(directory, "cloud"),
    cacheDirectory: path.join(directory, "cache"),
    accounts: [ONE, TWO],
  });
});

beforeEach(() => cloud().reset());
afterEach(() => {
  for (const each of workspaces) each.remove();
  workspaces = [];
});
afterAll(async () => {
  await offline.stop();
  rmSync(directory, { recursive: true, force: true });
});

const cloud = () => openCloud(path.join(directory, "cloud"));

function workspace(account?: string): Workspace {
  const made = terraformIn(offline.reattach(account));
  workspaces.push(made);
  return made;
}

/** Replaces attributes of the one stored resource of a type, as a person with an editor would. */
function edit(type: string, change: (attributes: Record<string, unknown>) => void): void {
  const region = type.startsWith("aws_iam_") ? "global" : "eu-west-1";
  const folder = path.join(directory, "cloud", ONE, region, type);
  const file = path.join(folder, readdirSync(folder)[0]!);
  const stored = JSON.parse(readFileSync(file, "utf8")) as { attributes: Record<string, unknown> };
  change(stored.attributes);
  writeFileSync(file, JSON.stringify(stored));
}

const trust = (service: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
});

test("create, nothing to do, drift, update in place, replace, destroy", async () => {
  const terraform = workspace(ONE);
  const write = (cidr: string, tags: object) =>
    terraform.write({
      provider: { aws: [{ region: "eu-west-1", default_tags: [{ tags: { owner: "team" } }] }] },
      resource: {
        aws_vpc: { main: { cidr_block: cidr, tags } },
        aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "${cidrsubnet(aws_vpc.main.cidr_block, 8, 1)}" } },
        aws_security_group: {
          web: { vpc_id: "${aws_vpc.main.id}", name: "web" },
        },
        aws_vpc_security_group_ingress_rule: {
          https: {
            security_group_id: "${aws_security_group.web.id}",
            ip_protocol: "tcp",
            from_port: 443,
            to_port: 443,
            cidr_ipv4: "0.0.0.0/0",
          },
        },
      },
    });
  write("10.0.0.0/16", { Name: "main" });

  const first = await terraform.plan();
  expect(first.code).toBe(2);
  const vpc = first.json.resource_changes?.find(({ address }) => address === "aws_vpc.main")?.change;
  expect(vpc?.after).toMatchObject({
    enable_dns_support: true,
    region: "eu-west-1",
    tags_all: { Name: "main", owner: "team" },
  });
  expect(vpc?.after_unknown).toMatchObject({ id: true, arn: true, enable_dns_hostnames: true });
  expect((await terraform.apply()).output).toContain("4 added, 0 changed, 0 destroyed");
  expect((await terraform.state("aws_vpc.main"))["arn"]).toMatch(
    /^arn:aws:ec2:eu-west-1:111111111111:vpc\/vpc-[0-9a-f]{17}$/,
  );
  expect((await terraform.plan()).code).toBe(0);

  edit("aws_vpc", (attributes) => (attributes["enable_dns_hostnames"] = true));
  edit("aws_subnet", (attributes) => (attributes["map_public_ip_on_launch"] = true));
  const drift = await terraform.plan("-refresh-only");
  expect(drift.code).toBe(2);
  expect(drift.output).toMatch(/enable_dns_hostnames\s+= false -> true/);
  expect(drift.output).toMatch(/map_public_ip_on_launch\s+= false -> true/);
  expect((await terraform.plan()).output).toMatch(/~ map_public_ip_on_launch\s+= true -> false/);
  expect((await terraform.apply()).output).toContain("0 added, 1 changed, 0 destroyed");

  write("10.0.0.0/16", { Name: "renamed" });
  const update = await terraform.plan();
  const updated = update.json.resource_changes?.find(({ address }) => address === "aws_vpc.main")?.change;
  expect(updated?.actions).toEqual(["update"]);
  expect(updated?.after_unknown).toEqual({});
  expect(update.json.resource_changes?.filter(({ change }) => change.actions[0] !== "no-op")).toHaveLength(1);
  await terraform.apply();

  write("10.1.0.0/16", { Name: "renamed" });
  const replace = await terraform.plan();
  const replaced = replace.json.resource_changes?.find(({ address }) => address === "aws_vpc.main")?.change;
  expect(replaced?.actions).toEqual(["delete", "create"]);
  expect(replaced?.replace_paths).toEqual([["cidr_block"]]);
  expect((await terraform.apply()).output).toContain("4 added, 0 changed, 4 destroyed");
  expect((await terraform.plan()).code).toBe(0);

  expect((await terraform.run("destroy", "-auto-approve")).output).toContain("4 destroyed");
  expect(cloud().list(ONE, "aws_vpc")).toEqual([]);
});

test("what was deleted behind Terraform's back is planned again", async () => {
  const terraform = workspace(ONE);
  terraform.write({
    resource: { aws_iam_role: { r: { name: "r", assume_role_policy: JSON.stringify(trust("ec2.amazonaws.com")) } } },
  });
  await terraform.apply();
  cloud().remove({ accountId: ONE, region: "global", type: "aws_iam_role", id: "r" });
  const { json } = await terraform.plan();
  expect(json.resource_changes?.[0]?.change.actions).toEqual(["create"]);
});

test("policies are compared by meaning, and drift by meaning shows", async () => {
  const terraform = workspace(ONE);
  const write = (policy: string) =>
    terraform.write({ resource: { aws_iam_role: { r: { name: "r", assume_role_policy: policy } } } });
  const plain = trust("ec2.amazonaws.com");
  write(JSON.stringify(plain));
  await terraform.apply();

  const [statement] = plain.Statement;
  write(JSON.stringify({ Statement: [{ ...statement, Action: ["sts:AssumeRole"] }], Version: plain.Version }, null, 2));
  expect((await terraform.plan()).code).toBe(0);
  edit("aws_iam_role", (attributes) => (attributes["assume_role_policy"] = JSON.stringify(plain, null, 4)));
  expect((await terraform.plan("-refresh-only")).code).toBe(0);
  expect((await terraform.plan()).code).toBe(0);
  edit(
    "aws_iam_role",
    (attributes) => (attributes["assume_role_policy"] = JSON.stringify(trust("lambda.amazonaws.com"))),
  );
  const drifted = await terraform.plan();
  expect(drifted.json.resource_drift?.map(({ address }) => address)).toEqual(["aws_iam_role.r"]);
  expect(drifted.output).toContain("lambda.amazonaws.com");
});

test("import of an existing bucket, by its name and by a composite id", async () => {
  const terraform = workspace(ONE);
  const role = { name: "r", assume_role_policy: JSON.stringify(trust("ec2.amazonaws.com")) };
  const policy = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  const resource = {
    aws_iam_role: { r: role },
    aws_iam_role_policy_attachment: { a: { role: "${aws_iam_role.r.name}", policy_arn: policy } },
  };
  terraform.write({ resource });
  await terraform.apply();
  await terraform.run("state", "rm", "aws_iam_role_policy_attachment.a");
  cloud().put({
    type: "aws_s3_bucket",
    id: "older",
    accountId: ONE,
    region: "eu-west-1",
    attributes: { bucket: "older" },
  });
  terraform.write({
    resource: { ...resource, aws_s3_bucket: { b: { bucket: "older", force_destroy: false } } },
    import: [
      { to: "aws_s3_bucket.b", id: "older" },
      { to: "aws_iam_role_policy_attachment.a", id: `r/${policy}` },
    ],
  });
  const planned = await terraform.plan();
  expect(planned.output).toContain("2 to import, 0 to add");
  expect((await terraform.apply()).code).toBe(0);
  expect(await terraform.state("aws_s3_bucket.b")).toMatchObject({ arn: "arn:aws:s3:::older", region: "eu-west-1" });
  expect((await terraform.plan()).code).toBe(0);

  terraform.write({
    resource: { aws_s3_bucket: { none: { bucket: "no-such" } } },
    import: [{ to: "aws_s3_bucket.none", id: "no-such" }],
  });
  expect((await terraform.plan()).output).toContain("Cannot import non-existent remote object");
});

test("aliases of the provider act in their own regions, with their own default tags", async () => {
  const terraform = workspace(ONE);
  terraform.write({
    provider: {
      aws: [
        { region: "eu-west-1", default_tags: [{ tags: { from: "default" } }] },
        { alias: "us", region: "us-east-1", default_tags: [{ tags: { from: "alias" } }] },
      ],
    },
    resource: {
      aws_vpc: {
        here: { cidr_block: "10.0.0.0/16" },
        there: { cidr_block: "10.0.0.0/16", provider: "aws.us" },
        elsewhere: { cidr_block: "10.0.0.0/16", region: "eu-central-1" },
      },
    },
  });
  await terraform.apply();
  expect(await terraform.state("aws_vpc.here")).toMatchObject({ region: "eu-west-1", tags_all: { from: "default" } });
  expect(await terraform.state("aws_vpc.there")).toMatchObject({ region: "us-east-1", tags_all: { from: "alias" } });
  expect((await terraform.state("aws_vpc.elsewhere"))["arn"]).toContain(":eu-central-1:");
  expect((await terraform.plan()).code).toBe(0);
});

test("two accounts at once, each in its own cloud; a bucket's name belongs to one", async () => {
  const [one, two] = [workspace(ONE), workspace(TWO)];
  for (const each of [one, two])
    each.write({
      resource: { aws_s3_bucket: { b: { bucket: "shared-name" } }, aws_vpc: { v: { cidr_block: "10.0.0.0/16" } } },
    });
  const results = await Promise.all([one.apply(), two.apply()]);
  expect(results.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(results.map(({ output }) => output).join("")).toContain("BucketAlreadyExists");
  expect([...cloud().list(ONE, "aws_vpc"), ...cloud().list(TWO, "aws_vpc")]).toHaveLength(2);
});

test("the address stands for the credentials: another account is refused", async () => {
  const terraform = workspace(ONE);
  terraform.write({
    provider: { aws: [{ region: "eu-west-1", allowed_account_ids: [TWO] }] },
    data: { aws_caller_identity: { me: {} } },
  });
  const refused = await terraform.plan();
  expect(refused.code).toBe(1);
  expect(refused.output).toContain(`AWS account ID not allowed: ${ONE}`);

  const any = workspace();
  any.write({
    provider: { aws: [{ region: "eu-west-1", allowed_account_ids: [TWO] }] },
    data: { aws_caller_identity: { me: {} } },
    output: { id: { value: "${data.aws_caller_identity.me.account_id}" } },
  });
  expect((await any.plan()).output).toContain(`+ id = "${TWO}"`);
});

test("nested blocks, sets, attributes in block form, sensitive and write-only values", async () => {
  const terraform = workspace(ONE);
  const rule = (port: number) => ({
    description: null,
    from_port: port,
    to_port: port,
    protocol: "tcp",
    cidr_blocks: ["10.0.0.0/8"],
    ipv6_cidr_blocks: null,
    prefix_list_ids: null,
    security_groups: null,
    self: null,
  });
  const write = (ports: number[], secret: string) =>
    terraform.write({
      resource: {
        aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
        aws_security_group: { g: { name: "g", vpc_id: "${aws_vpc.v.id}", ingress: ports.map(rule) } },
        aws_s3_bucket: { b: { bucket: "nested" } },
        aws_s3_bucket_lifecycle_configuration: {
          l: {
            bucket: "${aws_s3_bucket.b.id}",
            rule: [
              { id: "one", status: "Enabled", filter: [{ prefix: "a/" }], expiration: [{ days: 30 }] },
              {
                id: "two",
                status: "Enabled",
                filter: [{}],
                transition: [
                  { days: 30, storage_class: "STANDARD_IA" },
                  { days: 90, storage_class: "GLACIER" },
                ],
              },
            ],
          },
        },
        aws_ssm_parameter: {
          s: { name: "/s", type: "SecureString", value: secret },
          w: { name: "/w", type: "SecureString", value_wo: secret, value_wo_version: 1 },
        },
      },
    });
  write([443, 80], "hunter2");
  const first = await terraform.plan();
  expect(first.output).not.toContain("hunter2");
  expect((await terraform.apply()).code).toBe(0);
  expect((await terraform.plan()).code).toBe(0);
  expect((await terraform.state("aws_ssm_parameter.w"))["value_wo"]).toBeNull();
  expect(
    JSON.stringify(
      cloud()
        .list(ONE, "aws_ssm_parameter")
        .find(({ id }) => id === "/w"),
    ),
  ).not.toContain("hunter2");

  write([80, 443], "hunter3");
  const changed = await terraform.plan();
  const actions = Object.fromEntries(
    (changed.json.resource_changes ?? []).map(({ address, change }) => [address, change.actions[0]]),
  );
  expect(actions).toMatchObject({ "aws_security_group.g": "no-op", "aws_ssm_parameter.s": "update" });
  const parameter = changed.json.resource_changes?.find(({ address }) => address === "aws_ssm_parameter.s")?.change;
  expect(parameter?.after_unknown).toMatchObject({ version: true });
  await terraform.apply();
  expect((await terraform.state("aws_ssm_parameter.s"))["version"]).toBe(2);
  expect((await terraform.plan()).code).toBe(0);
});

test("data sources answer from the caller and the simulated cloud, at plan time when they can", async () => {
  const terraform = workspace(ONE);
  terraform.write({
    data: {
      aws_availability_zones: { all: { state: "available" } },
      aws_region: { other: { region: "eu-central-1" } },
      aws_iam_policy_document: {
        d: { statement: [{ actions: ["s3:GetObject"], resources: ["${aws_s3_bucket.b.arn}/*"] }] },
      },
      aws_ssm_parameter: { none: { name: "/none", count: "${var.missing ? 1 : 0}" } },
    },
    variable: { missing: { default: false } },
    resource: {
      aws_s3_bucket: { b: { bucket: "data" } },
      aws_subnet: {
        s: {
          vpc_id: "${aws_vpc.v.id}",
          cidr_block: "10.0.0.0/24",
          availability_zone: "${data.aws_availability_zones.all.names[0]}",
        },
      },
      aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
    },
    output: {
      region: { value: "${data.aws_region.other.region}" },
      policy: { value: "${data.aws_iam_policy_document.d.json}" },
    },
  });
  const { json, output } = await terraform.plan();
  const subnet = json.resource_changes?.find(({ address }) => address === "aws_subnet.s")?.change;
  expect(subnet?.after).toMatchObject({ availability_zone: "eu-west-1a" });
  expect(output).toContain('+ region = "eu-central-1"');
  expect((await terraform.apply()).output).toContain("arn:aws:s3:::data/*");
  expect((await terraform.plan()).code).toBe(0);
  expect((await terraform.plan("-var", "missing=true")).output).toContain("ParameterNotFound");
});

test("AWS's refusals are diagnostics, and what did not depend on them is kept", async () => {
  const terraform = workspace(ONE);
  terraform.write({
    resource: {
      aws_vpc: { v: { cidr_block: "10.0.0.0/16" } },
      aws_subnet: { s: { vpc_id: "${aws_vpc.v.id}", cidr_block: "192.168.0.0/24" } },
    },
  });
  const refused = await terraform.apply();
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("InvalidSubnet.Range");
  expect(await terraform.state("aws_vpc.v")).toHaveProperty("id");
});

test("validation happens before planning", async () => {
  const terraform = workspace(ONE);
  terraform.write({
    resource: {
      aws_vpc: { v: { cidr_block: "10.0.0.1/16" } },
      aws_iam_role: { r: { name: "r", name_prefix: "r", assume_role_policy: "{" } },
    },
  });
  const { code, output } = await terraform.run("validate", "-no-color");
  expect(code).toBe(1);
  expect(output).toContain('"10.0.0.1/16" is not a valid CIDR block');
  expect(output).toContain("conflicts with name");
  expect(output).toContain('"assume_role_policy" contains an invalid JSON');
});

test("a damaged file of the simulated cloud is one clear error; other accounts go on", async () => {
  const [one, two] = [workspace(ONE), workspace(TWO)];
  for (const each of [one, two]) {
    each.write({ resource: { aws_vpc: { v: { cidr_block: "10.0.0.0/16" } } } });
    await each.apply();
  }
  const folder = path.join(directory, "cloud", ONE, "eu-west-1", "aws_vpc");
  const file = path.join(folder, readdirSync(folder)[0]!);
  writeFileSync(file, '{"id": "vpc');
  const [broken, sound] = await Promise.all([one.plan(), two.plan()]);
  expect(broken.code).toBe(1);
  expect(broken.output.replace(/[\s│]+/g, " ")).toContain(path.basename(file));
  expect(broken.output).toContain("npm run archipelago -- offline reset");
  expect(sound.code).toBe(0);
});
