import { stateKeyAlias } from "@archipelago/account-stack";
import {
  allow,
  baselineNames,
  baselinePath,
  baselineRolePolicies,
  deny,
  grantActions,
  otherPrivilegedRoles,
  policyActions,
  roleActions,
  userActions,
  workloadBoundaryArn,
  type Statement,
} from "@archipelago/iam-baseline";
import { deploymentNamePattern } from "./names.ts";
import type { RoleProps } from "./plan-policy.ts";
import { bucketArn, readState, writeState } from "./state-access.ts";
import { issuer } from "./trust.ts";

/** What the apply role may do: everything but state buckets, of which it has its own state and what it declared to read. */
export function applyStatements(props: RoleProps): Statement[] {
  const states = bucketArn(props, "*");
  const because = "stacks may hold any resource and the boundary says what not";
  const [everything, buckets] = [
    allow({ sid: "Everything", actions: ["*"], resources: ["*"], because }),
    allow({ sid: "Buckets", actions: ["s3:*"], resources: ["*"], because }),
  ];
  return [
    without(everything, "Action", { NotAction: ["s3:*"] }),
    without(buckets, "Resource", { NotResource: [states, `${states}/*`] }),
    ...readState(props),
    ...writeState(props),
  ];
}

/**
 * The most the apply role can do. It may not change itself, the plan role, this boundary, the workload boundary, the
 * break-glass role, GitHub's provider or the state bucket; it makes no user, assumes no role, and every role it makes or
 * grants to carries the workload boundary. The baseline's reading roles carry none: they take no policy but AWS's own.
 *
 * All this is of the bootstrap, so Terraform never asks the apply role for it.
 */
export function applyBoundaryStatements(props: RoleProps): Statement[] {
  const { partition, accountId } = props;
  const iam = `arn:${partition}:iam::${accountId}`;
  const role = (name: string) => `${iam}:role${baselinePath}${name}`;
  const policy = (name: string) => `${iam}:policy${baselinePath}${name}`;
  const readingRoles = [role(baselineNames.audit), role(baselineNames.support)];
  return [
    ...applyStatements({ ...props, reads: ["*"], follows: ["*"] }),
    deny("KeepRoles", roleActions, [
      role(deploymentNamePattern),
      role(baselineNames.breakGlass),
      ...otherPrivilegedRoles.map((name) => `${iam}:role/${name}`),
    ]),
    deny("KeepBoundaries", policyActions, [policy(deploymentNamePattern), policy(baselineNames.boundary)]),
    deny("KeepBoundaryOnRoles", ["iam:DeleteRolePermissionsBoundary"], ["*"]),
    {
      Sid: "RequireBoundaryOnRoles",
      Effect: "Deny",
      Action: grantActions,
      NotResource: readingRoles,
      Condition: { StringNotEquals: { "iam:PermissionsBoundary": workloadBoundaryArn(props) } },
    },
    deny("ReadingRolesHaveNoPolicyOfTheirOwn", ["iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"], readingRoles),
    {
      ...deny("ReadingRolesOnlyRead", ["iam:AttachRolePolicy"], readingRoles),
      Condition: {
        ArnNotEquals: {
          "iam:PolicyARN": Object.values(baselineRolePolicies)
            .flat()
            .map((name) => `arn:${partition}:iam::aws:policy/${name}`),
        },
      },
    },
    deny("NoUsersOrKeys", userActions, ["*"]),
    deny("KeepGitHub", ["iam:*OpenIDConnectProvider*"], [`${iam}:oidc-provider/${issuer}`]),
    {
      ...deny("KeepStateKey", stateKeyActions, ["*"]),
      Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": stateKeyAlias } },
    },
    deny(
      "KeepStateKeyAlias",
      ["kms:DeleteAlias", "kms:UpdateAlias"],
      [`arn:${partition}:kms:*:${accountId}:${stateKeyAlias}`],
    ),
    // A stack is applied with credentials of its own account; StackSets would reach others with roles of their own, and
    // the management account reaches its members as their root users.
    deny(
      "StayInAccount",
      ["cloudformation:*StackInstances", "cloudformation:*StackSet", "sts:AssumeRole", "sts:AssumeRoot"],
      ["*"],
    ),
  ];
}

const stateKeyActions = [
  "kms:CreateGrant",
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
];

/** A statement that says the opposite list in place of one of its own. */
function without(statement: Statement, key: "Action" | "Resource", opposite: Partial<Statement>): Statement {
  const { [key]: _, ...rest } = statement;
  return { ...rest, ...opposite };
}
