import { synthStack } from "@archipelago/testing";
import { policyTypes, trustedServices } from "./features.ts";
import { Organization, organizationOutputs } from "./organization.ts";

const template = synthStack((stack) => {
  const { organizationId } = new Organization(stack, "organization");
  stack.publish(organizationOutputs, { organizationId });
});

test("the organisation has all features and cannot be deleted", () => {
  expect(template.resource("aws_organizations_organization")).toMatchObject({
    feature_set: "ALL",
    aws_service_access_principals: Object.keys(trustedServices).sort(),
    enabled_policy_types: ["BACKUP_POLICY", "RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY"],
    lifecycle: { prevent_destroy: true },
  });
});

test("its id is published", () => {
  expect(Object.keys(template.published())).toEqual(["organizationId"]);
  expect(template.published()["organizationId"]).toMatch(/^aws_organizations_organization\..*\.id$/);
});

test.each([...Object.entries(trustedServices), ...Object.entries(policyTypes)])("%s has a reason", (name, reason) => {
  expect(name).toMatch(/^([a-z0-9.-]+\.amazonaws\.com|[A-Z_]+)$/);
  expect(reason.length).toBeGreaterThan(20);
});
