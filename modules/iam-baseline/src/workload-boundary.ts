import { baselineNames, baselinePath, otherPrivilegedRoles } from "./names.ts";

export interface WorkloadBoundaryProps {
  readonly partition: string;
  readonly accountId: string;
}

/** Actions that make or keep credentials which do not expire: people use IAM Identity Center, programs use roles. */
const userActions = [
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

/** Actions on a role that change what it can do. All take the condition key iam:PermissionsBoundary. */
const grantActions = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
];

/** Everything that changes a role, uses it or hands it to a service. */
const roleActions = [
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

/** ARN of the boundary, as a token-bearing string: known before the policy exists, so the policy can name itself. */
export function workloadBoundaryArn({ partition, accountId }: WorkloadBoundaryProps): string {
  return `arn:${partition}:iam::${accountId}:policy${baselinePath}${baselineNames.boundary}`;
}

/**
 * The permission boundary of application roles: everything, except what would let a role out of it.
 *
 * A role with this boundary can make roles, but only with the same boundary; it cannot remove or rewrite the boundary,
 * change or assume the platform's roles, make users or keys, or let another identity provider in. Which services an
 * account may use is not said here: that is what guardrails are for.
 *
 * Source: IAM User Guide, "Permissions boundaries for IAM entities"; condition keys from the Service Authorization
 * Reference.
 */
export function workloadBoundaryStatements(props: WorkloadBoundaryProps): object[] {
  const iam = `arn:${props.partition}:iam::${props.accountId}`;
  return [
    { Sid: "Everything", Effect: "Allow", Action: "*", Resource: "*" },
    {
      Sid: "KeepBoundaryOnRoles",
      Effect: "Deny",
      Action: "iam:DeleteRolePermissionsBoundary",
      Resource: "*",
    },
    {
      Sid: "RequireBoundaryOnRoles",
      Effect: "Deny",
      Action: grantActions,
      Resource: "*",
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": workloadBoundaryArn(props) } },
    },
    {
      Sid: "KeepBaselinePolicies",
      Effect: "Deny",
      Action: [
        "iam:CreatePolicy*",
        "iam:DeletePolicy*",
        "iam:SetDefaultPolicyVersion",
        "iam:TagPolicy",
        "iam:UntagPolicy",
      ],
      Resource: `${iam}:policy${baselinePath}*`,
    },
    {
      Sid: "KeepPrivilegedRoles",
      Effect: "Deny",
      Action: roleActions,
      Resource: [`${iam}:role${baselinePath}*`, ...otherPrivilegedRoles.map((role) => `${iam}:role/${role}`)],
    },
    { Sid: "NoUsersOrKeys", Effect: "Deny", Action: userActions, Resource: "*" },
    {
      Sid: "KeepIdentityProviders",
      Effect: "Deny",
      Action: [
        "iam:*OpenIDConnectProvider*",
        "iam:CreateSAMLProvider",
        "iam:DeleteSAMLProvider",
        "iam:UpdateSAMLProvider",
        "iam:DeleteAccountPasswordPolicy",
        "iam:UpdateAccountPasswordPolicy",
      ],
      Resource: "*",
    },
  ];
}
