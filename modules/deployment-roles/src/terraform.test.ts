import fs from "node:fs";
import path from "node:path";
import { BreakGlassRole } from "@archipelago/iam-baseline";
import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import { exampleAccount, exampleOrganization, synthStack } from "@archipelago/testing";
import { DeploymentRoles } from "./deployment-roles.ts";

const accountId = "111122223333";
const offline = useOfflineAws([accountId]);

test("what the bootstrap makes is applied, planned again without changes, and destroyed by the real Terraform", async () => {
  const workspace = offline.terraform(accountId);
  const { text } = synthStack((stack) => {
    new DeploymentRoles(stack, "roles", {
      organization: exampleOrganization,
      account: exampleAccount,
      accountId: stack.accountId,
      deployment: { repository: "example/archipelago", repositoryId: "4", ownerId: "1", subject: "immutable" },
    });
    new BreakGlassRole(stack, "break-glass", { managementAccountId: "999999999999", region: "eu-west-1" });
  });
  const { terraform: _, ...configuration } = JSON.parse(text) as Record<string, unknown>;
  workspace.write(configuration);
  fs.writeFileSync(
    path.join(workspace.directory, "inputs.auto.tfvars.json"),
    JSON.stringify({ account_id: accountId }),
  );

  const applied = await workspace.apply();
  expect(applied.output).toContain("Apply complete! Resources: 10 added, 0 changed, 0 destroyed.");
  const again = await workspace.plan();
  expect([again.code, again.output]).toEqual([0, expect.stringContaining("No changes.")]);
  expect((await workspace.state("aws_iam_role.roles_apply"))["permissions_boundary"]).toBe(
    `arn:aws:iam::${accountId}:policy/archipelago/archipelago-apply-boundary`,
  );
  const destroyed = await workspace.run("destroy", "-auto-approve");
  expect(destroyed.output).toContain("Destroy complete! Resources: 10 destroyed.");
});
