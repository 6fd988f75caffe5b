import { trustedServices } from "@archipelago/organization";
import { exampleOrganization, synthStack } from "@archipelago/testing";
import { delegatedServices, SecurityDelegation, securityDelegationOutputs } from "./security-delegation.ts";

const template = synthStack((stack) => {
  const { securityAdministrator } = new SecurityDelegation(stack, "security", { securityAccountId: "${local.id}" });
  stack.publish(securityDelegationOutputs, { securityAdministrator });
});

test("GuardDuty is delegated in every governed region, Security Hub in the home region", () => {
  const guardDuty = template.resources("aws_guardduty_organization_admin_account").map(({ properties }) => properties);
  expect(guardDuty.map(({ region }) => region as string).sort()).toEqual([...exampleOrganization.regions].sort());
  expect(guardDuty.every(({ admin_account_id }) => admin_account_id === "${local.id}")).toBe(true);
  expect(template.resource("aws_securityhub_organization_admin_account")).toMatchObject({
    admin_account_id: "${local.id}",
    region: exampleOrganization.homeRegion,
  });
});

test("what is published waits for every designation that the security account adopts from", () => {
  expect(template.published()).toEqual({
    securityAdministrator: "aws_securityhub_organization_admin_account.security_securityhub.admin_account_id",
  });
  expect(template.resource("aws_securityhub_organization_admin_account")["depends_on"]).toEqual([
    "aws_guardduty_organization_admin_account.security_guardduty-eu-west-1",
    "aws_guardduty_organization_admin_account.security_guardduty-eu-central-1",
  ]);
});

test.each(Object.entries(delegatedServices))("%s is delegated, has trusted access, and a reason", (service, reason) => {
  const rows = template.resources("aws_organizations_delegated_administrator").map(({ properties }) => properties);
  expect(rows).toContainEqual(expect.objectContaining({ account_id: "${local.id}", service_principal: service }));
  expect(rows).toHaveLength(Object.keys(delegatedServices).length);
  expect(Object.keys(trustedServices)).toContain(service);
  expect(reason.length).toBeGreaterThan(20);
});

test.each(["guardduty.amazonaws.com", "securityhub.amazonaws.com"])("%s has trusted access", (service) => {
  expect(Object.keys(trustedServices)).toContain(service);
});
