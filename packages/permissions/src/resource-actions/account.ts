import type { ResourceActionsTable } from "./resource-actions.ts";

const contact = { on: ["arn:{partition}:account::{account}:account"] };

/**
 * Settings of a whole account or region.
 *
 * The calls are those of terraform-provider-aws internal/service/account, budgets and ec2.
 */
export const account: ResourceActionsTable = {
  aws_account_alternate_contact: {
    ...contact,
    create: "account:PutAlternateContact",
    read: "account:GetAlternateContact",
    update: "account:PutAlternateContact",
    delete: "account:DeleteAlternateContact",
    context: { "account:AlternateContactTypes": "{alternate_contact_type}" },
  },
  aws_account_primary_contact: {
    ...contact,
    create: "account:PutContactInformation",
    read: "account:GetContactInformation",
    update: "account:PutContactInformation",
    delete: "",
  },
  aws_budgets_budget: {
    on: ["arn:{partition}:budgets::{account}:budget/{name:example}"],
    create: "budgets:ModifyBudget budgets:TagResource",
    read: "budgets:ViewBudget budgets:ListTagsForResource",
    update: "budgets:ModifyBudget budgets:TagResource budgets:UntagResource",
    delete: "budgets:ModifyBudget",
  },
  aws_ebs_encryption_by_default: {
    on: [],
    create: "ec2:EnableEbsEncryptionByDefault",
    read: "ec2:GetEbsEncryptionByDefault",
    update: "ec2:EnableEbsEncryptionByDefault ec2:DisableEbsEncryptionByDefault",
    delete: "ec2:DisableEbsEncryptionByDefault",
  },
  aws_ebs_snapshot_block_public_access: {
    on: [],
    create: "ec2:EnableSnapshotBlockPublicAccess",
    read: "ec2:GetSnapshotBlockPublicAccessState",
    update: "ec2:EnableSnapshotBlockPublicAccess",
    delete: "ec2:DisableSnapshotBlockPublicAccess",
  },
  aws_ec2_image_block_public_access: {
    on: [],
    create: "ec2:EnableImageBlockPublicAccess",
    read: "ec2:GetImageBlockPublicAccessState",
    update: "ec2:EnableImageBlockPublicAccess",
    delete: "",
  },
  aws_ec2_instance_metadata_defaults: {
    on: [],
    create: "ec2:ModifyInstanceMetadataDefaults",
    read: "ec2:GetInstanceMetadataDefaults",
    update: "ec2:ModifyInstanceMetadataDefaults",
    delete: "ec2:ModifyInstanceMetadataDefaults",
  },
  aws_ec2_serial_console_access: {
    on: [],
    create: "ec2:DisableSerialConsoleAccess",
    read: "ec2:GetSerialConsoleAccessStatus",
    update: "ec2:DisableSerialConsoleAccess",
    delete: "ec2:DisableSerialConsoleAccess",
  },
  aws_vpc_block_public_access_options: {
    on: [],
    create: "ec2:ModifyVpcBlockPublicAccessOptions",
    read: "ec2:DescribeVpcBlockPublicAccessOptions",
    update: "ec2:ModifyVpcBlockPublicAccessOptions",
    delete: "ec2:ModifyVpcBlockPublicAccessOptions",
  },
};
