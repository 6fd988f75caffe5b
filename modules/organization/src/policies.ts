import { Construct } from "constructs";
import { OrganizationsPolicy } from "@cdktf/provider-aws/lib/organizations-policy/index.js";
import { OrganizationsPolicyAttachment } from "@cdktf/provider-aws/lib/organizations-policy-attachment/index.js";
import { didYouMean, listed, UserError } from "@archipelago/account-stack";

/** A policy of AWS Organizations as it is, word for word. */
export interface OrganizationPolicy {
  /** Name in AWS. */
  readonly name: string;
  /** AWS Organizations policy type, for example `SERVICE_CONTROL_POLICY`. */
  readonly type: string;
  /**
   * Description in AWS.
   * @default none
   */
  readonly description?: string;
  /** Organizational units (paths) and accounts (names of folders) it is attached to; `Root` for all. */
  readonly targets: readonly string[];
  /** The policy document. */
  readonly document: object;
}

export interface OrganizationPoliciesProps {
  /** Ids of the organizational units by path, the root's under `Root`: `unitIds` of `Organization`. */
  readonly unitIds: Readonly<Record<string, string>>;
  /** Ids of all accounts by name: `accountIds` of `Organization`. */
  readonly accountIds: Readonly<Record<string, string>>;
  /** The policies. */
  readonly policies: readonly OrganizationPolicy[];
}

/**
 * Policies that the organisation had before this repository: kept as they are until somebody turns them into guardrails. For
 * the management account's stack.
 *
 * @throws UserError when a target is neither a unit nor an account
 */
export class OrganizationPolicies extends Construct {
  constructor(scope: Construct, id: string, { policies, unitIds, accountIds }: OrganizationPoliciesProps) {
    super(scope, id);
    for (const { name, type, description, targets, document } of policies) {
      const policyScope = new Construct(this, slug(name));
      const policy = new OrganizationsPolicy(policyScope, "Resource", {
        name,
        type,
        ...(description === undefined ? {} : { description }),
        // IAM's variables, ${aws:PrincipalAccount}, look like Terraform's, which have no colon.
        content: JSON.stringify(document).replaceAll(/\$(?=\{[A-Za-z0-9-]+:)/g, "$$$$"),
      });
      for (const target of targets) {
        const targetId = unitIds[target] ?? accountIds[target];
        if (targetId === undefined) {
          const known = [...Object.keys(unitIds), ...Object.keys(accountIds)];
          throw new UserError(`the policy ${name} is for "${target}"${didYouMean(target, known)}`, {
            where: "policies",
            allowed: listed(known),
          });
        }
        new OrganizationsPolicyAttachment(policyScope, slug(target), { policyId: policy.id, targetId });
      }
    }
  }
}

function slug(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, "-");
}
