import { objectTo, type Rule } from "../finding.ts";
import { resourcesOf } from "../synthesized.ts";

/** Types that make credentials which last until somebody takes them away, and what to use instead. */
export const lastingCredentials: Readonly<Record<string, string>> = {
  aws_iam_access_key: "a role",
  aws_iam_group_membership: "a group of IAM Identity Center",
  aws_iam_service_specific_credential: "a role",
  aws_iam_signing_certificate: "a role",
  aws_iam_user: "IAM Identity Center for people, a role for programs",
  aws_iam_user_group_membership: "a group of IAM Identity Center",
  aws_iam_user_login_profile: "IAM Identity Center",
  aws_iam_user_policy: "a permission set or a role",
  aws_iam_user_policy_attachment: "a permission set or a role",
  aws_iam_user_ssh_key: "a role",
};

export const noLastingCredentials: Rule = {
  name: "no-lasting-credentials",
  holds: "No stack makes IAM users, keys or passwords.",
  find: (stack) =>
    resourcesOf(stack, ...Object.keys(lastingCredentials)).map((resource) =>
      objectTo(
        resource,
        "credentials that do not expire, and would be in the state",
        `use ${lastingCredentials[resource.type]}`,
      ),
    ),
};

/** What a secret looks like that somebody wrote into a stack. */
const secretForms: readonly (readonly [what: string, form: RegExp])[] = [
  ["an access key", /(?<![A-Z0-9])(AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a GitHub token", /(?<!\w)gh[pousr]_[A-Za-z0-9]{36}/],
];

/** Attributes that hold a secret when they are a text and not an expression. */
const secretAttributes = ["auth_token", "master_password", "password", "secret_string", "token"];

export const noSecrets: Rule = {
  name: "no-secrets",
  holds: "No secret is written in a stack: it would be in git, the state and every plan.",
  find: (stack) =>
    resourcesOf(stack).flatMap((resource) => {
      const text = JSON.stringify(resource.properties);
      const form = secretForms.find(([, pattern]) => pattern.test(text));
      const attribute = secretAttributes.find((name) => {
        const value: unknown = resource.properties[name];
        return typeof value === "string" && value !== "" && !value.includes("${");
      });
      if (form === undefined && attribute === undefined) return [];
      return [
        objectTo(
          resource,
          form === undefined ? `${attribute} is written out` : `holds what looks like ${form[0]}`,
          "keep it in AWS Secrets Manager, or let AWS make it (manageMasterUserPassword)",
        ),
      ];
    }),
};
