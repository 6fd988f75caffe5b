import fs from "node:fs";
import path from "node:path";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { AccountDefinition, Connection } from "@archipelago/account-stack";
import { policyDocument, WorkloadBoundary } from "@archipelago/iam-baseline";
import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import type { Workspace } from "@archipelago/offline-aws/test-terraform";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { CrossAccountRole, CrossAccountRoleUse } from "./index.ts";

const ids = { shop: "111122223333", analytics: "222233334444" };
const connection: Connection = { kind: "role", name: "orders", with: "analytics", side: "provider", role: "report" };
const offline = useOfflineAws(Object.values(ids));

function stackOf(name: keyof typeof ids, declared: readonly Connection[], build: AccountDefinition): Workspace {
  const workspace = offline.terraform(ids[name]);
  const { text } = synthStack(build, { account: { ...exampleAccount, name, connections: declared } });
  const { terraform: _, ...configuration } = JSON.parse(text) as Record<string, unknown>;
  workspace.write(configuration);
  const file = path.join(workspace.directory, "inputs.auto.tfvars.json");
  fs.writeFileSync(file, JSON.stringify({ account_id: ids[name] }));
  return workspace;
}

test("the two sides are applied in any order, planned again without changes, and destroyed", async () => {
  const bootstrap = stackOf("shop", [], (stack) => {
    new WorkloadBoundary(stack, "boundary", { partition: "aws", accountId: stack.accountId });
  });
  const provider = stackOf("shop", [connection], (stack) => {
    new CrossAccountRole(stack, "orders", {
      name: "orders",
      consumer: "analytics",
      consumerAccountId: ids.analytics,
      organizationId: "o-example",
      grants: [{ sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::shop-orders/*"] }],
    });
  });
  const consumer = stackOf("analytics", [{ ...connection, with: "shop", side: "consumer" }], (stack) => {
    const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } };
    const role = new IamRole(stack, "job", {
      name: "report",
      assumeRolePolicy: policyDocument("trust", "job", [trust]),
    });
    new CrossAccountRoleUse(stack, "orders", { name: "orders", provider: "shop", providerAccountId: ids.shop, role });
  });
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
