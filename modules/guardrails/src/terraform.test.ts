import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import type { Workspace } from "@archipelago/offline-aws/test-terraform";
import { Organization } from "@archipelago/organization";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { Guardrails, type GuardrailsProps } from "./guardrails.ts";

// With the real Terraform and the simulated cloud, which checks the documents as AWS does.

const managementId = "111111111111";
const account = (name: string, organizationalUnit: string) => ({
  ...exampleAccount,
  name,
  directory: `accounts/${name}`,
  email: `${name}@example.com`,
  organizationalUnit,
});
const management = account("management", "Root");
const members = [
  account("log-archive", "Security & Audit"),
  account("security", "Security & Audit"),
  account("sandbox", "Sandbox"),
];

const offline = useOfflineAws([managementId]);
let terraform: Workspace;
beforeAll(() => void (terraform = offline.terraform(managementId)));

function write(props: Partial<GuardrailsProps> = {}, more: (typeof management)[] = []): void {
  const accounts = [management, ...members, ...more];
  const { text } = synthStack(
    (stack) => {
      const { organizationId, unitIds, accountIds } = new Organization(stack, "organization", { accounts });
      new Guardrails(stack, "guardrails", { organizationId, unitIds, accountIds, ...props });
    },
    { account: management, accounts },
  );
  const stack = JSON.parse(text.replaceAll('"prevent_destroy": true', '"prevent_destroy": false')) as {
    terraform: { backend?: unknown };
    variable: { account_id: { default?: string } };
  };
  delete stack.terraform.backend;
  stack.variable.account_id.default = managementId;
  terraform.write(stack);
}

async function changes(): Promise<string[]> {
  const { json } = await terraform.plan();
  return (json.resource_changes ?? [])
    .filter(({ change }) => change.actions.join() !== "no-op")
    .map(({ address, change }) => `${change.actions.join()} ${address}`)
    .sort();
}

test("guardrails are made with the organisation; later changes touch only what they say", async () => {
  write();
  expect((await terraform.apply()).output).toContain("Apply complete!");
  expect(await changes()).toEqual([]);
  const { content } = await terraform.state("aws_organizations_policy.guardrails_scp-root-1");
  expect(content).toContain('"aws:ResourceAccount":"${aws:PrincipalAccount}"');

  write({}, [account("shop", "Workloads/Production")]);
  expect(await changes()).toEqual(["create aws_organizations_account.organization_account_shop"]);

  const exceptions = [
    { rule: "allowed-regions", account: "sandbox", reason: "trying what is in Oregon only", expires: "2027-03-31" },
  ];
  write({ exceptions });
  expect(await changes()).toEqual(["update aws_organizations_policy.guardrails_scp-root-1"]);

  write({ trial: ["suspend"] });
  expect(await changes()).toEqual([
    "delete aws_organizations_policy.guardrails_scp-unit-suspended-1",
    "delete aws_organizations_policy_attachment.guardrails_scp-unit-suspended-1_attachment",
    "update aws_organizations_policy.guardrails_scp-unit-sandbox-1",
  ]);

  write();
  expect((await terraform.run("destroy", "-auto-approve")).output).toContain("Destroy complete!");
});
