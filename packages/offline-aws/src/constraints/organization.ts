import type { Caller, CloudView, Constraint } from "../contract.ts";
import { identityCenterOf, organizationOf } from "../organization.ts";
import { refusal, regionOf, textsAt } from "./resources.ts";

/** Calls that only the management account may make. */
const managementOnly: Constraint = (_subject, caller, cloud) => {
  const organization = organizationOf(caller, cloud);
  if (!organization) {
    return refusal("AWSOrganizationsNotInUseException", "Your account is not a member of an organization");
  }
  return organization.managementAccountId === caller.accountId
    ? undefined
    : refusal(
        "AccessDeniedException",
        "You don't have permissions to access this resource: only the management account does",
      );
};

const accountIds = (caller: Caller, cloud: CloudView): string[] => {
  const organization = organizationOf(caller, cloud);
  const members = cloud.list("aws_organizations_account", organization?.managementAccountId).map(({ id }) => id);
  return organization ? [organization.managementAccountId, ...members] : members;
};

const isUnit = (id: string, caller: Caller, cloud: CloudView): boolean => {
  const organization = organizationOf(caller, cloud);
  return (
    id === organization?.rootId ||
    cloud
      .list("aws_organizations_organizational_unit", organization?.managementAccountId)
      .some((each) => each.id === id)
  );
};

const parentExists: Constraint = ({ attributes }, caller, cloud) => {
  const parent = attributes.parent_id;
  return typeof parent !== "string" || parent === "" || isUnit(parent, caller, cloud)
    ? undefined
    : refusal("ParentNotFoundException", `You specified parent ${parent}, which does not exist`, "parent_id");
};

const targetExists: Constraint = ({ attributes }, caller, cloud) => {
  const target = String(attributes.target_id);
  return isUnit(target, caller, cloud) || accountIds(caller, cloud).includes(target)
    ? undefined
    : refusal("TargetNotFoundException", `You specified target ${target}, which does not exist`, "target_id");
};

const policyExists: Constraint = ({ attributes }, _caller, cloud) => {
  const policy = String(attributes.policy_id);
  return /^p-(FullAWSAccess|RCPFullAWSAccess)$/.test(policy) || cloud.get("aws_organizations_policy", policy)
    ? undefined
    : refusal("PolicyNotFoundException", `You specified policy ${policy}, which does not exist`, "policy_id");
};

const policyTypeEnabled: Constraint = ({ attributes }, caller, cloud) => {
  const type = cloud.get("aws_organizations_policy", String(attributes.policy_id))?.attributes.type;
  const enabled = textsAt(organizationOf(caller, cloud)?.resource.attributes ?? {}, "enabled_policy_types");
  return typeof type !== "string" || enabled.includes(type)
    ? undefined
    : refusal(
        "PolicyTypeNotEnabledException",
        `${type} is not among enabled_policy_types of the organization`,
        "policy_id",
      );
};

const accountExists =
  (path: string, code: string): Constraint =>
  ({ attributes }, caller, cloud) => {
    const account = String(attributes[path]);
    return accountIds(caller, cloud).includes(account)
      ? undefined
      : refusal(code, `Account ${account} is not a member of the organization`, path);
  };

/** The service has trusted access to the organization. */
const trusted =
  (service: string | ((attributes: Parameters<Constraint>[0]["attributes"]) => string), code: string): Constraint =>
  ({ attributes }, caller, cloud) => {
    const organization = organizationOf(caller, cloud);
    const principal = typeof service === "string" ? service : service(attributes);
    const services = textsAt(organization?.resource.attributes ?? {}, "aws_service_access_principals");
    return !organization || services.includes(principal)
      ? undefined
      : refusal(
          code,
          `Trusted access for ${principal} is not enabled: add it to aws_service_access_principals of the organization`,
        );
  };

const notManagement =
  (path: string): Constraint =>
  ({ attributes }, caller, cloud) =>
    attributes[path] === organizationOf(caller, cloud)?.managementAccountId
      ? refusal(
          "ConstraintViolationException",
          "You cannot register the management account as a delegated administrator",
          path,
        )
      : undefined;

/** The management account, or the one registered for the service. */
const administers =
  (service: string, code: string): Constraint =>
  (_subject, caller, cloud) => {
    const organization = organizationOf(caller, cloud);
    if (!organization)
      return refusal("AWSOrganizationsNotInUseException", "Your account is not a member of an organization");
    const delegated = [
      ...cloud
        .list("aws_organizations_delegated_administrator", organization.managementAccountId)
        .filter(({ attributes }) => attributes.service_principal === service)
        .map(({ attributes }) => attributes.account_id),
      // Registered through the service's own API.
      ...["guardduty", "securityhub"]
        .filter((name) => service.startsWith(name))
        .flatMap((name) => cloud.list(`aws_${name}_organization_admin_account`, organization.managementAccountId))
        .map(({ attributes }) => attributes.admin_account_id),
    ];
    return organization.managementAccountId === caller.accountId || delegated.includes(caller.accountId)
      ? undefined
      : refusal(code, `Account ${caller.accountId} is not the delegated administrator of ${service}`);
  };

const onlyIf =
  (path: string, pattern: RegExp, ...constraints: readonly Constraint[]): Constraint =>
  (subject, caller, cloud) => {
    if (!pattern.test(String(subject.attributes[path]))) return undefined;
    for (const constraint of constraints) {
      const problem = constraint(subject, caller, cloud);
      if (problem) return problem;
    }
    return undefined;
  };

const identityCenterExists: Constraint = ({ attributes }, caller, cloud) => {
  const center = identityCenterOf(caller, cloud);
  const [instance, store] = [attributes.instance_arn, attributes.identity_store_id];
  const known = (!instance || instance === center?.instanceArn) && (!store || store === center?.identityStoreId);
  return known
    ? undefined
    : refusal("ResourceNotFoundException", `No Identity Center ${String(instance ?? store)} in this organization`);
};

const assigneeExists: Constraint = ({ attributes }, caller, cloud) => {
  const id = String(attributes.principal_id);
  const [type, key] =
    attributes.principal_type === "USER"
      ? ["aws_identitystore_user", "user_id"]
      : ["aws_identitystore_group", "group_id"];
  const organization = organizationOf(caller, cloud);
  const known = [caller.accountId, organization?.managementAccountId].flatMap((account) => cloud.list(type, account));
  return known.some((each) => each.attributes[key] === id)
    ? undefined
    : refusal(
        "ResourceNotFoundException",
        `${String(attributes.principal_type)} ${id} does not exist in the identity store`,
        "principal_id",
      );
};

const organizationAdmin = (service: string): readonly Constraint[] => [
  managementOnly,
  accountExists("admin_account_id", "BadRequestException"),
  trusted(service, "BadRequestException"),
];

/** "Returns an error if the account is not an Organizations management account" (AWS Backup API, UpdateGlobalSettings). */
const backupSwitchAllowed: Constraint = (_subject, caller, cloud) =>
  organizationOf(caller, cloud)?.managementAccountId === caller.accountId
    ? undefined
    : refusal(
        "InvalidRequestException",
        "Global settings can be updated only by the management account of an organization",
        "global_settings",
      );

/** Service Quotas keeps the template of an organization in one region (Service Quotas User Guide, "request templates"). */
const inTemplateRegion: Constraint = ({ attributes }, caller) =>
  regionOf(attributes, caller) === "us-east-1"
    ? undefined
    : refusal(
        "TemplatesNotAvailableInRegionException",
        `The quota request template is not available in ${regionOf(attributes, caller)}: it is kept in us-east-1`,
        "region",
      );

/** Requests a template has at most (Service Quotas User Guide, "request templates", from memory 2026-11). */
const requestsOfTemplate = 10;

const templateHasRoom: Constraint = ({ type, id }, _caller, cloud) =>
  cloud.list(type).filter((each) => each.id !== id).length < requestsOfTemplate
    ? undefined
    : refusal("QuotaExceededException", `A quota request template has at most ${requestsOfTemplate} requests`);

const quotaTemplate: readonly Constraint[] = [
  (subject, caller, cloud) =>
    organizationOf(caller, cloud)
      ? managementOnly(subject, caller, cloud)
      : refusal("NoAvailableOrganizationException", "The account is not a member of an organization"),
  trusted("servicequotas.amazonaws.com", "AWSServiceAccessNotEnabledException"),
  inTemplateRegion,
];

export const organization: Record<string, readonly Constraint[]> = {
  aws_backup_global_settings: [backupSwitchAllowed],
  aws_servicequotas_template: [...quotaTemplate, templateHasRoom],
  aws_servicequotas_template_association: quotaTemplate,
  aws_organizations_account: [managementOnly, parentExists],
  aws_organizations_organizational_unit: [managementOnly, parentExists],
  aws_organizations_policy: [managementOnly],
  aws_organizations_policy_attachment: [managementOnly, policyExists, targetExists, policyTypeEnabled],
  aws_organizations_resource_policy: [managementOnly],
  aws_organizations_delegated_administrator: [
    managementOnly,
    accountExists("account_id", "AccountNotFoundException"),
    notManagement("account_id"),
    trusted((attributes) => String(attributes.service_principal), "ConstraintViolationException"),
  ],
  aws_cloudtrail_organization_delegated_admin_account: [
    managementOnly,
    accountExists("account_id", "AccountNotFoundException"),
    trusted("cloudtrail.amazonaws.com", "CloudTrailAccessNotEnabledException"),
  ],
  aws_guardduty_organization_admin_account: organizationAdmin("guardduty.amazonaws.com"),
  aws_securityhub_organization_admin_account: organizationAdmin("securityhub.amazonaws.com"),
  aws_inspector2_delegated_admin_account: [managementOnly, accountExists("account_id", "ValidationException")],
  aws_iam_organizations_features: [managementOnly, trusted("iam.amazonaws.com", "ServiceAccessNotEnabledException")],
  aws_ram_sharing_with_organization: [managementOnly],
  aws_guardduty_organization_configuration: [administers("guardduty.amazonaws.com", "BadRequestException")],
  aws_guardduty_organization_configuration_feature: [administers("guardduty.amazonaws.com", "BadRequestException")],
  aws_securityhub_organization_configuration: [administers("securityhub.amazonaws.com", "InvalidAccessException")],
  aws_accessanalyzer_analyzer: [
    onlyIf("type", /^ORGANIZATION/, administers("access-analyzer.amazonaws.com", "AccessDeniedException")),
  ],
  aws_cloudtrail: [
    onlyIf(
      "is_organization_trail",
      /^true$/,
      administers("cloudtrail.amazonaws.com", "NotOrganizationMasterAccountException"),
      trusted("cloudtrail.amazonaws.com", "CloudTrailAccessNotEnabledException"),
    ),
  ],
  aws_config_organization_managed_rule: [
    administers("config-multiaccountsetup.amazonaws.com", "OrganizationAccessDeniedException"),
  ],
  aws_config_organization_conformance_pack: [
    administers("config-multiaccountsetup.amazonaws.com", "OrganizationAccessDeniedException"),
  ],
  aws_identitystore_group: [identityCenterExists],
  aws_identitystore_group_membership: [identityCenterExists],
  aws_identitystore_user: [identityCenterExists],
  aws_ssoadmin_permission_set: [identityCenterExists],
  aws_ssoadmin_account_assignment: [
    identityCenterExists,
    assigneeExists,
    accountExists("target_id", "ResourceNotFoundException"),
  ],
};
