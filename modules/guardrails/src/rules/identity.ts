import type { GuardrailFacts, StatementGuardrail } from "../guardrail.ts";
import { exceptRoles, exceptRootSessions, platformRoles } from "../principals.ts";

/** Everything that changes a role; reading it and assuming it are left to its own trust policy. */
const roleChanges = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];
const policyChanges = [
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:SetDefaultPolicyVersion",
];
const identityProviderChanges = [
  "iam:AddClientIDToOpenIDConnectProvider",
  "iam:CreateOpenIDConnectProvider",
  "iam:CreateSAMLProvider",
  "iam:DeleteOpenIDConnectProvider",
  "iam:DeleteSAMLProvider",
  "iam:RemoveClientIDFromOpenIDConnectProvider",
  "iam:UpdateOpenIDConnectProviderThumbprint",
  "iam:UpdateSAMLProvider",
];

/** Credentials do not last, and nobody rewrites the roles that carry the platform. */
export function identityGuardrails({ partition }: GuardrailFacts): StatementGuardrail[] {
  const type = "SERVICE_CONTROL_POLICY";
  const arn = (resource: string) => `arn:${partition}:iam::*:${resource}`;
  return [
    {
      rule: "deny-iam-users",
      reason:
        "keys and passwords of users do not expire and leak; people sign in through Identity Center, programs use roles (CIS 2.19)",
      type,
      targets: ["Root"],
      statements: [
        {
          sid: "DenyIamUsers",
          actions: [
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:CreateServiceSpecificCredential",
            "iam:CreateUser",
            "iam:UploadSSHPublicKey",
            "iam:UploadSigningCertificate",
          ],
          // CreateLoginProfile is also how a member's root password is given back to it.
          conditions: exceptRootSessions,
        },
      ],
    },
    {
      rule: "protect-platform-identity",
      reason:
        "who can rewrite the deployment, audit or break-glass roles, or let another identity provider in, can do everything they can",
      type,
      targets: ["Root"],
      statements: [
        {
          sid: "ProtectBaselineRoles",
          actions: [...roleChanges, ...policyChanges],
          resources: [arn("role/archipelago/*"), arn("policy/archipelago/*")],
          conditions: exceptRoles(partition, "apply", "bootstrap", "breakGlass"),
        },
        {
          // Bootstrap makes these. The apply role is not exempt: it could widen itself.
          sid: "ProtectDeploymentRoles",
          actions: [...roleChanges, ...policyChanges],
          resources: [
            arn("role/archipelago/archipelago-*"),
            arn("policy/archipelago/archipelago-*"),
            arn(`role/${platformRoles.breakGlass}`),
            arn(`role/${platformRoles.bootstrap}`),
          ],
          conditions: exceptRoles(partition, "bootstrap", "breakGlass"),
        },
        {
          sid: "ProtectIdentityProviders",
          actions: identityProviderChanges,
          conditions: exceptRoles(partition, "bootstrap", "breakGlass"),
        },
      ],
    },
  ];
}
