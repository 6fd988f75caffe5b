import { quotas } from "@archipelago/guardrails";
import { policyQuotas as iamQuotas } from "@archipelago/iam-baseline";
import { statementsOf } from "../policies.ts";
import type { PolicyDocument } from "../policies.ts";
import { iamPolicyQuotas, organizationPolicyQuotas, sizeOfPolicy } from "./policy-quotas.ts";

test("the quotas of IAM are those that the baseline's policies are held to", () => {
  expect(iamPolicyQuotas).toMatchObject(iamQuotas);
});

test("the quotas are those that the guardrails are packed by", () => {
  const theirs = Object.entries(quotas).map(([type, { size, attached, attachedByAws }]) => [
    type,
    { size, attached, attachedByAws: attachedByAws === undefined ? 0 : 1 },
  ]);
  expect(organizationPolicyQuotas).toEqual(Object.fromEntries(theirs));
});

const size = (text: string, kind: PolicyDocument["kind"]): number =>
  sizeOfPolicy({ text, kind, statements: statementsOf(text), resource: {} as never });

test.each<[string, string, PolicyDocument["kind"], number]>([
  ["IAM counts no white space", '{ "a": 1 }', "identity", 7],
  ["AWS Organizations counts it", '{ "a": 1 }', "organization", 10],
  ["an account id has twelve digits", '{"a":"${var.account_id}"}', "trust", 20],
  ["what another expression becomes is a guess", '{"a":"${aws_x.y.arn}"}', "trust", 48],
])("%s", (_, text, kind, expected) => {
  expect(size(text, kind)).toBe(expected);
});
