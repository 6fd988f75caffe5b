import { Construct } from "constructs";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import { baselineNames, baselinePath, otherPrivilegedRoles } from "./names.ts";
import { policyDocument } from "./policy-size.ts";
import { allow, deny, type Statement } from "./statement.ts";

export interface WorkloadBoundaryProps {
  readonly partition: string;
  /** 12-digit id of the account, or its token. */
  readonly accountId: string;
}

/**
 * The boundary as a policy. It belongs to the bootstrap, not to the account's stack: whoever may rewrite the boundary that
 * roles must carry is not bound by it.
 */
export class WorkloadBoundary extends Construct {
  constructor(scope: Construct, id: string, props: WorkloadBoundaryProps) {
    super(scope, id);
    new IamPolicy(this, "Resource", {
      name: baselineNames.boundary,
      path: baselinePath,
      description: "Permission boundary of application roles",
      policy: policyDocument("managed", baselineNames.boundary, workloadBoundaryStatements(props)),
    });
  }
}

/** Actions that make or keep credentials which do not expire: people use IAM Identity Center, programs use roles. */
export const userActions = [
  "iam:AddUserToGroup",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateServiceSpecificCredential",
  "iam:CreateUser",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:UpdateAccessKey",
  "iam:UpdateLoginProfile",
  "iam:UploadSSHPublicKey",
  "iam:UploadSigningCertificate",
];

/** Actions on a role that change what it can do, or who can use it. All take the condition key iam:PermissionsBoundary. */
export const grantActions = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
];

/** Everything that changes a role, uses it or hands it to a service. */
export const roleActions = [
  "iam:AddRoleToInstanceProfile",
  "iam:Attach*",
  "iam:CreateRole",
  "iam:Delete*",
  "iam:Detach*",
  "iam:PassRole",
  "iam:Put*",
  "iam:Tag*",
  "iam:Untag*",
  "iam:Update*",
  "sts:AssumeRole",
];

/** Everything that changes a managed policy. */
export const policyActions = [
  "iam:CreatePolicy*",
  "iam:DeletePolicy*",
  "iam:SetDefaultPolicyVersion",
  "iam:TagPolicy",
  "iam:UntagPolicy",
];

/** ARN of the boundary, as a token-bearing string: known before the policy exists, so the policy can name itself. */
export function workloadBoundaryArn({ partition, accountId }: WorkloadBoundaryProps): string {
  return `arn:${partition}:iam::${accountId}:policy${baselinePath}${baselineNames.boundary}`;
}

/**
 * The permission boundary of application roles: everything, except what would let a role out of it.
 *
 * A role with this boundary can make roles, but only with the same boundary; it cannot remove or rewrite the boundary,
 * change or assume the platform's roles, make users or keys, become the root user of a member, or let another identity
 * provider in. Which services an account may use is not said here: that is what guardrails are for.
 *
 * Source: IAM User Guide, "Permissions boundaries for IAM entities"; condition keys from the Service Authorization
 * Reference.
 */
export function workloadBoundaryStatements(props: WorkloadBoundaryProps): Statement[] {
  const iam = `arn:${props.partition}:iam::${props.accountId}`;
  return [
    allow({ sid: "Everything", actions: ["*"], resources: ["*"], because: "a boundary only limits" }),
    deny("KeepBoundaryOnRoles", ["iam:DeleteRolePermissionsBoundary"], ["*"]),
    {
      ...deny("RequireBoundaryOnRoles", grantActions, ["*"]),
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": workloadBoundaryArn(props) } },
    },
    deny("KeepBaselinePolicies", policyActions, [`${iam}:policy${baselinePath}*`]),
    deny("KeepPrivilegedRoles", roleActions, [
      `${iam}:role${baselinePath}*`,
      // In any account: the first trusts every role of the management account.
      ...otherPrivilegedRoles.map((role) => `arn:${props.partition}:iam::*:role/${role}`),
    ]),
    // In the management account: of its members.
    deny("NoRootSessions", ["sts:AssumeRoot"], ["*"]),
    deny("NoUsersOrKeys", userActions, ["*"]),
    deny(
      "KeepIdentityProviders",
      [
        "iam:*OpenIDConnectProvider*",
        "iam:CreateSAMLProvider",
        "iam:DeleteSAMLProvider",
        "iam:UpdateSAMLProvider",
        "iam:DeleteAccountPasswordPolicy",
        "iam:UpdateAccountPasswordPolicy",
      ],
      ["*"],
    ),
  ];
}
