import { Route53ProfilesProfile } from "@cdktf/provider-aws/lib/route53profiles-profile/index.js";
import { synthStack } from "@archipelago/testing";
import { organizationArn, OrganizationSharing, ResourceShare } from "./index.ts";

const template = synthStack((stack) => {
  const profile = new Route53ProfilesProfile(stack, "names", { name: "acme" });
  new ResourceShare(stack, "share", {
    name: "names",
    resources: { profile: profile.arn },
    principals: {
      organization: organizationArn(stack, { managementAccountId: "111122223333", organizationId: "o-example" }),
      analytics: "222233334444",
    },
  });
  new OrganizationSharing(stack, "sharing", { dependsOn: [profile] });
});

test("a share holds resources and principals, each by its name, and nobody outside can be among them", () => {
  expect(template.addresses()).toEqual([
    "aws_ram_principal_association.share_principal_analytics",
    "aws_ram_principal_association.share_principal_organization",
    "aws_ram_resource_association.share_resource_profile",
    "aws_ram_resource_share.share",
    "aws_ram_sharing_with_organization.sharing",
    "aws_route53profiles_profile.names",
  ]);
  expect(template.resource("aws_ram_resource_share")).toMatchObject({
    name: "names",
    allow_external_principals: false,
  });
  expect(template.resource("aws_ram_resource_association")).toEqual({
    resource_arn: "${aws_route53profiles_profile.names.arn}",
    resource_share_arn: "${aws_ram_resource_share.share.arn}",
  });
  const principals = template
    .resources("aws_ram_principal_association")
    .map(({ properties }) => properties["principal"]);
  expect(principals.sort()).toEqual(["222233334444", "arn:aws:organizations::111122223333:organization/o-example"]);
});

test("sharing is switched on after what it needs", () => {
  expect(template.resource("aws_ram_sharing_with_organization")["depends_on"]).toEqual([
    "aws_route53profiles_profile.names",
  ]);
});
