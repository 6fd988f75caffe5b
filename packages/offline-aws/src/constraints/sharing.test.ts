import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import {
  answer,
  attachment,
  member,
  organization,
  sharedWith,
  subnet,
  transit,
  vpc,
  type Given,
} from "./cases.fixture.ts";

const on = stored("aws_ram_sharing_with_organization", "111122223333");
const share = stored("aws_ram_resource_share", "arn:aws:ram:eu-west-1:111122223333:resource-share/1", {
  arn: "arn:aws:ram:eu-west-1:111122223333:resource-share/1",
  allow_external_principals: false,
});
const open = { ...share, attributes: { ...share.attributes, allow_external_principals: true } };
const principal = (name: string): Attributes => ({ resource_share_arn: share.id, principal: name });
const wholeOrganization = "arn:aws:organizations::111122223333:organization/o-1";

const profileArn = "arn:aws:route53profiles:eu-west-1:444455556666:profile/rp-1";
const profile = stored("aws_route53profiles_profile", "rp-1", { "@account": "444455556666", arn: profileArn });
const association: Attributes = { name: "network", profile_id: "rp-1", resource_id: "vpc-1" };
const zoneArn = "arn:aws:route53:::hostedzone/Z1";
const zone = stored("aws_route53_zone", "Z1", { arn: zoneArn, name: "acme.internal", vpc: [{ vpc_id: "vpc-1" }] });
const publicZone = stored("aws_route53_zone", "Z1", { arn: zoneArn, name: "acme.example" });
const ownProfile = stored("aws_route53profiles_profile", "rp-2", {});
const inProfile: Attributes = { name: "zone", profile_id: "rp-2", resource_arn: zoneArn };
const unit = stored("aws_organizations_organizational_unit", "ou-1", { parent_id: "r-ab12" });
const inner = stored("aws_organizations_organizational_unit", "ou-2", { parent_id: "ou-1" });
const self = stored("aws_organizations_account", "111122223333", { parent_id: "ou-2" });
const attach: Attributes = { transit_gateway_id: "tgw-1", vpc_id: "vpc-1", subnet_ids: ["subnet-1"] };

// what, type, attributes, what exists, the code of the refusal or undefined
test.each<[string, string, Attributes, Given, string | undefined]>([
  [
    "the organisation",
    "aws_ram_principal_association",
    principal(wholeOrganization),
    [share, organization, on],
    undefined,
  ],
  [
    "before sharing is on",
    "aws_ram_principal_association",
    principal(wholeOrganization),
    [share, organization],
    "OperationNotPermittedException",
  ],
  [
    "another organisation",
    "aws_ram_principal_association",
    principal(wholeOrganization.replace("o-1", "o-2")),
    [share, organization, on],
    "UnknownResourceException",
  ],
  [
    "a unit",
    "aws_ram_principal_association",
    principal("arn:aws:organizations::111122223333:ou/o-1/ou-ab12-1"),
    [share, organization, on],
    undefined,
  ],
  [
    "a member",
    "aws_ram_principal_association",
    principal("444455556666"),
    [share, organization, on, member],
    undefined,
  ],
  [
    "a member, before sharing is on",
    "aws_ram_principal_association",
    principal("444455556666"),
    [share, organization, member],
    "OperationNotPermittedException",
  ],
  [
    "a stranger",
    "aws_ram_principal_association",
    principal("999999999999"),
    [share, organization, on, member],
    "OperationNotPermittedException",
  ],
  [
    "a stranger, if the share is open",
    "aws_ram_principal_association",
    principal("999999999999"),
    [open, organization, on],
    undefined,
  ],
  [
    "what is not one's own",
    "aws_ram_resource_association",
    { resource_share_arn: share.id, resource_arn: profileArn },
    [share, profile],
    "InvalidParameterException",
  ],
  [
    "what does not exist",
    "aws_ram_resource_association",
    { resource_share_arn: share.id, resource_arn: "arn:aws:ec2:eu-west-1:111122223333:transit-gateway/tgw-7" },
    [share],
    "UnknownResourceException",
  ],

  [
    "shared with the account",
    "aws_ec2_transit_gateway_vpc_attachment",
    attach,
    [transit, vpc, subnet, ...sharedWith("111122223333")],
    undefined,
  ],
  [
    "not shared",
    "aws_ec2_transit_gateway_vpc_attachment",
    attach,
    [transit, vpc, subnet],
    "InvalidTransitGatewayID.NotFound",
  ],
  [
    "shared with somebody else",
    "aws_ec2_transit_gateway_vpc_attachment",
    attach,
    [transit, vpc, subnet, ...sharedWith("777788889999")],
    "InvalidTransitGatewayID.NotFound",
  ],
  [
    "shared with the organisation",
    "aws_ec2_transit_gateway_vpc_attachment",
    attach,
    [transit, vpc, subnet, organization, ...sharedWith(wholeOrganization)],
    undefined,
  ],
  [
    "shared with a unit above",
    "aws_ec2_transit_gateway_vpc_attachment",
    attach,
    [
      transit,
      vpc,
      subnet,
      organization,
      self,
      inner,
      unit,
      ...sharedWith("arn:aws:organizations::111122223333:ou/o-1/ou-1"),
    ],
    undefined,
  ],
  [
    "shared with a unit beside",
    "aws_ec2_transit_gateway_vpc_attachment",
    attach,
    [
      transit,
      vpc,
      subnet,
      organization,
      self,
      inner,
      unit,
      ...sharedWith("arn:aws:organizations::111122223333:ou/o-1/ou-3"),
    ],
    "InvalidTransitGatewayID.NotFound",
  ],
  [
    "attached twice",
    "aws_ec2_transit_gateway_vpc_attachment",
    attach,
    [transit, vpc, subnet, attachment, ...sharedWith("111122223333")],
    "DuplicateTransitGatewayAttachment",
  ],

  [
    "a Profile that is shared",
    "aws_route53profiles_association",
    association,
    [vpc, profile, ...sharedWith("111122223333", profileArn)],
    undefined,
  ],
  [
    "a Profile that is not",
    "aws_route53profiles_association",
    association,
    [vpc, profile],
    "ResourceNotFoundException",
  ],
  [
    "a second Profile for a VPC",
    "aws_route53profiles_association",
    association,
    [
      vpc,
      profile,
      ...sharedWith("111122223333", profileArn),
      stored("aws_route53profiles_association", "rpassoc-1", { resource_id: "vpc-1", profile_id: "rp-3" }),
    ],
    "ConflictException",
  ],
  ["a private zone", "aws_route53profiles_resource_association", inProfile, [ownProfile, zone], undefined],
  [
    "a public zone",
    "aws_route53profiles_resource_association",
    inProfile,
    [ownProfile, publicZone],
    "InvalidParameterException",
  ],
  [
    "a zone twice",
    "aws_route53profiles_resource_association",
    inProfile,
    [ownProfile, zone, stored("aws_route53profiles_resource_association", "rpr-1", inProfile)],
    "ResourceExistsException",
  ],
])("%s: %s", (_, type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
