import fs from "node:fs";
import path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { AccountDefinition, Connection } from "@archipelago/account-stack";
import { policyDocument, WorkloadBoundary } from "@archipelago/iam-baseline";
import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import type { Workspace } from "@archipelago/offline-aws/test-terraform";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { CrossAccountRole, CrossAccountRoleUse } from "./index.ts";
import { consume, consumed, declared, provide } from "./shared-resources.fixture.ts";

const ids = { shop: "111122223333", analytics: "222233334444" };
const connection: Connection = { kind: "role", name: "orders", with: "analytics", side: "provider", role: "report" };
const offline = useOfflineAws(Object.values(ids));

const told = { account_id_of_analytics: ids.analytics };

function stackOf(
  name: keyof typeof ids,
  connections: readonly Connection[],
  build: AccountDefinition,
  inputs: Record<string, string> = {},
): Workspace {
  const workspace = offline.terraform(ids[name]);
  const { text } = synthStack(build, { account: { ...exampleAccount, name, connections } });
  const { terraform: _, ...configuration } = JSON.parse(text) as Record<string, unknown>;
  workspace.write(configuration);
  const file = path.join(workspace.directory, "inputs.auto.tfvars.json");
  fs.writeFileSync(file, JSON.stringify({ account_id: ids[name], ...inputs }));
  return workspace;
}

test("the two sides are applied in any order, planned again without changes, and destroyed", async () => {
  const bootstrap = stackOf("shop", [], (stack) => {
    new WorkloadBoundary(stack, "boundary", { partition: "aws", accountId: stack.accountId });
  });
  const provider = stackOf(
    "shop",
    [connection],
    (stack) => {
      new CrossAccountRole(stack, "orders", {
        name: "orders",
        consumer: "analytics",
        organizationId: "o-example",
        grants: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-orders/*"] }],
      });
    },
    told,
  );
  const consumer = stackOf(
    "analytics",
    [{ ...connection, with: "shop", side: "consumer" }],
    (stack) => {
      const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
      const role = new IamRole(stack, "job", {
        name: "report",
        assumeRolePolicy: policyDocument("trust", "job", [trust]),
      });
      new CrossAccountRoleUse(stack, "orders", { name: "orders", provider: "shop", role });
    },
    { account_id_of_shop: ids.shop },
  );
  // The provider before the consumer: the role it trusts does not exist yet.
  for (const side of [bootstrap, provider, consumer]) {
    const applied = await side.apply();
    expect([applied.code, applied.output]).toEqual([0, expect.stringContaining("Apply complete!")]);
    expect((await side.plan()).code).toBe(0);
  }
  for (const side of [provider, consumer, bootstrap]) {
    expect((await side.run("destroy", "-auto-approve")).output).toContain("Destroy complete!");
  }
});

test("resources that are shared: the provider first, then the consumer, which knows nothing until it is told", async () => {
  const home = stackOf("shop", [], (stack) => {
    new S3Bucket(stack, "state", { bucket: "example-shop-tfstate" });
  });
  expect((await home.apply()).output).toContain("Apply complete!");
  const waiting = stackOf("analytics", consumed, consume);
  const provider = stackOf("shop", declared, provide, told);
  for (const [side, resources] of [
    [waiting, 1],
    [provider, 13],
  ] as const) {
    expect((await side.apply()).output).toContain(`Apply complete! Resources: ${resources} added`);
    expect((await side.plan()).code).toBe(0);
  }
  const arn = (service: string, rest: string): string => `arn:aws:${service}:eu-west-1:${ids.shop}:${rest}`;
  const consumer = stackOf("analytics", consumed, consume, {
    shop_bucket_orders_arn: "arn:aws:s3:::shop-orders",
    shop_queue_orders_arn: arn("sqs", "shop-orders"),
    shop_topic_orders_arn: arn("sns", "shop-orders"),
    shop_event_bus_orders_arn: arn("events", "event-bus/shop-orders"),
    shop_repository_orders_arn: arn("ecr", "repository/shop-orders"),
  });
  fs.copyFileSync(
    path.join(waiting.directory, "terraform.tfstate"),
    path.join(consumer.directory, "terraform.tfstate"),
  );
  expect((await consumer.apply()).output).toContain("Apply complete! Resources: 5 added, 0 changed, 0 destroyed");
  expect((await consumer.plan()).code).toBe(0);
});
