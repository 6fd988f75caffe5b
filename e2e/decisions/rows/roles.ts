import { boundary, callers, policy, role, state, type Row } from "./row.ts";

const github = (account: string) => `arn:aws:iam::{${account}}:oidc-provider/token.actions.githubusercontent.com`;

/** No role becomes more than it is. */
export const roles: readonly Row[] = [
  // The apply role
  {
    what: "the apply role does not change itself",
    who: ["shop-dev apply"],
    action: "iam:PutRolePolicy",
    on: role("archipelago/archipelago-apply"),
    context: boundary(),
  },
  ...["DeleteRolePermissionsBoundary", "PutRolePermissionsBoundary", "UpdateAssumeRolePolicy", "DeleteRole"].flatMap(
    (name) =>
      ["archipelago-apply", "archipelago-plan", "break-glass"].map((target) => ({
        what: `the apply role does not change the way in: ${name} of ${target}`,
        who: ["shop-dev apply"],
        action: `iam:${name}`,
        on: role(`archipelago/${target}`),
        context: boundary(),
      })),
  ),
  ...["archipelago-apply-boundary", "archipelago-plan-boundary", "workload-boundary"].map((name) => ({
    what: `the apply role does not rewrite a boundary: ${name}`,
    who: ["shop-dev apply"],
    action: "iam:CreatePolicyVersion",
    on: policy(`archipelago/${name}`),
  })),
  {
    what: "the apply role makes no role without the boundary",
    who: ["shop-dev apply"],
    action: "iam:CreateRole",
    on: role("app"),
  },
  {
    what: "the apply role makes no role with a boundary of its own",
    who: ["shop-dev apply"],
    action: "iam:CreateRole",
    on: role("app"),
    context: { "iam:PermissionsBoundary": "arn:aws:iam::{shop-dev}:policy/mine" },
  },
  {
    what: "the apply role grants nothing to a role without the boundary",
    who: ["shop-dev apply"],
    action: "iam:AttachRolePolicy",
    on: role("app"),
    context: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
  },
  {
    what: "the apply role does not make the audit role an administrator",
    who: ["shop-dev apply"],
    action: "iam:AttachRolePolicy",
    on: role("archipelago/baseline-audit"),
    context: { "iam:PolicyARN": "arn:aws:iam::aws:policy/AdministratorAccess" },
  },
  {
    what: "the apply role writes no policy into the audit role",
    who: ["shop-dev apply"],
    action: "iam:PutRolePolicy",
    on: role("archipelago/baseline-audit"),
  },
  {
    what: "the apply role does not change GitHub's provider",
    who: callers("shop-dev", "apply", "plan", "application", "Developer", "Administrator"),
    action: "iam:AddClientIDToOpenIDConnectProvider",
    on: github("shop-dev"),
  },
  {
    what: "the apply role takes no boundary away",
    who: ["shop-dev apply"],
    action: "iam:DeleteRolePermissionsBoundary",
    on: role("app"),
    context: boundary(),
  },
  {
    what: "the apply role hands no platform role to a service",
    who: callers("shop-dev", "apply", "application", "Developer"),
    action: "iam:PassRole",
    on: role("archipelago/archipelago-apply"),
    context: { "iam:PassedToService": "lambda.amazonaws.com" },
  },
  ...["archipelago/archipelago-apply", "archipelago/break-glass", "OrganizationAccountAccessRole", "app"].map(
    (name) => ({
      what: `the apply role of shop-dev does not become a role of shop-production: ${name}`,
      who: ["shop-dev apply"],
      action: "sts:AssumeRole",
      on: role(name, "shop-production"),
    }),
  ),
  {
    what: "neither a pipeline nor a program nor a developer becomes the root user of a member",
    who: callers("management", "apply", "plan", "application", "archipelago-new-account", "Developer"),
    action: "sts:AssumeRoot",
    on: "arn:aws:iam::{shop-production}:root",
  },
  // The role that bootstraps new accounts
  ...["shop-dev", "shop-production", "log-archive", "security"].map((account) => ({
    what: `the pipeline that bootstraps new accounts is locked out of one that was bootstrapped: ${account}`,
    who: ["management archipelago-new-account"],
    action: "sts:AssumeRole",
    on: role("OrganizationAccountAccessRole", account),
  })),
  ...[
    ["sts:AssumeRole", role("archipelago/archipelago-apply")],
    ["sts:AssumeRole", role("archipelago/break-glass")],
    ["s3:GetObject", state("management")],
    ["s3:GetObject", state("shop-dev")],
    ["organizations:CreateAccount", "*"],
    ["organizations:DetachPolicy", "*"],
    ["iam:PutRolePolicy", role("archipelago/archipelago-new-account", "management")],
  ].map(([action, on]) => ({
    what: `the pipeline that bootstraps new accounts does nothing else: ${action}`,
    who: ["management archipelago-new-account"],
    action: action!,
    on: on!,
  })),
  ...["UpdateAssumeRolePolicy", "PutRolePolicy", "DeleteRolePermissionsBoundary"].map((name) => ({
    what: `nobody makes himself the pipeline that bootstraps new accounts: ${name}`,
    who: callers("management", "apply", "plan", "application", "Developer"),
    action: `iam:${name}`,
    on: role("archipelago/archipelago-new-account", "management"),
    context: boundary("management"),
  })),
  {
    what: "the way into a bootstrapped account is not opened again from inside",
    who: callers("shop-dev", "apply", "application", "Developer"),
    action: "iam:UpdateAssumeRolePolicy",
    on: role("OrganizationAccountAccessRole"),
    context: boundary(),
  },
  {
    what: "nor made from inside, where it is missing: an account that is invited makes it before it accepts",
    who: callers("shop-dev", "Administrator", "apply", "application", "Developer", "root"),
    action: "iam:CreateRole",
    on: role("OrganizationAccountAccessRole"),
    context: boundary(),
  },
  // Developers and applications
  ...[
    ["iam:CreateRole", role("app")],
    ["iam:AttachRolePolicy", role("app")],
    ["iam:PutRolePolicy", role("app")],
    ["iam:PutRolePermissionsBoundary", role("app")],
  ].map(([action, on]) => ({
    what: `no grant to a role without the boundary: ${action}`,
    who: callers("shop-dev", "Developer", "application"),
    action: action!,
    on: on!,
  })),
  {
    what: "no boundary is shed",
    who: callers("shop-dev", "Developer", "application"),
    action: "iam:DeleteRolePermissionsBoundary",
    on: role("app"),
    context: boundary(),
  },
  {
    what: "another account's boundary is not the boundary",
    who: callers("shop-dev", "application"),
    action: "iam:CreateRole",
    on: role("app"),
    context: boundary("shop-production"),
  },
  {
    what: "a policy whose path looks like the boundary is not the boundary",
    who: callers("shop-dev", "Developer", "application"),
    action: "iam:CreateRole",
    on: role("app"),
    context: { "iam:PermissionsBoundary": "arn:aws:iam::{shop-dev}:policy/x/archipelago/workload-boundary" },
  },
  ...["AttachRolePolicy", "DeleteRole", "PutRolePolicy", "TagRole", "UpdateAssumeRolePolicy", "UpdateRole"].flatMap(
    (name) =>
      ["archipelago/archipelago-apply", "archipelago/baseline-audit", "OrganizationAccountAccessRole"].map(
        (target) => ({
          what: `people and applications leave platform roles alone: ${name} of ${target.split("/").at(-1)}`,
          who: callers("shop-dev", "Developer", "application"),
          action: `iam:${name}`,
          on: role(target),
          context: boundary(),
        }),
      ),
  ),
  {
    what: "not even an administrator rewrites the deployment roles",
    who: callers("shop-production", "Administrator", "Developer", "application"),
    action: "iam:UpdateAssumeRolePolicy",
    on: role("archipelago/archipelago-apply", "shop-production"),
  },
  {
    what: "not even an administrator rewrites the boundary",
    who: callers("shop-dev", "Administrator", "Developer", "application"),
    action: "iam:CreatePolicyVersion",
    on: policy("archipelago/workload-boundary"),
  },
  ...[
    "archipelago/archipelago-apply",
    "archipelago/archipelago-plan",
    "archipelago/break-glass",
    "archipelago/baseline-audit",
  ].map((name) => ({
    what: `nobody in the account becomes a platform role: ${name.split("/").at(-1)}`,
    who: callers("shop-dev", "Developer", "application", "Administrator", "plan", "apply"),
    action: "sts:AssumeRole",
    on: role(name),
  })),
  {
    what: "developers do not change who signs in",
    who: callers("management", "Developer"),
    action: "sso:CreateAccountAssignment",
    on: "arn:aws:sso:::instance/ssoins-0123456789abcdef",
  },
  // Break-glass
  {
    what: "break-glass without a hardware key stays shut",
    who: ["management user/break-glass/alice"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
  },
  {
    what: "break-glass is not for other users of the management account",
    who: ["management user/bob"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
    context: { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "60" },
  },
  {
    what: "break-glass is not for roles, the management account's included",
    who: [...callers("management", "Administrator", "apply", "bootstrap"), "security Administrator", "shop-dev apply"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
  },
  {
    what: "a hardware key from this morning does not open break-glass",
    who: ["management user/break-glass/alice"],
    action: "sts:AssumeRole",
    on: role("archipelago/break-glass"),
    context: { "aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "14400" },
  },
  // The audit role
  {
    what: "the audit role is for the security team only",
    who: [...callers("shop-dev", "Developer"), "shop-production SecurityAudit", "security application"],
    action: "sts:AssumeRole",
    on: role("archipelago/baseline-audit"),
  },
  // The management account, which no guardrail reaches: boundaries and permission sets alone hold here
  ...[
    ["iam:UpdateAssumeRolePolicy", role("archipelago/archipelago-apply", "management")],
    ["iam:CreatePolicyVersion", "arn:aws:iam::{management}:policy/archipelago/workload-boundary"],
    ["iam:AddClientIDToOpenIDConnectProvider", github("management")],
    ["iam:CreateUser", "arn:aws:iam::{management}:user/x"],
    ["iam:CreateAccessKey", "arn:aws:iam::{management}:user/break-glass/alice"],
    ["iam:DeleteRolePermissionsBoundary", role("app", "management")],
    ["iam:CreateRole", role("app", "management")],
  ].map(([action, on]) => ({
    what: `boundaries hold in the management account: ${action}`,
    who: callers("management", "apply", "plan", "application", "Developer"),
    action: action!,
    on: on!,
  })),
  {
    what: "developers read no state in the management account",
    who: callers("management", "Developer", "ReadOnly"),
    action: "s3:GetObject",
    on: state("management"),
  },
  {
    what: "nobody becomes an administrator of every account from the management account",
    who: callers("management", "apply", "plan", "application", "Developer"),
    action: "sts:AssumeRole",
    on: role("OrganizationAccountAccessRole"),
  },
];
