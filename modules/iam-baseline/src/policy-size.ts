import { UserError } from "@archipelago/account-stack";

/**
 * Longest policy documents of IAM, in characters; white space does not count.
 *
 * Source: IAM User Guide, "IAM and AWS STS quotas", read November 2026. A trust policy can be raised to 4,096 characters
 * on request; new accounts have not asked.
 */
export const policyQuotas = { trust: 2048, managed: 6144, inline: 10_240 } as const;

/**
 * A policy document, refused while it is written rather than when AWS refuses it.
 *
 * @param kind what it is attached as; inline is the sum of a role's inline policies, so a role here has one
 * @param name for the message
 * @throws UserError when it is longer than AWS accepts
 */
export function policyDocument(kind: keyof typeof policyQuotas, name: string, statements: readonly object[]): string {
  const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  // The token of an account id is longer or shorter than the twelve digits it stands for.
  const filled = text.replaceAll(/(?<!\$)\$\{[^}]*\}/g, "0".repeat(12));
  // IAM's own variables have a second dollar sign for Terraform, which takes it away.
  const { length } = filled.replaceAll("$${", "${").replaceAll(/\s/g, "");
  if (length > policyQuotas[kind]) {
    throw new UserError(`the ${kind} policy ${name} has ${length} characters`, {
      allowed: `${policyQuotas[kind]} (IAM User Guide, "IAM and AWS STS quotas")`,
      next: "name fewer actions or resources in it",
    });
  }
  return text;
}
