import { isOf } from "../cis/storage.ts";
import { refersTo, resourcesOf, type Resource, type SynthesizedAccount } from "../synthesized.ts";
import { objectTo, type Rule } from "../finding.ts";

/**
 * What the management account may hold, by the start of the resource type: what governs the organisation. Guardrails do
 * not bind this account, so a workload in it is bound by nothing.
 *
 * Source: AWS Organizations User Guide, "Best practices for the management account", read 2026-11.
 */
export const governance: Readonly<Record<string, string>> = {
  aws_accessanalyzer_: "analysers of external access",
  aws_account_: "contacts and regions",
  aws_bcmdataexports_: "data of the bill",
  aws_backup_global_settings: "copies of backups into another account",
  aws_budgets_: "cost limits",
  aws_ce_: "cost anomalies",
  aws_cloudtrail: "the organization trail",
  aws_cloudwatch_: "alarms on the trail, and their log group",
  aws_config_: "the configuration recorder",
  aws_cur_: "cost reports",
  aws_default_: "what AWS makes by itself, adopted and emptied",
  aws_ebs_encryption_by_default: "account switch",
  aws_ebs_snapshot_block_public_access: "account switch",
  aws_ec2_image_block_public_access: "account switch",
  aws_ec2_instance_metadata_defaults: "account switch",
  aws_ec2_serial_console_access: "account switch",
  aws_guardduty_: "designation of the administrator",
  aws_iam_: "roles of people and pipelines",
  aws_identitystore_: "groups of people",
  aws_inspector2_: "designation of the administrator",
  aws_kms_: "keys of the above",
  aws_macie2_: "designation of the administrator",
  aws_notifications_: "who is told",
  aws_oam_link: "observability by the security account",
  aws_organizations_: "the organisation itself",
  aws_ram_: "sharing inside the organisation",
  aws_s3_account_public_access_block: "account switch",
  aws_s3_object: "published outputs",
  aws_securityhub_: "designation of the administrator",
  aws_servicecatalog_: "sharing inside the organisation",
  aws_servicequotas_: "quota requests of new accounts",
  aws_sns_: "topics of the alarms",
  aws_ssm_service_setting: "account switch",
  aws_ssoadmin_: "permission sets and assignments",
  aws_vpc_block_public_access_options: "account switch",
  aws_vpc_ipam_organization_admin_account: "designation of the administrator",
};

/** Buckets that the bill is exported to, with what belongs to them: AWS writes it into a bucket of this account only. */
function ofExports(management: SynthesizedAccount): (resource: Resource) => boolean {
  const exports = resourcesOf(management, "aws_bcmdataexports_export").map(({ properties }) => properties);
  const buckets = resourcesOf(management, "aws_s3_bucket").filter((bucket) => refersTo(exports, bucket));
  return (resource) =>
    buckets.some(
      (bucket) =>
        resource.address === bucket.address || (resource.type.startsWith("aws_s3_bucket_") && isOf(bucket, resource)),
    );
}

/** Resources that do not belong into the management account. */
export function workloadsOf(management: SynthesizedAccount): Resource[] {
  const isOfExports = ofExports(management);
  return resourcesOf(management).filter(
    (resource) =>
      !isOfExports(resource) &&
      !Object.keys(governance).some((start) =>
        start.endsWith("_") ? resource.type.startsWith(start) : resource.type === start,
      ),
  );
}

export const managementWorkloads: Rule = {
  name: "management-workloads",
  holds: "The management account holds what governs the organisation, and nothing else.",
  find: (stack, { organization }) =>
    stack.account.name === organization.accounts.management
      ? workloadsOf(stack).map((workload) =>
          objectTo(
            workload,
            "a workload in the management account, where no guardrail binds it",
            "move it into an account of its own",
          ),
        )
      : [],
};
