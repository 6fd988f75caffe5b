import type { Caller, CloudView, Constraint, Refusal } from "../contract.ts";
import { organizationOf } from "../organization.ts";
import type { PolicyKindName } from "../policy-document.ts";
import { awsPrincipalsOf, checkPolicyDocument, listOf, policySize, statementsOf } from "../policy-document.ts";
import { policyKinds } from "../policy/kinds.ts";
import { accountOf, blocksAt, isKnownAccount, refusal, textsAt } from "./resources.ts";

/** Attributes that hold policy documents, and the kind each must be. */
export const policyAttributes: Record<string, readonly (readonly [path: string, kind: PolicyKindName])[]> = {
  aws_backup_vault_policy: [["policy", "backupVault"]],
  aws_cloudwatch_event_bus_policy: [["policy", "eventBus"]],
  aws_cloudwatch_log_destination_policy: [["access_policy", "logDestination"]],
  aws_ecr_repository_policy: [["policy", "repository"]],
  aws_iam_policy: [["policy", "managed"]],
  aws_iam_role: [
    ["assume_role_policy", "trust"],
    ["inline_policy.policy", "inline"],
  ],
  aws_iam_role_policy: [["policy", "inline"]],
  aws_kms_key: [["policy", "key"]],
  aws_kms_key_policy: [["policy", "key"]],
  aws_oam_sink_policy: [["policy", "sink"]],
  aws_organizations_resource_policy: [["content", "organizationResource"]],
  aws_s3_bucket: [["policy", "bucket"]],
  aws_s3_bucket_policy: [["policy", "bucket"]],
  aws_secretsmanager_secret: [["policy", "secret"]],
  aws_secretsmanager_secret_policy: [["policy", "secret"]],
  aws_sns_topic: [["policy", "topic"]],
  aws_sns_topic_policy: [["policy", "topic"]],
  aws_sqs_queue: [["policy", "queue"]],
  aws_sqs_queue_policy: [["policy", "queue"]],
  aws_ssoadmin_permission_set_inline_policy: [["inline_policy", "permissionSet"]],
  aws_vpc_endpoint: [["policy", "endpoint"]],
  aws_vpc_endpoint_policy: [["policy", "endpoint"]],
};

/** Policy documents are well-formed, within size, and name principals that exist. */
export const policiesValid: Constraint = ({ type, attributes }, caller, cloud) => {
  for (const [path, kind] of policyAttributes[type] ?? []) {
    for (const text of textsAt(attributes, path)) {
      const problem = checkPolicyDocument(text, kind) ?? missingPrincipal(text, kind, caller, cloud);
      if (problem) return { ...problem, attribute: path };
    }
  }
  return undefined;
};

// AWS makes these itself: service-linked roles, Identity Center's roles.
const madeByAws = /:role\/(aws-service-role|aws-reserved)\//;

function missingPrincipal(text: string, kind: PolicyKindName, caller: Caller, cloud: CloudView): Refusal | undefined {
  // An endpoint policy is not resolved: AWS accepts any well-formed ARN there.
  if (kind === "endpoint") return undefined;
  const missing = awsPrincipalsOf(text).find((arn) => !principalExists(arn, caller, cloud));
  return missing === undefined
    ? undefined
    : { code: policyKinds[kind].malformed, message: `Invalid principal in policy: "AWS":"${missing}"` };
}

/** Roles and users of accounts that the simulated cloud knows must exist; everything else AWS takes as it is. */
function principalExists(arn: string, caller: Caller, cloud: CloudView): boolean {
  const [, type, name] = /^arn:[\w-]+:iam::\d{12}:(role|user)\/(.+)$/.exec(arn) ?? [];
  const account = accountOf(arn);
  if (type === undefined || account === undefined || madeByAws.test(arn) || !isKnownAccount(account, caller, cloud))
    return true;
  if (cloud.list(`aws_iam_${type}`, account).some((each) => each.attributes.arn === arn)) return true;
  // Creating an account in an organization creates the role that its management account uses.
  const organization = organizationOf(caller, cloud);
  return cloud
    .list("aws_organizations_account", organization?.managementAccountId)
    .some(({ id, attributes }) => id === account && (attributes.role_name || "OrganizationAccountAccessRole") === name);
}

/** A key whose policy lets nobody of its account change the policy would be lost. */
const keyStaysManageable: Constraint = ({ attributes }, caller) => {
  const text = attributes.policy;
  if (typeof text !== "string" || text === "" || attributes.bypass_policy_lockout_safety_check === true)
    return undefined;
  const manageable = statementsOf(text).some(
    ({ Effect, Action, Principal }) =>
      Effect === "Allow" &&
      listOf(Action).some((action) => /^(\*|kms:(\*|Put\*|PutKeyPolicy))$/i.test(action)) &&
      (Principal === "*" ||
        listOf(Principal?.AWS).some((principal) => principal === "*" || principal.includes(caller.accountId))),
  );
  return manageable
    ? undefined
    : refusal(
        "MalformedPolicyDocumentException",
        "The new key policy will not allow you to update the key policy in the future",
        "policy",
      );
};

/** The inline policies of a role share one quota. */
const inlinePoliciesFit: Constraint = ({ attributes, id }, _caller, cloud) => {
  const others = cloud
    .list("aws_iam_role_policy")
    .filter((each) => each.id !== id && each.attributes.role === attributes.role);
  const role = cloud.get("aws_iam_role", String(attributes.role));
  const texts = [
    attributes.policy,
    ...others.map((each) => each.attributes.policy),
    ...(role ? blocksAt(role.attributes, "inline_policy").map(({ policy }) => policy) : []),
  ];
  const size = texts.reduce<number>(
    (sum, text) => sum + (typeof text === "string" ? policySize(text, "inline") : 0),
    0,
  );
  const limit = policyKinds.inline.size;
  return size <= limit
    ? undefined
    : refusal(
        "LimitExceeded",
        `Maximum policy size of ${limit} bytes exceeded for role ${String(attributes.role)}`,
        "policy",
      );
};

// Organizations policy types other than the two that are IAM policies; characters, Quotas for AWS Organizations, 2026-11-01.
const declarativeSizes: Record<string, number> = {
  AISERVICES_OPT_OUT_POLICY: 2_500,
  BACKUP_POLICY: 10_000,
  CHATBOT_POLICY: 10_000,
  DECLARATIVE_POLICY_EC2: 10_000,
  TAG_POLICY: 10_000,
};

/** The content of an Organizations policy, by its type. */
const organizationPolicyValid: Constraint = ({ attributes }) => {
  const [content, type] = [String(attributes.content ?? ""), String(attributes.type ?? "SERVICE_CONTROL_POLICY")];
  if (type === "SERVICE_CONTROL_POLICY") return checkPolicyDocument(content, "serviceControl");
  if (type === "RESOURCE_CONTROL_POLICY") return checkPolicyDocument(content, "resourceControl");
  const limit = declarativeSizes[type];
  if (!isJsonObject(content)) {
    return refusal(
      "MalformedPolicyDocumentException",
      "The provided policy document does not meet the requirements: not a JSON object",
      "content",
    );
  }
  return limit !== undefined && content.length > limit
    ? refusal(
        "ConstraintViolationException",
        `The policy has ${content.length} characters; ${type} may have ${limit}`,
        "content",
      )
    : undefined;
};

/** Rules about policies that hold for one type only. */
export const ownPolicyRules: Record<string, readonly Constraint[]> = {
  aws_iam_role_policy: [inlinePoliciesFit],
  aws_kms_key: [keyStaysManageable],
  aws_kms_key_policy: [keyStaysManageable],
  aws_organizations_policy: [organizationPolicyValid],
};

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value);
  } catch {
    return false;
  }
}
