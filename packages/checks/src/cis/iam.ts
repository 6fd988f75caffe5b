import { AttachedPolicies } from "../attached-policies.ts";
import { attachedPolicies, wideGrants, type WideGrant } from "../grants.ts";
import { isOpen } from "../open-principals.ts";
import { policiesOf } from "../policies.ts";
import { resourcesOf, stackOf, type Resource, type SynthesizedOrganization } from "../synthesized.ts";
import {
  everyAccount,
  everyResource,
  inEveryRegion,
  manual,
  met,
  off,
  organisation,
  unmet,
  type Control,
  type Proof,
  type Reason,
  type Verdict,
} from "./control.ts";

const noUsers = "there are no IAM users to have any (guardrail, and no stack makes one)";

function passwordPolicy(attribute: string, least: number): Control["judge"] {
  return everyAccount((stack) => {
    const found = resourcesOf(stack, "aws_iam_account_password_policy").filter(
      ({ properties }) => properties[attribute] >= least,
    );
    return found.length > 0 ? found : `no aws_iam_account_password_policy with ${attribute} of at least ${least}`;
  });
}

const users = ["aws_iam_user"];

/** People sign in through Identity Center, and nobody can make an IAM user. */
function federation(all: SynthesizedOrganization): Proof {
  const user = all.stacks.flatMap((stack) => resourcesOf(stack, ...users))[0];
  if (user) return `${user.account}: ${user.address} is an IAM user`;
  const management = stackOf(all, "management");
  if (!management) return "the management account has no stack";
  const assignments = resourcesOf(management, "aws_ssoadmin_account_assignment");
  if (assignments.length === 0) return "management: nobody is assigned a permission set in IAM Identity Center";
  const { policies, uncovered } = new AttachedPolicies(management).denyingAction("iam:CreateUser");
  if (policies.length === 0) return "management: no attached policy denies iam:CreateUser";
  return uncovered.length === 0
    ? [...resourcesOf(management, "aws_ssoadmin_permission_set"), ...policies]
    : `iam:CreateUser is not denied in ${uncovered.map(({ properties }) => properties["name"]).join(", ")}`;
}

function administrators({ stacks }: SynthesizedOrganization): Verdict {
  const full = stacks.flatMap(wideGrants).filter((grant) => grant.full);
  const describe = ({ resource, what, reason }: WideGrant): Reason => ({
    resource,
    text: `grants ${what}${reason === undefined ? "" : ` (${reason})`}`,
  });
  const unexplained = full.filter(({ reason }) => reason === undefined);
  if (unexplained.length > 0) return unmet(unexplained.map(describe));
  if (full.length > 0) return off(full.map(describe));
  return allAttachments(stacks);
}

function cloudShell({ stacks }: SynthesizedOrganization): Verdict {
  const wrong = stacks
    .flatMap(attachedPolicies)
    .filter(({ policies }) => policies.some((arn) => arn.endsWith("/AWSCloudShellFullAccess")));
  if (wrong.length > 0)
    return unmet(wrong.map(({ by }) => ({ resource: by, text: "attaches AWSCloudShellFullAccess" })));
  return allAttachments(stacks);
}

/** Every attachment of a policy has been looked at and is right. */
function allAttachments(stacks: SynthesizedOrganization["stacks"]): Verdict {
  const attachments = stacks.flatMap((stack) => attachedPolicies(stack).map(({ by }) => by));
  return attachments.length > 0 ? met(attachments) : off("no stack attaches a policy");
}

function resourcePolicies({ stacks }: SynthesizedOrganization): Verdict {
  const right: Resource[] = [];
  const wrong: Reason[] = [];
  for (const { resource, statements } of stacks.flatMap((stack) => policiesOf(stack, "resource"))) {
    if (statements === undefined) wrong.push({ resource, text: "is an expression that cannot be read" });
    else if (statements.some(isOpen)) wrong.push({ resource, text: "lets anybody in" });
    else right.push(resource);
  }
  if (wrong.length > 0) return unmet(wrong, right);
  return right.length > 0 ? met(right) : off("no stack has a resource policy");
}

/** Sections 2.8 to 2.21: identities and permissions. */
export const iam: readonly Control[] = [
  {
    id: "2.8",
    title: "Passwords have at least 14 characters",
    scope: "account",
    judge: passwordPolicy("minimum_password_length", 14),
  },
  {
    id: "2.9",
    title: "The last 24 passwords cannot be used again",
    scope: "account",
    judge: passwordPolicy("password_reuse_prevention", 24),
  },
  {
    id: "2.10",
    title: "IAM users with a password have MFA",
    scope: "manual",
    judge: manual(`${noUsers}; look at the credential report of accounts that existed before`),
  },
  {
    id: "2.11",
    title: "Credentials unused for 45 days are disabled",
    scope: "manual",
    judge: manual(`${noUsers}; look at the credential report of accounts that existed before`),
  },
  {
    id: "2.12",
    title: "Access keys are replaced every 90 days",
    scope: "manual",
    judge: manual(`${noUsers}; look at the credential report of accounts that existed before`),
  },
  {
    id: "2.13",
    title: "IAM users get permissions through groups only",
    scope: "application",
    judge: (all) => {
      const direct = ["aws_iam_user_policy", "aws_iam_user_policy_attachment", "aws_iam_user_policies_exclusive"];
      const [wrong] = all.stacks.flatMap((stack) => [
        ...resourcesOf(stack, ...direct),
        ...resourcesOf(stack, "aws_iam_policy_attachment").filter(({ properties }) => properties["users"]?.length > 0),
      ]);
      if (wrong) return unmet([{ resource: wrong, text: "is of a user" }]);
      return everyResource(users, () => undefined)(all);
    },
  },
  {
    id: "2.14",
    title: "Nothing is granted every action on every resource",
    scope: "application",
    judge: administrators,
  },
  {
    id: "2.15",
    title: "A role for AWS Support exists",
    scope: "account",
    judge: everyAccount((stack) => {
      const found = attachedPolicies(stack).filter(
        ({ by, policies }) =>
          /^aws_iam_role/.test(by.type) && policies.some((arn) => arn.endsWith(":aws:policy/AWSSupportAccess")),
      );
      return found.length > 0 ? found.map(({ by }) => by) : "AWSSupportAccess is attached to no role";
    }),
  },
  {
    id: "2.16",
    title: "Instances use roles, not keys",
    scope: "application",
    judge: everyResource(["aws_instance", "aws_launch_template"], ({ properties }) =>
      properties["iam_instance_profile"] === undefined ? "has no instance profile" : undefined,
    ),
  },
  {
    id: "2.17",
    title: "No expired certificate is stored in IAM",
    scope: "manual",
    judge: manual(
      "the date is in the certificate, not in configuration; certificates belong into ACM, which renews them",
    ),
  },
  {
    id: "2.18",
    title: "Access Analyzer looks for external access in every region",
    scope: "account",
    judge: everyAccount((stack, all) => {
      const external = (types: readonly string[]) => (properties: Resource["properties"]) =>
        types.includes(properties["type"] ?? "ACCOUNT");
      const own = inEveryRegion(stack, all, "aws_accessanalyzer_analyzer", external(["ACCOUNT", "ORGANIZATION"]));
      const security = stackOf(all, "security");
      if (typeof own !== "string" || !security) return own;
      const central = inEveryRegion(security, all, "aws_accessanalyzer_analyzer", external(["ORGANIZATION"]));
      return typeof central === "string" ? own : central;
    }),
  },
  {
    id: "2.19",
    title: "People sign in through one directory",
    scope: "organisation",
    judge: organisation(federation),
  },
  {
    id: "2.20",
    title: "AWSCloudShellFullAccess is given to nobody",
    scope: "application",
    judge: cloudShell,
  },
  {
    id: "2.21",
    title: "No resource policy lets anybody in",
    scope: "application",
    judge: resourcePolicies,
  },
];
