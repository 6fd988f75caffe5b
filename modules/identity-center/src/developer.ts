import { baselineNames, baselinePath } from "@archipelago/iam-baseline";
import type { PolicyStatement, StatementContext } from "./permission-set.ts";

/** Reads of roles and policies, which PowerUserAccess leaves out with the rest of IAM. */
const reads = ["iam:Get*", "iam:List*", "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"];

/** Grants to a role. AWS tells for each which boundary the role carries, or will carry. */
const grants = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
];

/** The rest of a role's life, and its policies and instance profiles. None of them gives a role more than it may have. */
const upkeep = [
  "iam:AddRoleToInstanceProfile",
  "iam:CreateInstanceProfile",
  "iam:CreatePolicy",
  "iam:CreatePolicyVersion",
  "iam:DeleteInstanceProfile",
  "iam:DeletePolicy",
  "iam:DeletePolicyVersion",
  "iam:DeleteRole",
  "iam:PassRole",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:SetDefaultPolicyVersion",
  "iam:TagInstanceProfile",
  "iam:TagPolicy",
  "iam:TagRole",
  "iam:UntagInstanceProfile",
  "iam:UntagPolicy",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
];

/**
 * What developers do beyond PowerUserAccess, and what they do not do in spite of it.
 *
 * They make roles for their applications, always with the workload boundary, so a role can never do more than the
 * boundary says; and they cannot use, change or hand to a service a role of the platform, which has no boundary. The
 * twelve question marks are an account id: one text serves every account, and `*` would let a policy's own path pass for
 * the boundary's.
 *
 * Source: IAM User Guide, "Permissions boundaries for IAM entities"; AWS managed policy reference, "PowerUserAccess".
 */
export function developerStatements({ partition, stateBuckets }: StatementContext): PolicyStatement[] {
  const iam = `arn:${partition}:iam::${"?".repeat(12)}`;
  const boundary = `${iam}:policy${baselinePath}${baselineNames.boundary}`;
  return [
    { Sid: "ReadRoles", Effect: "Allow", Action: reads, Resource: "*" },
    {
      Sid: "GrantToRolesWithBoundary",
      Effect: "Allow",
      Action: grants,
      Resource: `${iam}:role/*`,
      Condition: { StringLike: { "iam:PermissionsBoundary": boundary } },
    },
    {
      Sid: "KeepRoles",
      Effect: "Allow",
      Action: upkeep,
      Resource: [`${iam}:role/*`, `${iam}:policy/*`, `${iam}:instance-profile/*`],
    },
    {
      // Reading a role of the platform is not a secret; all else is the platform's.
      Sid: "LeavePlatformAlone",
      Effect: "Deny",
      NotAction: [...reads, "iam:GenerateServiceLastAccessedDetails"],
      Resource: [
        `${iam}:role${baselinePath}*`,
        `${iam}:policy${baselinePath}*`,
        `${iam}:role/aws-reserved/*`,
        `${iam}:role/OrganizationAccountAccessRole`,
      ],
    },
    {
      // Only the management account can change who signs in, and become the root user of a member. Should developers ever
      // work there, they cannot either.
      Sid: "LeaveSignInAlone",
      Effect: "Deny",
      Action: ["identitystore:*", "sso:*", "sso-directory:*", "sts:AssumeRoot"],
      Resource: "*",
    },
    {
      // A state holds every value of the stack, secrets too.
      Sid: "LeaveStatesAlone",
      Effect: "Deny",
      Action: "s3:*",
      Resource: [`arn:${partition}:s3:::${stateBuckets}`, `arn:${partition}:s3:::${stateBuckets}/*`],
    },
  ];
}
