import { policiesOf, type Statement } from "./policies.ts";
import { list, refersTo, resourcesOf, type Resource, type SynthesizedAccount } from "./synthesized.ts";

/** A grant of more than a role should have. */
export interface WideGrant {
  /** What grants it: a policy, or the attachment of one. */
  readonly resource: Resource;
  /** What is granted, `s3:* on *`. */
  readonly what: string;
  /** True: everything there is. */
  readonly full: boolean;
  /** Why, in words; undefined when nobody wrote it. */
  readonly reason: string | undefined;
}

/** What carries a policy, by the attribute that names it. */
const attachments: Readonly<Record<string, string>> = {
  aws_iam_role_policy_attachment: "policy_arn",
  aws_iam_user_policy_attachment: "policy_arn",
  aws_iam_group_policy_attachment: "policy_arn",
  aws_iam_policy_attachment: "policy_arn",
  aws_iam_role_policy_attachments_exclusive: "policy_arns",
  aws_iam_role: "managed_policy_arns",
  aws_ssoadmin_managed_policy_attachment: "managed_policy_arn",
};

/** Managed policies that are attached to something, with what attaches them. */
export function attachedPolicies(stack: SynthesizedAccount): { by: Resource; policies: string[] }[] {
  return Object.entries(attachments).flatMap(([type, attribute]) =>
    resourcesOf(stack, type)
      .map((by) => ({ by, policies: list(by.properties[attribute]) }))
      .filter(({ policies }) => policies.length > 0),
  );
}

/**
 * Statements that allow everything, of AWS or of a service, on everything; and AWS's own AdministratorAccess. A policy
 * that nothing attaches grants nothing: it may be a permission boundary.
 */
export function wideGrants(stack: SynthesizedAccount): WideGrant[] {
  const attached = attachedPolicies(stack);
  const grants: WideGrant[] = [];
  for (const { resource, statements = [] } of policiesOf(stack, "identity")) {
    const { name } = resource.properties;
    const isManaged = resource.type === "aws_iam_policy";
    const grantsNothing =
      isManaged &&
      !attached.some(
        ({ policies }) => refersTo(policies, resource) || policies.some((arn) => arn.endsWith(`/${name}`)),
      );
    if (grantsNothing) continue;
    for (const statement of statements) {
      const wide = wideActions(statement);
      if (wide.length === 0) continue;
      grants.push({
        resource,
        what: `${wide.join(", ")} on *`,
        full: wide.some((action) => action === "*" || action === "*:*" || statement.exceptActions),
        reason: reasonIn(statement.sid),
      });
    }
  }
  for (const { by, policies } of attached) {
    if (!policies.some((arn) => arn.endsWith(":aws:policy/AdministratorAccess"))) continue;
    const [holder] = resourcesOf(stack, "aws_iam_role", "aws_ssoadmin_permission_set").filter(
      (candidate) =>
        candidate.address === by.address ||
        refersTo([by.properties["role"], by.properties["permission_set_arn"]], candidate),
    );
    grants.push({
      resource: by,
      what: "AdministratorAccess",
      full: true,
      reason: holder?.properties["description"] || undefined,
    });
  }
  return grants;
}

/** Actions of an Allow on everything that are everything of a service, or everything but something. */
function wideActions({ effect, actions, exceptActions, resources, conditions }: Statement): string[] {
  if (effect !== "Allow" || !resources.includes("*") || conditions.length > 0) return [];
  return exceptActions
    ? ["all but some actions"]
    : actions.filter((action) => /^(\*|\*:\*|[a-z0-9-]+:\*)$/i.test(action));
}

/** The reason that the statement builder writes at the end of a Sid, `...BecauseEc2KnowsNoResourcesHere`, in words. */
function reasonIn(sid: string | undefined): string | undefined {
  const reason = /Because([A-Z0-9].*)$/.exec(sid ?? "")?.[1];
  return reason?.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
}
