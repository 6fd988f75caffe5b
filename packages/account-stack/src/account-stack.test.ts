import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { Construct } from "constructs";
import type { AccountStack } from "./account-stack.ts";
import type { Organization } from "./organization.ts";
import { contextOf, loadWorkspace } from "./load.ts";
import { synthesizeAccount } from "./synthesize.ts";

const workspace = loadWorkspace(path.resolve(import.meta.dirname, "../../.."));
let outdir: string;
beforeEach(() => (outdir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-stack-"))));
afterEach(() => fs.rmSync(outdir, { recursive: true, force: true }));

interface Variation {
  readonly name?: string;
  readonly cloud?: "offline" | "aws";
  readonly state?: Organization["state"];
  readonly dependsOn?: string[];
}

function synthesize(
  build: (stack: AccountStack) => void,
  { name = "shop-dev", cloud = "offline", state, dependsOn = ["log-archive"] }: Variation = {},
) {
  const account = { ...workspace.accounts.get(name)!, dependsOn, reads: { "log-archive": ["flowLogBucketArn"] } };
  const { json, inputs, records } = synthesizeAccount(
    contextOf({ ...workspace, organization: { ...workspace.organization, cloud, state } }, account),
    build,
    outdir,
  );
  return { inputs, json, records, stack: JSON.parse(json) as Record<string, any> };
}

test("the provider names no role and no account id", () => {
  const { stack, json } = synthesize(() => undefined);
  expect(stack["provider"]["aws"]).toEqual([
    {
      allowed_account_ids: ["${var.account_id}"],
      region: "eu-west-1",
      default_tags: [
        {
          tags: {
            account: "shop-dev",
            product: "shop",
            environment: "development",
            owner: "@acme/team-shop",
            "cost-centre": "CC-1042",
            "managed-by": "archipelago",
          },
        },
      ],
    },
  ]);
  expect(json).not.toMatch(/\d{12}/);
});

test("the same bytes in every clone and for both clouds, provider and backend apart", () => {
  const offline = synthesize((stack) => void new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" }));
  const aws = synthesize((stack) => void new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" }), { cloud: "aws" });
  expect(offline.stack["terraform"]["backend"]).toEqual({
    local: { path: "../../../.archipelago/state/acme/shop-dev/terraform.tfstate" },
  });
  expect(aws.stack["terraform"]["backend"]).toEqual({
    s3: {
      bucket: "acme-shop-dev-tfstate",
      key: "stack/terraform.tfstate",
      region: "eu-west-1",
      encrypt: true,
      use_lockfile: true,
    },
  });
  for (const stack of [offline.stack, aws.stack]) delete stack["//"]; // cdktf notes the backend there too
  delete offline.stack["terraform"]["backend"];
  delete aws.stack["terraform"]["backend"];
  expect(aws.stack).toEqual(offline.stack);
});

test("states on a server of S3: the backend names it, and neither credentials nor the account", () => {
  const endpoint = "http://127.0.0.1:4566";
  const { stack } = synthesize(() => undefined, { state: { s3: { endpoint } } });
  expect(stack["terraform"]["backend"]).toEqual({
    s3: {
      bucket: "acme-shop-dev-tfstate",
      key: "stack/terraform.tfstate",
      region: "eu-west-1",
      encrypt: true,
      use_lockfile: true,
      use_path_style: true,
      skip_metadata_api_check: true,
      endpoints: { s3: endpoint, iam: endpoint, sts: endpoint },
    },
  });
});

test("with a key of the account, encryption is left to the bucket, which knows the key", () => {
  const { stack } = synthesize(() => undefined, { cloud: "aws", state: { s3: { encryption: "kms" } } });
  expect(stack["terraform"]["backend"]["s3"]).not.toHaveProperty("encrypt");
});

test("addresses read like paths; two constructs with one address are refused", () => {
  const { stack } = synthesize(
    (stack) =>
      void new Vpc(new Construct(new Construct(stack, "network"), "main"), "Resource", { cidrBlock: "10.0.0.0/16" }),
  );
  expect(Object.keys(stack["resource"]["aws_vpc"])).toEqual(["network_main"]);
  expect(() =>
    synthesize((stack) => {
      new Vpc(new Construct(stack, "a"), "b_c", { cidrBlock: "10.0.0.0/16" });
      new Vpc(new Construct(stack, "a_b"), "c", { cidrBlock: "10.1.0.0/16" });
    }),
  ).toThrow("have the same address a_b_c");
});

const outputs = { flowLogBucketArn: "bucketArn" } as const;

test("a read is a variable that must have a value, an awaited one may be null", () => {
  const read = synthesize((stack) => void stack.read("log-archive", outputs).flowLogBucketArn);
  expect(read.inputs).toEqual([
    {
      variable: "log_archive_flow_log_bucket_arn",
      account: "log-archive",
      output: "flowLogBucketArn",
      type: "bucketArn",
      awaited: false,
    },
  ]);
  expect(read.stack["variable"]["log_archive_flow_log_bucket_arn"]).toMatchObject({ type: "string", nullable: false });
  const awaited = synthesize((stack) => void stack.await("log-archive", outputs).flowLogBucketArn, { dependsOn: [] });
  expect(awaited.inputs[0]).toMatchObject({ awaited: true });
  expect(awaited.stack["variable"]["log_archive_flow_log_bucket_arn"]).toMatchObject({ nullable: true, default: null });
});

test("what account.json does not declare cannot be read", () => {
  expect(() =>
    synthesize((stack) => void stack.read("log-archive", outputs).flowLogBucketArn, { dependsOn: [] }),
  ).toThrow("shop-dev reads outputs of log-archive but does not depend on it");
  expect(() => synthesize((stack) => void void stack.read("log-archive", { other: "string" }).other)).toThrow(
    "reads the output other of log-archive without declaring it",
  );
});

test("published outputs are one object in the account's own state bucket", () => {
  const { stack } = synthesize((stack) => {
    const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
    stack.publish({ vpcId: "string" }, { vpcId: vpc.id });
  });
  expect(stack["resource"]["aws_s3_object"]).toEqual({
    published_outputs: expect.objectContaining({
      bucket: "acme-shop-dev-tfstate",
      key: "published/outputs.json",
      content: '${jsonencode({"vpcId" = aws_vpc.vpc.id})}',
    }),
  });
});

test("records are what a stack says beyond resources: they do not reach Terraform", () => {
  const guardrail = {
    rule: "deny-leaving",
    reason: "accounts stay in the organisation",
    type: "SERVICE_CONTROL_POLICY",
    sids: ["DenyLeaving"],
    targets: ["Root"],
    exceptions: [],
  };
  const { json, records } = synthesize((stack) => stack.record("guardrails", [guardrail]));
  expect(records).toEqual({ guardrails: [guardrail] });
  expect(json).not.toContain("deny-leaving");
});
