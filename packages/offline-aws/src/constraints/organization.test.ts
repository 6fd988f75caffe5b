import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import type { Given } from "./cases.fixture.ts";
import {
  allow,
  answer,
  assignment,
  center,
  foreignOrganization,
  many,
  member,
  organization,
  permissionSet,
  policy,
  scp,
  tagPolicy,
  team,
} from "./cases.fixture.ts";

const withQuotas = stored("aws_organizations_organization", "o-1", {
  roots: [{ id: "r-ab12" }],
  aws_service_access_principals: ["servicequotas.amazonaws.com"],
});
const crossAccount = { global_settings: { isCrossAccountBackupEnabled: "true" } };
const request = { region: "us-east-1", aws_region: "eu-west-1", service_code: "vpc", quota_code: "L-1", value: 9 };
const requests = (count: number) => many(count, "aws_servicequotas_template", { region: "us-east-1" });

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  ["aws_organizations_organizational_unit", { name: "Workloads", parent_id: "r-ab12" }, [organization], undefined],
  [
    "aws_organizations_organizational_unit",
    { name: "Workloads", parent_id: "r-ab12" },
    [],
    "AWSOrganizationsNotInUseException",
  ],
  [
    "aws_organizations_organizational_unit",
    { name: "Workloads", parent_id: "r-ab12" },
    [foreignOrganization],
    "AccessDeniedException",
  ],
  [
    "aws_organizations_organizational_unit",
    { name: "Workloads", parent_id: "ou-ab12-1" },
    [organization],
    "ParentNotFoundException",
  ],
  [
    "aws_organizations_account",
    { email: "a@acme.example", name: "a", parent_id: "r-ab12" },
    [organization, member],
    undefined,
  ],
  ["aws_organizations_account", { email: "M@acme.example", name: "a" }, [organization, member], "EMAIL_ALREADY_EXISTS"],
  ["aws_organizations_account", { email: "acme", name: "a" }, [organization], "INVALID_EMAIL"],
  [
    "aws_organizations_policy",
    { content: policy({ ...allow, Effect: "Deny" }), type: "SERVICE_CONTROL_POLICY", name: "a" },
    [organization],
    undefined,
  ],
  [
    "aws_organizations_policy",
    { content: policy({ ...allow, Principal: "*" }), name: "a" },
    [organization],
    "MalformedPolicyDocumentException",
  ],
  [
    "aws_organizations_policy",
    { content: policy(allow), type: "RESOURCE_CONTROL_POLICY", name: "a" },
    [organization],
    "MalformedPolicyDocumentException",
  ],
  ["aws_organizations_policy", { content: '{"tags":{}}', type: "TAG_POLICY", name: "a" }, [organization], undefined],
  [
    "aws_organizations_policy",
    { content: "tags", type: "TAG_POLICY", name: "a" },
    [organization],
    "MalformedPolicyDocumentException",
  ],
  [
    "aws_organizations_policy",
    { content: `{"a":"${"a".repeat(10_000)}"}`, type: "BACKUP_POLICY", name: "a" },
    [organization],
    "ConstraintViolationException",
  ],
  ["aws_organizations_policy_attachment", { policy_id: "p-1", target_id: "r-ab12" }, [organization, scp], undefined],
  [
    "aws_organizations_policy_attachment",
    { policy_id: "p-1", target_id: "444455556666" },
    [organization, scp, member],
    undefined,
  ],
  [
    "aws_organizations_policy_attachment",
    { policy_id: "p-1", target_id: "444455556666" },
    [organization, scp],
    "TargetNotFoundException",
  ],
  [
    "aws_organizations_policy_attachment",
    { policy_id: "p-0", target_id: "r-ab12" },
    [organization],
    "PolicyNotFoundException",
  ],
  [
    "aws_organizations_policy_attachment",
    { policy_id: "p-2", target_id: "r-ab12" },
    [organization, tagPolicy],
    "PolicyTypeNotEnabledException",
  ],
  [
    "aws_organizations_delegated_administrator",
    { account_id: "444455556666", service_principal: "guardduty.amazonaws.com" },
    [organization, member],
    undefined,
  ],
  [
    "aws_organizations_delegated_administrator",
    { account_id: "444455556666", service_principal: "config.amazonaws.com" },
    [organization, member],
    "ConstraintViolationException",
  ],
  [
    "aws_organizations_delegated_administrator",
    { account_id: "777788889999", service_principal: "guardduty.amazonaws.com" },
    [organization, member],
    "AccountNotFoundException",
  ],
  [
    "aws_organizations_delegated_administrator",
    { account_id: "111122223333", service_principal: "guardduty.amazonaws.com" },
    [organization],
    "ConstraintViolationException",
  ],
  ["aws_guardduty_organization_admin_account", { admin_account_id: "444455556666" }, [organization, member], undefined],
  [
    "aws_securityhub_organization_admin_account",
    { admin_account_id: "444455556666" },
    [organization, member],
    "BadRequestException",
  ],
  [
    "aws_ram_principal_association",
    { principal: "arn:aws:organizations::111122223333:organization/o-1" },
    [organization],
    "OperationNotPermittedException",
  ],
  [
    "aws_ram_principal_association",
    { principal: "arn:aws:organizations::111122223333:organization/o-1" },
    [organization, stored("aws_ram_sharing_with_organization", "1")],
    undefined,
  ],
  ["aws_ram_principal_association", { principal: "444455556666" }, [], undefined],
  [
    "aws_ssoadmin_permission_set",
    { name: "Admin", instance_arn: "arn:aws:sso:::instance/ssoins-0000000000000000" },
    [organization],
    "ResourceNotFoundException",
  ],
  ["aws_accessanalyzer_analyzer", { analyzer_name: "a", type: "ACCOUNT" }, [], undefined],
  [
    "aws_accessanalyzer_analyzer",
    { analyzer_name: "a", type: "ACCOUNT" },
    [stored("aws_accessanalyzer_analyzer", "b", { analyzer_name: "b", type: "ACCOUNT" })],
    "ServiceQuotaExceededException",
  ],
  ["aws_accessanalyzer_analyzer", { analyzer_name: "a", type: "ORGANIZATION" }, [organization], undefined],
  [
    "aws_accessanalyzer_analyzer",
    { analyzer_name: "a", type: "ORGANIZATION" },
    [foreignOrganization],
    "AccessDeniedException",
  ],
  [
    "aws_accessanalyzer_analyzer",
    { analyzer_name: "a", type: "ORGANIZATION" },
    [
      foreignOrganization,
      stored("aws_organizations_delegated_administrator", "d", {
        "@account": "000011112222",
        account_id: "111122223333",
        service_principal: "access-analyzer.amazonaws.com",
      }),
    ],
    undefined,
  ],
  [
    "aws_organizations_policy",
    { content: "null", type: "TAG_POLICY", name: "a" },
    [organization],
    "MalformedPolicyDocumentException",
  ],
  [
    "aws_organizations_policy",
    { content: "[]", type: "TAG_POLICY", name: "a" },
    [organization],
    "MalformedPolicyDocumentException",
  ],
  ["aws_ssoadmin_permission_set", { name: "Admin", instance_arn: center.instanceArn }, [organization], undefined],
  [
    "aws_identitystore_group",
    { display_name: "team", identity_store_id: center.identityStoreId },
    [organization],
    undefined,
  ],
  [
    "aws_identitystore_group",
    { display_name: "team", identity_store_id: "d-0000000000" },
    [organization],
    "ResourceNotFoundException",
  ],
  ["aws_ssoadmin_account_assignment", assignment, [organization, member, permissionSet, team], undefined],
  ["aws_ssoadmin_account_assignment", assignment, [organization, member, permissionSet], "ResourceNotFoundException"],
  [
    "aws_ssoadmin_account_assignment",
    { ...assignment, principal_type: "USER" },
    [organization, member, permissionSet, team],
    "ResourceNotFoundException",
  ],
  ["aws_ssoadmin_account_assignment", assignment, [organization, permissionSet, team], "ResourceNotFoundException"],
  ["aws_backup_global_settings", crossAccount, [organization], undefined],
  ["aws_backup_global_settings", crossAccount, [], "InvalidRequestException"],
  ["aws_backup_global_settings", crossAccount, [foreignOrganization], "InvalidRequestException"],
  ["aws_servicequotas_template_association", { region: "us-east-1" }, [withQuotas], undefined],
  [
    "aws_servicequotas_template_association",
    { region: "eu-west-1" },
    [withQuotas],
    "TemplatesNotAvailableInRegionException",
  ],
  ["aws_servicequotas_template_association", { region: "us-east-1" }, [], "NoAvailableOrganizationException"],
  ["aws_servicequotas_template", request, [withQuotas], undefined],
  ["aws_servicequotas_template", request, [organization], "AWSServiceAccessNotEnabledException"],
  ["aws_servicequotas_template", request, [{ ...withQuotas, accountId: "000011112222" }], "AccessDeniedException"],
  [
    "aws_servicequotas_template",
    { ...request, region: "eu-west-1" },
    [withQuotas],
    "TemplatesNotAvailableInRegionException",
  ],
  ["aws_servicequotas_template", request, [withQuotas, ...requests(9)], undefined],
  ["aws_servicequotas_template", request, [withQuotas, ...requests(10)], "QuotaExceededException"],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
