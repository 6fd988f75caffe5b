import type { ResourceActionsTable } from "./resource-actions.ts";

const share = "arn:{partition}:ram:{region}:{account}:resource-share/00000000-0000-4000-8000-000000000000";
const profile = "arn:{partition}:route53profiles:{region}:{account}:profile/rp-0123456789abcdef";
const hostedZone = "arn:{partition}:route53:::hostedzone/Z0123456789EXAMPLE";
const serviceRole =
  "arn:{partition}:iam::{account}:role/aws-service-role/ram.amazonaws.com/AWSServiceRoleForResourceAccessManager";
const profileTags = "route53profiles:TagResource route53profiles:UntagResource";

/**
 * What one account shares with the organisation. Read 2026-11: terraform-provider-aws internal/service/route53profiles. The
 * other calls are those of its internal/service/ram and route53, from memory.
 */
export const sharing: ResourceActionsTable = {
  aws_ram_principal_association: {
    on: [share],
    create: "ram:AssociateResourceShare",
    read: "ram:GetResourceShareAssociations",
    update: "",
    delete: "ram:DisassociateResourceShare",
  },
  aws_ram_resource_association: {
    on: [share],
    create: "ram:AssociateResourceShare",
    read: "ram:GetResourceShareAssociations",
    update: "",
    delete: "ram:DisassociateResourceShare",
  },
  aws_ram_resource_share: {
    on: [share],
    create: "ram:CreateResourceShare ram:TagResource",
    read: "ram:GetResourceShares ram:ListResourceSharePermissions",
    update: "ram:UpdateResourceShare ram:TagResource ram:UntagResource",
    delete: "ram:DeleteResourceShare",
  },
  aws_ram_sharing_with_organization: {
    on: [serviceRole],
    create: "ram:EnableSharingWithAwsOrganization organizations:EnableAWSServiceAccess",
    read: "organizations:ListAWSServiceAccessForOrganization iam:GetRole",
    update: "",
    delete: "organizations:DisableAWSServiceAccess iam:DeleteServiceLinkedRole iam:GetServiceLinkedRoleDeletionStatus",
    serviceRole: "ram.amazonaws.com",
  },
  aws_route53_zone: {
    on: [hostedZone],
    create: "route53:CreateHostedZone route53:ChangeTagsForResource ec2:DescribeVpcs",
    read: "route53:GetHostedZone route53:ListTagsForResource",
    update: "route53:UpdateHostedZoneComment route53:ChangeTagsForResource",
    delete: "route53:DeleteHostedZone route53:ListResourceRecordSets",
  },
  aws_route53profiles_association: {
    on: [profile],
    create: "route53profiles:AssociateProfile route53profiles:TagResource ec2:DescribeVpcs",
    read: "route53profiles:GetProfileAssociation route53profiles:ListTagsForResource",
    update: profileTags,
    delete: "route53profiles:DisassociateProfile",
  },
  aws_route53profiles_profile: {
    on: [profile],
    create: "route53profiles:CreateProfile route53profiles:TagResource",
    read: "route53profiles:GetProfile route53profiles:ListTagsForResource",
    update: profileTags,
    delete: "route53profiles:DeleteProfile",
  },
  aws_route53profiles_resource_association: {
    on: [hostedZone],
    create: "route53profiles:AssociateResourceToProfile route53:GetHostedZone",
    read: "route53profiles:GetProfileResourceAssociation",
    update: "",
    delete: "route53profiles:DisassociateResourceFromProfile",
  },
};
