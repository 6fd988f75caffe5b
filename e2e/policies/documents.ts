import type { Organization, Resource } from "../decisions/support/organization.ts";
import type { Values } from "../decisions/support/values.ts";

// Every policy of the organisation as it would be applied, for a linter that knows nothing of Terraform.

export type Kind = "SCP" | "RCP" | "identity" | "permission set" | "trust" | "repository" | "resource";

export interface PolicyDocument {
  readonly kind: Kind;
  /** Name of the Terraform resource: the same in every account that has it. */
  readonly name: string;
  readonly account: string;
  /** JSON, references filled in. */
  readonly text: string;
}

/** What holds a policy; `undefined` there: other kinds of policy too, which have no statements. */
const kinds: Readonly<Record<string, (resource: Resource) => Kind | undefined>> = {
  "aws_backup_vault_policy.policy": () => "resource",
  "aws_cloudwatch_event_bus_policy.policy": () => "resource",
  "aws_ecr_repository_policy.policy": () => "repository",
  "aws_iam_policy.policy": () => "identity",
  "aws_iam_role.assume_role_policy": () => "trust",
  "aws_iam_role_policy.policy": () => "identity",
  "aws_kms_key.policy": () => "resource",
  "aws_kms_key_policy.policy": () => "resource",
  "aws_oam_sink_policy.policy": () => "resource",
  "aws_organizations_policy.content": ({ properties: { type } }) =>
    type === "SERVICE_CONTROL_POLICY" ? "SCP" : type === "RESOURCE_CONTROL_POLICY" ? "RCP" : undefined,
  "aws_s3_bucket_policy.policy": () => "resource",
  "aws_sns_topic_policy.policy": () => "resource",
  "aws_sqs_queue_policy.policy": () => "resource",
  "aws_ssoadmin_permission_set_inline_policy.inline_policy": () => "permission set",
};

/** Throws on statements in a place that the table does not know: a new kind of policy must not go unread. */
export function policyDocuments({ resources }: Organization, values: Values): PolicyDocument[] {
  return resources.flatMap((resource) =>
    Object.entries(resource.properties).flatMap(([attribute, value]): PolicyDocument[] => {
      const kind = kinds[`${resource.type}.${attribute}`]?.(resource);
      const { account, name, type } = resource;
      if (kind !== undefined)
        return [{ kind, name, account: account.name, text: documentText(resource, value, values) }];
      if (/Statement\\?"/.test(JSON.stringify(value)))
        throw new Error(`${account.name}: ${type}.${name} has statements in ${attribute}, which the table lacks`);
      return [];
    }),
  );
}

function documentText({ account }: Resource, value: unknown, values: Values): string {
  const document = values.document(account.name, value) as { Statement?: object[] };
  if (!Array.isArray(document.Statement)) throw new Error(`${account.name}: no statements in ${String(value)}`);
  return JSON.stringify(document);
}
