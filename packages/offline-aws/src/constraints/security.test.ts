import type { Attributes, StoredResource } from "../contract.ts";
import { caller, cloudOf, stored } from "../test-cloud.ts";
import type { Given } from "./cases.fixture.ts";
import { answer, foreignOrganization, role } from "./cases.fixture.ts";
import { deleteConstraints } from "./index.ts";

const management = foreignOrganization.accountId;
const ofManagement = (type: string, id: string, attributes: Attributes = {}): StoredResource =>
  stored(type, id, { "@account": management, ...attributes });
const designated = (service: string, region = "eu-west-1"): StoredResource =>
  ofManagement(`aws_${service}_organization_admin_account`, `${service} ${region}`, {
    region,
    admin_account_id: caller.accountId,
  });
const registered = (service: string): StoredResource =>
  ofManagement("aws_organizations_delegated_administrator", service, {
    account_id: caller.accountId,
    service_principal: service,
  });

const detector = stored("aws_guardduty_detector", "d1");
const hub = stored("aws_securityhub_account", caller.accountId);
const aggregator = stored("aws_securityhub_finding_aggregator", "a");
const central = { organization_configuration: [{ configuration_type: "CENTRAL" }] };
const isCentral = stored("aws_securityhub_organization_configuration", caller.accountId, central);
const isLocal = stored("aws_securityhub_organization_configuration", caller.accountId, {
  organization_configuration: [{ configuration_type: "LOCAL" }],
});
const policy = stored("aws_securityhub_configuration_policy", "p1");
const administrator = [foreignOrganization, designated("securityhub"), hub];
const configuration = { ...central, auto_enable: false, auto_enable_standards: "NONE" };
const association = { policy_id: "p1", target_id: "r-ab12" };
const organizationAggregator = {
  name: "organization",
  organization_aggregation_source: [{ role_arn: role.attributes.arn! }],
};
const rule = { name: "r", rule_identifier: "EIP_ATTACHED" };
const ruler = [foreignOrganization, registered("config-multiaccountsetup.amazonaws.com")];
const recorder = stored("aws_config_configuration_recorder", "default");
const recorderOfManagement = ofManagement("aws_config_configuration_recorder", "default");

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  // GuardDuty: one detector a region, designation made it, and is asked for region by region
  ["aws_guardduty_detector", {}, [detector], "BadRequestException"],
  [
    "aws_guardduty_organization_configuration",
    { detector_id: "d1" },
    [foreignOrganization, designated("guardduty"), detector],
    undefined,
  ],
  [
    "aws_guardduty_organization_configuration",
    { detector_id: "d1" },
    [foreignOrganization, detector],
    "BadRequestException",
  ],
  [
    "aws_guardduty_organization_configuration",
    { detector_id: "d1" },
    [foreignOrganization, designated("guardduty", "eu-central-1"), detector],
    "BadRequestException",
  ],
  [
    "aws_guardduty_organization_configuration_feature",
    { detector_id: "d1", name: "S3_DATA_EVENTS" },
    [foreignOrganization, designated("guardduty", "eu-central-1"), detector],
    "BadRequestException",
  ],
  // Security Hub: hub, aggregator, central configuration, policy, association, in this order
  ["aws_securityhub_account", {}, [hub], "ResourceConflictException"],
  ["aws_securityhub_finding_aggregator", {}, [], "InvalidAccessException"],
  ["aws_securityhub_organization_configuration", configuration, [...administrator, aggregator], undefined],
  ["aws_securityhub_organization_configuration", configuration, administrator, "InvalidAccessException"],
  [
    "aws_securityhub_organization_configuration",
    { ...configuration, auto_enable: true },
    [...administrator, aggregator],
    "InvalidInputException",
  ],
  [
    "aws_securityhub_organization_configuration",
    { ...configuration, auto_enable_standards: "DEFAULT" },
    [...administrator, aggregator],
    "InvalidInputException",
  ],
  ["aws_securityhub_organization_configuration", { auto_enable: true }, administrator, undefined],
  ["aws_securityhub_configuration_policy", { name: "p" }, [isCentral], undefined],
  ["aws_securityhub_configuration_policy", { name: "p" }, [isLocal], "AccessDeniedException"],
  ["aws_securityhub_configuration_policy", { name: "p" }, [], "AccessDeniedException"],
  [
    "aws_securityhub_configuration_policy_association",
    association,
    [foreignOrganization, isCentral, policy],
    undefined,
  ],
  [
    "aws_securityhub_configuration_policy_association",
    { ...association, policy_id: "SELF_MANAGED_SECURITY_HUB" },
    [foreignOrganization, isCentral],
    undefined,
  ],
  [
    "aws_securityhub_configuration_policy_association",
    association,
    [foreignOrganization, isCentral],
    "ResourceNotFoundException",
  ],
  [
    "aws_securityhub_configuration_policy_association",
    { ...association, target_id: "ou-ab12-1" },
    [foreignOrganization, isCentral, policy],
    "ResourceNotFoundException",
  ],
  [
    "aws_securityhub_configuration_policy_association",
    { ...association, target_id: "ou-ab12-1" },
    [
      foreignOrganization,
      isCentral,
      policy,
      ofManagement("aws_organizations_organizational_unit", "ou-ab12-1", { parent_id: "r-ab12" }),
    ],
    undefined,
  ],
  [
    "aws_securityhub_configuration_policy_association",
    association,
    [foreignOrganization, isLocal, policy],
    "AccessDeniedException",
  ],
  // AWS Config
  ["aws_config_configuration_aggregator", { name: "own", account_aggregation_source: [{}] }, [], undefined],
  [
    "aws_config_configuration_aggregator",
    organizationAggregator,
    [foreignOrganization, registered("config.amazonaws.com"), role],
    undefined,
  ],
  [
    "aws_config_configuration_aggregator",
    organizationAggregator,
    [foreignOrganization, role],
    "OrganizationAccessDeniedException",
  ],
  [
    "aws_config_configuration_aggregator",
    organizationAggregator,
    [foreignOrganization, registered("config.amazonaws.com")],
    "InvalidRoleException",
  ],
  ["aws_config_organization_managed_rule", rule, [...ruler, recorder, recorderOfManagement], undefined],
  ["aws_config_organization_managed_rule", rule, [...ruler, recorder], "NoAvailableConfigurationRecorderException"],
  [
    "aws_config_organization_managed_rule",
    { ...rule, excluded_accounts: [management] },
    [...ruler, recorder],
    undefined,
  ],
  [
    "aws_config_organization_managed_rule",
    rule,
    [foreignOrganization, recorder, recorderOfManagement],
    "OrganizationAccessDeniedException",
  ],
  [
    "aws_config_configuration_recorder",
    { name: "other" },
    [recorder],
    "MaxNumberOfConfigurationRecordersExceededException",
  ],
  [
    "aws_config_delivery_channel",
    { name: "other" },
    [recorder, stored("aws_config_delivery_channel", "default")],
    "MaxNumberOfDeliveryChannelsExceededException",
  ],
  ["aws_config_delivery_channel", { name: "default" }, [], "NoAvailableConfigurationRecorderException"],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});

const channel = stored("aws_config_delivery_channel", "default");
const status = (enabled: boolean, region = "eu-west-1"): StoredResource =>
  stored("aws_config_configuration_recorder_status", "default", { is_enabled: enabled, region });

// what is deleted, what else exists, the code of the refusal or undefined
test.each<[string, StoredResource, Given, string | undefined]>([
  ["the administrator's detector", detector, [foreignOrganization, designated("guardduty")], "BadRequestException"],
  ["a detector after it", detector, [foreignOrganization], undefined],
  ["another region's", detector, [foreignOrganization, designated("guardduty", "eu-central-1")], undefined],
  ["the administrator's hub", hub, [foreignOrganization, designated("securityhub")], "InvalidInputException"],
  ["a hub after it", hub, [foreignOrganization], undefined],
  ["designation under central configuration", designated("securityhub"), [isCentral], "InvalidInputException"],
  ["designation under local configuration", designated("securityhub"), [isLocal], undefined],
  ["the channel of a running recorder", channel, [status(true)], "LastDeliveryChannelDeleteFailedException"],
  ["the channel of a stopped recorder", channel, [status(false)], undefined],
  ["the channel beside another region's recorder", channel, [status(true, "eu-central-1")], undefined],
])("deleting %s", (_what, resource, given, code) => {
  const refusals = (deleteConstraints[resource.type] ?? []).map((constraint) =>
    constraint(resource, caller, cloudOf(resource, ...given)),
  );
  expect(refusals.find((each) => each !== undefined)?.code).toBe(code);
});
