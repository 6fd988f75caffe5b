import { Construct } from "constructs";
import { IamAccountAlias } from "@cdktf/provider-aws/lib/iam-account-alias/index.js";
import { IamAccountPasswordPolicy } from "@cdktf/provider-aws/lib/iam-account-password-policy/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { baselineNames, baselinePath, baselineRolePolicies } from "./names.ts";
import { policyDocument } from "./policy-size.ts";
import { workloadBoundaryArn } from "./workload-boundary.ts";

export interface IamBaselineProps {
  /** Id of the organisation, `organizationId` of `organizationOutputs`: nobody outside it can assume the audit role. */
  readonly organizationId: string;
  /**
   * Account whose people may assume the audit role.
   * @default any account of the organisation that assigns the permission set
   */
  readonly auditorAccountId?: string;
  /**
   * Identity Center permission set whose holders may assume the audit role.
   * @default "SecurityAudit"
   */
  readonly auditorPermissionSet?: string;
  /**
   * Name in the account's sign-in address, unique across AWS.
   * @default none
   */
  readonly alias?: string;
}

/** IAM of every account: password policy, audit and support roles. */
export class IamBaseline extends Construct {
  /** ARN of the permission boundary that every role of the account's stack must carry. The bootstrap makes the policy. */
  readonly workloadBoundaryArn: string;

  constructor(scope: Construct, id: string, props: IamBaselineProps) {
    super(scope, id);
    const { account, accountId } = AccountStack.of(this);
    const partition = partitionOf(account.region);

    // CIS 2.8 and 2.9. No expiry: NIST SP 800-63B advises against it, and CIS dropped it.
    new IamAccountPasswordPolicy(this, "password-policy", {
      minimumPasswordLength: 14,
      passwordReusePrevention: 24,
      requireLowercaseCharacters: true,
      requireUppercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      allowUsersToChangePassword: true,
    });
    this.#role("audit", {
      description: "Reads configuration, not content: for the security team",
      trust: auditTrust(props, partition),
    });
    // CIS 2.15. Whoever may assume roles in this account can open a case as this one.
    this.#role("support", {
      description: "Opens and follows AWS Support cases",
      trust: { Principal: { AWS: `arn:${partition}:iam::${accountId}:root` } },
    });
    this.workloadBoundaryArn = workloadBoundaryArn({ partition, accountId });
    if (props.alias !== undefined) new IamAccountAlias(this, "alias", { accountAlias: props.alias });
  }

  #role(name: "audit" | "support", role: { description: string; trust: object }): void {
    const partition = partitionOf(AccountStack.of(this).account.region);
    const iamRole = new IamRole(this, name, {
      name: baselineNames[name],
      path: baselinePath,
      description: role.description,
      assumeRolePolicy: policyDocument("trust", baselineNames[name], [
        { Effect: "Allow", Action: "sts:AssumeRole", ...role.trust },
      ]),
    });
    for (const policy of baselineRolePolicies[name]) {
      const shortName = policy.slice(policy.lastIndexOf("/") + 1);
      new IamRolePolicyAttachment(this, `${name}-${shortName}`, {
        role: iamRole.name,
        policyArn: `arn:${partition}:iam::aws:policy/${policy}`,
      });
    }
  }
}

/**
 * Trusts holders of one permission set, inside the organisation. The principal is `*` because AWS refuses a trust policy
 * that names a role which does not exist yet; the path aws-reserved can be used by IAM Identity Center alone, so nobody
 * can make a role that looks like one of its own.
 */
function auditTrust(props: IamBaselineProps, partition: string): object {
  const account = props.auditorAccountId ?? "*";
  const permissionSet = props.auditorPermissionSet ?? "SecurityAudit";
  // Sixteen characters are Identity Center's own suffix; `*` would let in a permission set called SecurityAudit_Anyone.
  const role = `role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${permissionSet}_${"?".repeat(16)}`;
  return {
    Principal: { AWS: "*" },
    Condition: {
      StringEquals: { "aws:PrincipalOrgID": props.organizationId },
      ArnLike: { "aws:PrincipalArn": `arn:${partition}:iam::${account}:${role}` },
    },
  };
}
