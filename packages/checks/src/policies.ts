import { blocks, list, resourcesOf, type Resource, type SynthesizedAccount } from "./synthesized.ts";

/** What a policy does: grants to whoever carries it, says who may become a role, or who may reach a resource. */
export type PolicyKind = "identity" | "trust" | "resource" | "organization";

/** A statement with every list as a list. */
export interface Statement {
  readonly sid: string | undefined;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  /** True: `NotAction`. */
  readonly exceptActions: boolean;
  readonly resources: readonly string[];
  /** `Principal` with lists as lists; `*` is `{ AWS: ["*"] }`. Undefined: the policy has no principals. */
  readonly principals: Readonly<Record<string, readonly string[]>> | undefined;
  /** True: `NotPrincipal`. */
  readonly exceptPrincipals: boolean;
  /** Operator, key, values. */
  readonly conditions: readonly (readonly [operator: string, key: string, values: readonly string[]])[];
}

/** A policy in a stack. */
export interface PolicyDocument {
  readonly resource: Resource;
  readonly kind: PolicyKind;
  /** As synthesised. */
  readonly text: string;
  /** Undefined: an expression that only Terraform can work out. */
  readonly statements: readonly Statement[] | undefined;
}

/** Where policies are written, by type. Tag, backup and opt-out policies have a grammar of their own: not here. */
const attributes: Readonly<Record<string, readonly [kind: PolicyKind, attribute: string]>> = {
  aws_iam_policy: ["identity", "policy"],
  aws_iam_role_policy: ["identity", "policy"],
  aws_iam_user_policy: ["identity", "policy"],
  aws_iam_group_policy: ["identity", "policy"],
  aws_ssoadmin_permission_set_inline_policy: ["identity", "inline_policy"],
  aws_iam_role: ["trust", "assume_role_policy"],
  aws_api_gateway_rest_api_policy: ["resource", "policy"],
  aws_backup_vault_policy: ["resource", "policy"],
  aws_cloudwatch_event_bus_policy: ["resource", "policy"],
  aws_cloudwatch_log_destination_policy: ["resource", "access_policy"],
  aws_cloudwatch_log_resource_policy: ["resource", "policy_document"],
  aws_dynamodb_resource_policy: ["resource", "policy"],
  aws_ecr_registry_policy: ["resource", "policy"],
  aws_ecr_repository_policy: ["resource", "policy"],
  aws_efs_file_system_policy: ["resource", "policy"],
  aws_glacier_vault: ["resource", "access_policy"],
  aws_glue_resource_policy: ["resource", "policy"],
  aws_kinesis_resource_policy: ["resource", "policy"],
  aws_kms_key: ["resource", "policy"],
  aws_kms_key_policy: ["resource", "policy"],
  aws_oam_sink_policy: ["resource", "policy"],
  aws_opensearch_domain_policy: ["resource", "access_policies"],
  aws_organizations_resource_policy: ["resource", "content"],
  aws_s3_access_point: ["resource", "policy"],
  aws_s3_bucket: ["resource", "policy"],
  aws_s3_bucket_policy: ["resource", "policy"],
  aws_secretsmanager_secret: ["resource", "policy"],
  aws_secretsmanager_secret_policy: ["resource", "policy"],
  aws_sns_topic: ["resource", "policy"],
  aws_sns_topic_policy: ["resource", "policy"],
  aws_sqs_queue: ["resource", "policy"],
  aws_sqs_queue_policy: ["resource", "policy"],
  aws_organizations_policy: ["organization", "content"],
};

/** Types of organisation policies that are written in the IAM policy language. */
const authorizationPolicies = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"];

/** Every IAM policy of a stack that is of one of the kinds. */
export function policiesOf(stack: SynthesizedAccount, ...kinds: readonly PolicyKind[]): PolicyDocument[] {
  return Object.entries(attributes).flatMap(([type, [kind, attribute]]) =>
    resourcesOf(stack, type).flatMap((resource): PolicyDocument[] => {
      const { properties } = resource;
      if (kind === "organization" && !authorizationPolicies.includes(properties["type"] ?? "SERVICE_CONTROL_POLICY"))
        return [];
      const inline = type === "aws_iam_role" ? blocks(properties["inline_policy"]).map(({ policy }) => policy) : [];
      return [
        ...(kinds.includes(kind) ? [document(resource, kind, properties[attribute])] : []),
        ...(kinds.includes("identity") ? inline.map((policy) => document(resource, "identity", policy)) : []),
      ].filter((policy) => policy !== undefined);
    }),
  );
}

function document(resource: Resource, kind: PolicyKind, value: unknown): PolicyDocument | undefined {
  if (value === undefined || value === null) return undefined;
  const text = String(value);
  return { resource, kind, text, statements: statementsOf(text) };
}

/** Statements of a policy document, undefined when it is not JSON. */
export function statementsOf(text: string): Statement[] | undefined {
  let parsed: { Statement?: unknown };
  try {
    parsed = JSON.parse(text) as object;
  } catch {
    return undefined;
  }
  return blocks(parsed.Statement).map((statement) => {
    const principal: unknown = statement["Principal"] ?? statement["NotPrincipal"];
    return {
      sid: statement["Sid"],
      effect: statement["Effect"],
      actions: list(statement["Action"] ?? statement["NotAction"]),
      exceptActions: statement["NotAction"] !== undefined,
      resources: list(statement["Resource"] ?? statement["NotResource"]),
      principals:
        principal === undefined
          ? undefined
          : typeof principal === "string"
            ? { AWS: [principal] }
            : Object.fromEntries(Object.entries(principal as object).map(([type, ids]) => [type, list(ids)])),
      exceptPrincipals: statement["NotPrincipal"] !== undefined,
      conditions: Object.entries((statement["Condition"] ?? {}) as Record<string, Record<string, unknown>>).flatMap(
        ([operator, keys]) =>
          Object.entries(keys).map(([key, values]) => [operator, key, list(values).map(String)] as const),
      ),
    };
  });
}

/** True when an action, `iam:CreateUser`, is one that the statement speaks of. */
export function speaksOf({ actions, exceptActions }: Statement, action: string): boolean {
  return actions.some((pattern) => matches(pattern, action)) !== exceptActions;
}

/** IAM's wildcards: `*` any text, `?` one character; case does not count in actions. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "is").test(text);
}
