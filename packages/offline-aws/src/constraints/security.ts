import type { Caller, CloudView, Constraint, DeleteConstraint, StoredResource } from "../contract.ts";
import { organizationOf } from "../organization.ts";
import { arnExists, blocksAt, refusal, regionOf, textAt } from "./resources.ts";

type Service = "guardduty" | "securityhub";

const isAdministrator = (service: Service, region: string, caller: Caller, cloud: CloudView): boolean =>
  cloud
    .list(`aws_${service}_organization_admin_account`, organizationOf(caller, cloud)?.managementAccountId)
    .some((each) => each.region === region && each.attributes.admin_account_id === caller.accountId);

/** GuardDuty's administrator is designated region by region. */
const designatedInRegion: Constraint = ({ attributes }, caller, cloud) =>
  isAdministrator("guardduty", regionOf(attributes, caller), caller, cloud)
    ? undefined
    : refusal(
        "BadRequestException",
        `Account ${caller.accountId} is not the delegated administrator of guardduty.amazonaws.com in ${regionOf(attributes, caller)}: the management account designates it`,
      );

const isCentral = ({ attributes }: Pick<StoredResource, "attributes">): boolean =>
  blocksAt(attributes, "organization_configuration").some((each) => each.configuration_type === "CENTRAL");

/** Central configuration wants a home region, which finding aggregation makes, and takes over what is switched on. */
const centralIsPossible: Constraint = ({ attributes }, caller, cloud) => {
  if (!isCentral({ attributes })) return undefined;
  const region = regionOf(attributes, caller);
  if (!cloud.list("aws_securityhub_finding_aggregator").some((each) => each.region === region))
    return refusal(
      "InvalidAccessException",
      "Central configuration needs a finding aggregator in its home region",
      "organization_configuration",
    );
  return attributes.auto_enable === true || attributes.auto_enable_standards !== "NONE"
    ? refusal(
        "InvalidInputException",
        'With central configuration auto_enable is false and auto_enable_standards is "NONE"',
        "auto_enable",
      )
    : undefined;
};

const centrallyConfigured: Constraint = ({ attributes }, caller, cloud) => {
  const region = regionOf(attributes, caller);
  return cloud
    .list("aws_securityhub_organization_configuration")
    .some((each) => each.region === region && isCentral(each))
    ? undefined
    : refusal(
        "AccessDeniedException",
        "Must be a Security Hub delegated administrator with Central Configuration enabled",
      );
};

const policyAndTargetExist: Constraint = ({ attributes }, caller, cloud) => {
  const [policy, target] = [String(attributes.policy_id), String(attributes.target_id)];
  if (policy !== "SELF_MANAGED_SECURITY_HUB" && !cloud.get("aws_securityhub_configuration_policy", policy))
    return refusal("ResourceNotFoundException", `Configuration policy ${policy} does not exist`, "policy_id");
  const organization = organizationOf(caller, cloud);
  const management = organization?.managementAccountId;
  const targets = ["aws_organizations_organizational_unit", "aws_organizations_account"]
    .flatMap((type) => cloud.list(type, management))
    .map(({ id }) => id);
  return [organization?.rootId, management, ...targets].includes(target)
    ? undefined
    : refusal("ResourceNotFoundException", `Target ${target} is not in the organization`, "target_id");
};

const aggregatorIsAllowed: Constraint = ({ attributes }, caller, cloud) => {
  const [source] = blocksAt(attributes, "organization_aggregation_source");
  if (!source) return undefined;
  const organization = organizationOf(caller, cloud);
  const delegated = cloud
    .list("aws_organizations_delegated_administrator", organization?.managementAccountId)
    .some(
      (each) =>
        each.attributes.service_principal === "config.amazonaws.com" && each.attributes.account_id === caller.accountId,
    );
  if (organization?.managementAccountId !== caller.accountId && !delegated)
    return refusal(
      "OrganizationAccessDeniedException",
      `Account ${caller.accountId} is not the delegated administrator of config.amazonaws.com`,
    );
  const role = textAt(source, "role_arn") ?? "";
  return arnExists(["aws_iam_role", "aws_iam_service_linked_role"], role, caller, cloud)
    ? undefined
    : refusal("InvalidRoleException", `The role ${role} does not exist`, "organization_aggregation_source");
};

/**
 * A rule is put into every account, and needs a recorder there. Accounts are only those of which the cloud holds
 * something else: what was just created has seven hours.
 * Source: AWS Config Developer Guide, "Deploying rules across all accounts in your organization" (read 2026-11).
 */
const everyAccountRecords: Constraint = ({ attributes }, caller, cloud) => {
  const region = regionOf(attributes, caller);
  const excluded = [attributes.excluded_accounts ?? []].flat();
  const without = cloud
    .accounts()
    .find(
      (account) =>
        !excluded.includes(account) &&
        !cloud.list("aws_config_configuration_recorder", account).some((each) => each.region === region),
    );
  return without === undefined
    ? undefined
    : refusal(
        "NoAvailableConfigurationRecorderException",
        `Configuration recorder is not available in ${region} of account ${without}`,
      );
};

/** What security services check beyond what `organization` and `governance` say. */
export const security: Record<string, readonly Constraint[]> = {
  aws_config_configuration_aggregator: [aggregatorIsAllowed],
  aws_config_organization_managed_rule: [everyAccountRecords],
  aws_guardduty_organization_configuration: [designatedInRegion],
  aws_guardduty_organization_configuration_feature: [designatedInRegion],
  aws_securityhub_configuration_policy: [centrallyConfigured],
  aws_securityhub_configuration_policy_association: [centrallyConfigured, policyAndTargetExist],
  aws_securityhub_organization_configuration: [centralIsPossible],
};

/** An administrator keeps its detector while it has members: the other accounts of the organization. */
const detectorHasMembers: DeleteConstraint = ({ region }, caller, cloud) => {
  const management = organizationOf(caller, cloud)?.managementAccountId;
  return isAdministrator("guardduty", region, caller, cloud) && management !== undefined
    ? refusal(
        "BadRequestException",
        "The request is rejected because the current account cannot delete detector while it has invited or associated members",
      )
    : undefined;
};

const hubAdministers: DeleteConstraint = ({ region }, caller, cloud) =>
  isAdministrator("securityhub", region, caller, cloud)
    ? refusal("InvalidInputException", "Cannot disable Security Hub on the Security Hub administrator")
    : undefined;

const notCentral: DeleteConstraint = ({ attributes, region }, _caller, cloud) =>
  cloud
    .list("aws_securityhub_organization_configuration", String(attributes.admin_account_id))
    .some((each) => each.region === region && isCentral(each))
    ? refusal(
        "InvalidInputException",
        "The delegated administrator cannot be removed while the organization uses central configuration",
      )
    : undefined;

const recorderStopped: DeleteConstraint = ({ region }, _caller, cloud) =>
  cloud
    .list("aws_config_configuration_recorder_status")
    .some((each) => each.region === region && each.attributes.is_enabled === true)
    ? refusal(
        "LastDeliveryChannelDeleteFailedException",
        "Failed to delete last specified delivery channel, because there is a running configuration recorder",
      )
    : undefined;

export const securityDeletions: Record<string, readonly DeleteConstraint[]> = {
  aws_config_delivery_channel: [recorderStopped],
  aws_guardduty_detector: [detectorHasMembers],
  aws_securityhub_account: [hubAdministers],
  aws_securityhub_organization_admin_account: [notCentral],
};
