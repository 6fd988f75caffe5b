import { without, type Mutation } from "./tree.fixture.ts";

/** What weakens the organisation, its guardrails and who gets in. */
export const organisationMutations: readonly Mutation[] = [
  {
    what: "an EC2 instance in the management account",
    mutate: (tree) => tree.add("management", "aws_instance", { ami: "ami-1", instance_type: "t4g.nano" }),
    caughtBy: ["management-workloads", "CIS 2.1.3"],
  },
  {
    what: "a function in the management account",
    mutate: (tree) => tree.add("management", "aws_lambda_function", { function_name: "x" }),
    caughtBy: ["management-workloads"],
  },
  {
    what: "a bucket beside the one that the bill is exported to",
    mutate: (tree) => {
      const name = "cost-data_bucket_bucket";
      tree.add("management", "aws_s3_bucket", { ...tree.resource("management", "aws_s3_bucket", name) }, "beside");
    },
    caughtBy: ["management-workloads"],
  },
  {
    what: "the bill's bucket, when nothing is exported any more",
    mutate: (tree) => tree.remove("management", "aws_bcmdataexports_export"),
    caughtBy: ["management-workloads"],
  },
  {
    what: "a bucket in the management account",
    mutate: (tree) => tree.add("management", "aws_s3_bucket", { bucket: "x" }),
    caughtBy: ["management-workloads", "private-buckets", "CIS 3.1.1"],
  },
  {
    what: "more accounts than AWS allows",
    mutate: ({ organisation }) => {
      const [member] = organisation.members;
      const quota = organisation.organization.accountQuota ?? 10;
      for (let index = organisation.members.length; index <= quota; index++)
        (organisation.members as object[]).push({ ...member, name: `extra-${index}` });
    },
    caughtBy: ["account-quota"],
  },
  {
    what: "an account that is closed with its folder",
    mutate: (tree) =>
      (tree.resource("management", "aws_organizations_account", "shop-dev")["close_on_deletion"] = true),
    caughtBy: ["member-accounts"],
  },
  {
    what: "an account without protection from destroy",
    mutate: (tree) =>
      delete tree.resource("management", "aws_organizations_account", "sandbox")["lifecycle"].prevent_destroy,
    caughtBy: ["member-accounts"],
  },
  {
    what: "an account that a new role name would replace",
    mutate: (tree) =>
      (tree.resource("management", "aws_organizations_account")["lifecycle"].ignore_changes = ["email"]),
    caughtBy: ["member-accounts"],
  },
  {
    what: "an organisation that can be deleted",
    mutate: (tree) => delete tree.resource("management", "aws_organizations_organization")["lifecycle"],
    caughtBy: ["member-accounts"],
  },
  {
    what: "an account directly below the root",
    mutate: (tree) => {
      tree.resource("management", "aws_organizations_account", "sandbox")["parent_id"] =
        "${aws_organizations_organization.organization_organization.roots[0].id}";
    },
    caughtBy: ["CIS 2.1.4"],
  },
  {
    what: "a sandbox in the unit of production",
    mutate: (tree) => {
      tree.resource("management", "aws_organizations_account", "sandbox")["parent_id"] = tree.resource(
        "management",
        "aws_organizations_account",
        "shop-production",
      )["parent_id"];
    },
    caughtBy: ["CIS 2.1.4"],
  },
  {
    what: "members with root passwords",
    mutate: (tree) => {
      tree.resource("management", "aws_iam_organizations_features")["enabled_features"] = ["RootSessions"];
    },
    caughtBy: ["CIS 2.1.1", "CIS 2.4", "CIS 2.5"],
  },
  {
    what: "GuardDuty without an administrator",
    mutate: (tree) => tree.remove("management", "aws_guardduty_organization_admin_account"),
    caughtBy: ["CIS 2.1.6"],
  },
  {
    what: "AWS Config without an administrator",
    mutate: (tree) => {
      tree.remove("management", "aws_organizations_delegated_administrator", "config");
    },
    caughtBy: ["CIS 2.1.6"],
  },
  {
    what: "an eleventh policy on a target",
    mutate: (tree) => {
      for (let index = 0; index < 10; index++) {
        tree.add(
          "management",
          "aws_organizations_policy",
          { type: "SERVICE_CONTROL_POLICY", content: "{}" },
          `p${index}`,
        );
        tree.add(
          "management",
          "aws_organizations_policy_attachment",
          {
            policy_id: `\${aws_organizations_policy.p${index}.id}`,
            target_id: "${aws_organizations_organizational_unit.organization_unit_Sandbox.id}",
          },
          `p${index}`,
        );
      }
    },
    caughtBy: ["policy-quotas"],
  },
  {
    what: "a service control policy that is too long",
    mutate: (tree) =>
      tree.guardrail("DenyIamUsers", (statement) => {
        statement["Action"] = Array.from({ length: 600 }, (_, index) => `iam:CreateUser${index}`);
      }),
    caughtBy: ["policy-quotas"],
  },
  {
    what: "a policy type that is not enabled",
    mutate: (tree) => {
      tree.resource("management", "aws_organizations_organization")["enabled_policy_types"] = ["TAG_POLICY"];
    },
    caughtBy: ["policy-quotas"],
  },
  {
    what: "the guardrails of the root detached",
    mutate: (tree) => tree.remove("management", "aws_organizations_policy_attachment", "scp-root"),
    caughtBy: ["policy-quotas", "guardrails-in-effect", "CIS 2.7", "CIS 2.19"],
  },
  {
    what: "nothing attached to the root",
    mutate: (tree) => tree.remove("management", "aws_organizations_policy_attachment", "-root"),
    caughtBy: ["policy-quotas", "guardrails-in-effect", "CIS 2.1.2"],
  },
  {
    what: "the guardrails of the root attached to the sandbox only",
    mutate: (tree) => {
      tree.resource("management", "aws_organizations_policy_attachment", "scp-root")["target_id"] =
        "${aws_organizations_organizational_unit.organization_unit_Sandbox.id}";
    },
    caughtBy: ["guardrails-in-effect", "CIS 2.7", "CIS 2.19"],
  },
  {
    what: "a guardrail turned into an Allow",
    mutate: (tree) => tree.guardrail("DenyRootUser", (statement) => (statement["Effect"] = "Allow")),
    caughtBy: ["guardrails-in-effect", "CIS 2.7"],
  },
  {
    what: "a guardrail's statement removed",
    mutate: (tree) =>
      tree.policy("management", "aws_organizations_policy", "scp-root", (statements) =>
        statements.filter(({ Sid }) => Sid !== "ProtectAuditTrail"),
      ),
    caughtBy: ["guardrails-in-effect"],
  },
  {
    what: "IAM users allowed again",
    mutate: (tree) => tree.guardrail("DenyIamUsers", without("Action", "iam:CreateUser")),
    caughtBy: ["CIS 2.19"],
  },
  {
    what: "the denial of root limited to one service",
    mutate: (tree) => tree.guardrail("DenyRootUser", (statement) => (statement["Action"] = "iam:*")),
    caughtBy: ["CIS 2.7"],
  },
  {
    what: "IAM denied by the region guardrail",
    mutate: (tree) => tree.guardrail("AllowedRegions", without("NotAction", "iam:*")),
    caughtBy: ["region-guardrail"],
  },
  {
    what: "budgets denied by the region guardrail",
    mutate: (tree) => tree.guardrail("AllowedRegions", without("NotAction", "budgets:*")),
    caughtBy: ["region-guardrail"],
  },
  {
    what: "a governed region denied",
    mutate: (tree) =>
      tree.guardrail("AllowedRegions", (statement) => {
        statement["Condition"].StringNotEquals["aws:RequestedRegion"] = ["eu-west-1"];
      }),
    caughtBy: ["region-guardrail"],
  },
  {
    what: "an exception that ran out",
    mutate: (tree) =>
      tree.exception({ rule: "allowed-regions", account: "sandbox", reason: "a trial", expires: "2026-11-20" }),
    caughtBy: ["guardrail-exceptions"],
  },
  {
    what: "an exception for an account that is gone",
    mutate: (tree) =>
      tree.exception({ rule: "allowed-regions", account: "gone", reason: "a trial", expires: "2027-01-31" }),
    caughtBy: ["guardrail-exceptions"],
  },
  {
    what: "an exception without a reason",
    mutate: (tree) =>
      tree.exception({ rule: "allowed-regions", account: "sandbox", reason: " ", expires: "2027-01-31" }),
    caughtBy: ["guardrail-exceptions"],
  },
  {
    what: "nobody assigned in Identity Center",
    mutate: (tree) => tree.remove("management", "aws_ssoadmin_account_assignment"),
    caughtBy: ["CIS 2.19"],
  },
  {
    what: "an administrator's permission set that says nothing",
    mutate: (tree) => delete tree.resource("management", "aws_ssoadmin_permission_set", "Administrator")["description"],
    caughtBy: ["wide-grants", "CIS 2.14"],
  },
  {
    what: "a role with every action",
    mutate: (tree) => tree.grant("shop-dev", { Action: "*", Resource: "*" }),
    caughtBy: ["wide-grants", "CIS 2.14"],
  },
  {
    what: "a role with every action of S3",
    mutate: (tree) => tree.grant("shop-dev", { Sid: "Files", Action: ["s3:*"], Resource: ["*"] }),
    caughtBy: ["wide-grants"],
  },
  {
    what: "a role with everything but IAM",
    mutate: (tree) => tree.grant("shop-dev", { NotAction: "iam:*", Resource: "*" }),
    caughtBy: ["wide-grants", "CIS 2.14"],
  },
  {
    what: "a role with AdministratorAccess",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_iam_role_policy_attachment", {
        role: "deployer",
        policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
    caughtBy: ["wide-grants", "CIS 2.14"],
  },
  {
    what: "a role with AWSCloudShellFullAccess",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_iam_role_policy_attachment", {
        role: "${aws_iam_role.baseline_iam_audit.name}",
        policy_arn: "arn:aws:iam::aws:policy/AWSCloudShellFullAccess",
      }),
    caughtBy: ["CIS 2.20"],
  },
  {
    what: "the audit role open to every organisation",
    mutate: (tree) =>
      tree.policy("shop-dev", "aws_iam_role", "audit", (statements) => {
        statements[0]!["Condition"] = { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/auditor" } };
      }),
    caughtBy: ["narrow-trust"],
  },
  {
    what: "an apply role for every branch and environment of the repository",
    mutate: (tree) => tree.add("shop-dev", "aws_iam_role", githubRole("repo:acme/archipelago:*")),
    caughtBy: ["narrow-trust"],
  },
  {
    what: "an apply role for every repository",
    mutate: (tree) => tree.add("shop-dev", "aws_iam_role", githubRole("repo:acme/*")),
    caughtBy: ["narrow-trust"],
  },
  {
    what: "an apply role that does not ask for the subject",
    mutate: (tree) => tree.add("shop-dev", "aws_iam_role", githubRole(undefined)),
    caughtBy: ["narrow-trust"],
  },
  {
    what: "a trust policy that is too long",
    mutate: (tree) =>
      tree.policy("shop-dev", "aws_iam_role", "support", (statements) => {
        statements[0]!["Principal"] = {
          AWS: Array.from({ length: 60 }, (_, index) => `arn:aws:iam::\${var.a_account_id}:role/team-${index}`),
        };
      }),
    caughtBy: ["policy-quotas"],
  },
  {
    what: "inline policies that are too long together",
    mutate: (tree) => {
      const statement = {
        Action: Array.from({ length: 300 }, (_, index) => `dynamodb:GetItem${index}`),
        Resource: "arn",
      };
      tree.grant("shop-dev", statement);
      tree.add(
        "shop-dev",
        "aws_iam_role_policy",
        { ...tree.resource("shop-dev", "aws_iam_role_policy", "added") },
        "two",
      );
    },
    caughtBy: ["policy-quotas"],
  },
  {
    what: "a policy that only Terraform can read",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_iam_policy", { name: "x", policy: "${data.aws_iam_policy_document.x.json}" }),
    caughtBy: ["readable-policies"],
  },
  {
    what: "an IAM user with a key",
    mutate: (tree) => {
      tree.add("shop-dev", "aws_iam_user", { name: "deploy" });
      tree.add("shop-dev", "aws_iam_access_key", { user: "${aws_iam_user.added.name}" });
    },
    caughtBy: ["no-lasting-credentials", "CIS 2.19"],
  },
  {
    what: "a policy of a user",
    mutate: (tree) => {
      tree.add("shop-dev", "aws_iam_user_policy_attachment", {
        user: "x",
        policy_arn: "arn:aws:iam::aws:policy/ReadOnly",
      });
    },
    caughtBy: ["no-lasting-credentials", "CIS 2.13"],
  },
  {
    what: "a short password",
    mutate: (tree) => {
      tree.resource("analytics", "aws_iam_account_password_policy")["minimum_password_length"] = 8;
    },
    caughtBy: ["CIS 2.8"],
  },
  {
    what: "one account without a password policy",
    mutate: (tree) => tree.remove("sandbox", "aws_iam_account_password_policy"),
    caughtBy: ["CIS 2.8", "CIS 2.9"],
  },
  {
    what: "one account without a role for support",
    mutate: (tree) => tree.remove("network", "aws_iam_role_policy_attachment", "support"),
    caughtBy: ["CIS 2.15"],
  },
  {
    what: "one account without contacts",
    mutate: (tree) => {
      tree.remove("analytics", "aws_account_primary_contact");
      tree.remove("analytics", "aws_account_alternate_contact", "security");
    },
    caughtBy: ["CIS 2.2", "CIS 2.3"],
  },
  {
    what: "a secret in a stack",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_ssm_parameter", { name: "k", value: ["AKIA", "ABCDEFGHIJKLMNOP"].join("") }),
    caughtBy: ["no-secrets"],
  },
];

/** A role that GitHub's workflows may assume. */
function githubRole(subject: string | undefined): object {
  const provider = "token.actions.githubusercontent.com";
  return {
    assume_role_policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRoleWithWebIdentity",
          Principal: { Federated: `arn:aws:iam::\${var.account_id}:oidc-provider/${provider}` },
          Condition: {
            StringEquals: { [`${provider}:aud`]: "sts.amazonaws.com" },
            ...(subject === undefined ? {} : { StringLike: { [`${provider}:sub`]: subject } }),
          },
        },
      ],
    }),
  };
}
