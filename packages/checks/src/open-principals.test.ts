import { isOpen } from "./open-principals.ts";
import { statementsOf } from "./policies.ts";

const open = (statement: object): boolean =>
  isOpen(statementsOf(JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:*", ...statement }] }))![0]!);
const anybody = (Condition: object): object => ({ Principal: "*", Condition });

test.each<[string, object]>([
  ["everybody", { Principal: "*" }],
  ["everybody of AWS", { Principal: { AWS: "*" } }],
  ["everybody among others", { Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } }],
  ["everybody but one", { NotPrincipal: { AWS: "arn:aws:iam::123456789012:root" } }],
  ["a condition that holds when the key is absent", anybody({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } })],
  ["a condition about everybody else", anybody({ StringNotEquals: { "aws:PrincipalOrgID": "o-1" } })],
  ["a condition that anything matches", anybody({ StringLike: { "aws:PrincipalOrgID": "*" } })],
  ["a condition with a value that anything matches", anybody({ StringLike: { "aws:SourceAccount": ["1", "*"] } })],
  ["a role's name in any account", anybody({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } })],
  ["a condition about something else", anybody({ Bool: { "aws:SecureTransport": "true" } })],
  ["all of no values", anybody({ "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-1/*" } })],
])("open: %s", (_, statement) => {
  expect(open(statement)).toBe(true);
});

test.each<[string, object]>([
  ["a denial", { Effect: "Deny", Principal: "*" }],
  ["an account", { Principal: { AWS: "arn:aws:iam::123456789012:root" } }],
  ["a service", { Principal: { Service: "logs.amazonaws.com" } }],
  ["an identity policy", {}],
  ["the organisation", anybody({ StringEquals: { "aws:PrincipalOrgID": "o-1" } })],
  ["the organisation, in other letters", anybody({ StringEquals: { "AWS:principalorgid": "o-1" } })],
  ["a unit", anybody({ "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-1/r-1/ou-1/*"] } })],
  ["a role of one account", anybody({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${var.a}:role/*" } })],
  ["a bucket", anybody({ ArnEquals: { "aws:SourceArn": "arn:aws:s3:::bucket" } })],
  ["a service for an account", anybody({ StringEquals: { "aws:SourceAccount": "123456789012" } })],
])("closed: %s", (_, statement) => {
  expect(open(statement)).toBe(false);
});
