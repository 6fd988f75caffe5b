import { objectTo, type Rule } from "../finding.ts";
import { findSecrets } from "../secrets/find-secrets.ts";
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

/** Types whose state holds a secret, whatever their arguments: Terraform reads back what it made. And what to do instead. */
export const secretHolders: Readonly<Record<string, string>> = {
  aws_secretsmanager_secret_version: "make the secret only; rotation or its owner fills it (docs/secrets.md)",
  "data.aws_cognito_user_pool_client": "let the program read it",
  "data.aws_ecr_authorization_token": "let whoever pulls ask for it",
  "data.aws_eks_cluster_auth": "let whoever connects ask for it",
  "data.aws_kms_secrets": "let the program decrypt it",
  "data.aws_secretsmanager_random_password": "let rotation make it",
  "data.aws_secretsmanager_secret_version": "pass the secret's ARN, and let the program read it",
};

export const noSecrets: Rule = {
  name: "no-secrets",
  holds: "No secret is written in a stack or read into it: it would be in git, the state and every plan.",
  find: (stack, { notSecrets }) => {
    const known = notSecrets?.get(stack.account.environment) ?? [];
    const { data = {}, locals = {} } = stack.template;
    const held = [
      ...resourcesOf(stack).filter(({ type }) => secretHolders[type] !== undefined),
      ...resourcesOf({ ...stack, template: { resource: data } })
        .map((source) => ({ ...source, type: `data.${source.type}`, address: `data.${source.address}` }))
        .filter(({ type, properties }) => secretHolders[type] !== undefined || isDecrypted(type, properties)),
      ...resourcesOf(stack, "aws_ssm_parameter").filter(({ properties }) => properties["type"] === "SecureString"),
    ].map((resource) =>
      objectTo(
        resource,
        "puts a secret into the state",
        secretHolders[resource.type] ?? "keep it out of stacks (docs/secrets.md)",
      ),
    );
    const written = [...resourcesOf(stack), { address: "locals", properties: locals }].flatMap(
      ({ address, properties }) =>
        [...findSecrets(properties)]
          .filter(({ text }) => !known.includes(text))
          .map(({ path, what }) => ({
            where: address,
            message: `${path.join(".")} holds what looks like ${what}`,
            next: "keep it in AWS Secrets Manager, or let AWS make it (manageMasterUserPassword); docs/secrets.md says how, and what to do if it is none",
          })),
    );
    return [...held, ...written];
  },
};

/** SSM's data sources decrypt unless they are told not to. */
function isDecrypted(type: string, { with_decryption }: Readonly<Record<string, unknown>>): boolean {
  return /^data\.aws_ssm_parameters?(_by_path)?$/.test(type) && with_decryption !== false;
}
