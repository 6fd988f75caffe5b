/**
 * AWS managed policies that are short enough to be known here, by their path below `policy/`. All others are said to be
 * not known: theirs are hundreds of actions, which AWS changes often.
 *
 * Source: AWS managed policy reference, "AdministratorAccess" (v1) and "PowerUserAccess" (v12 of 2026-02-12).
 */
export const managedPolicies: Readonly<Record<string, object>> = {
  AdministratorAccess: { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  PowerUserAccess: {
    Statement: [
      {
        Sid: "AllButIdentities",
        Effect: "Allow",
        NotAction: ["account:*", "iam:*", "organizations:*"],
        Resource: "*",
      },
      {
        Sid: "SomeOfThose",
        Effect: "Allow",
        Action: [
          "account:GetAccountInformation",
          "account:GetGovCloudAccountInformation",
          "account:GetPrimaryEmail",
          "account:ListRegions",
          "iam:CreateServiceLinkedRole",
          "iam:DeleteServiceLinkedRole",
          "iam:ListRoles",
          "organizations:DescribeEffectivePolicy",
          "organizations:DescribeOrganization",
        ],
        Resource: "*",
      },
    ],
  },
};
