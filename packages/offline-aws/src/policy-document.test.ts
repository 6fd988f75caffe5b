import type { PolicyKindName } from "./policy-document.ts";
import {
  awsPrincipalsOf,
  checkPolicyDocument,
  jsonEquivalent,
  policyEquivalent,
  policySize,
} from "./policy-document.ts";
import { policyKinds } from "./policy/kinds.ts";

type Change = Record<string, unknown>;

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } };
const bucket = { ...allow, Principal: "*" };

/** A document of one statement; undefined in `change` leaves an element out. */
const policy = (statement: object, change: Change = {}, document: Change = {}): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...change }], ...document });

describe("accepted", () => {
  test.each<[PolicyKindName, string]>([
    ["managed", policy(allow)],
    ["managed", policy(allow, { Sid: "ReadAll", Action: ["s3:Get*", "ec2:DescribeInstances"] })],
    ["managed", policy(allow, { Action: undefined, NotAction: "iam:*" })],
    ["managed", policy(allow, { Resource: undefined, NotResource: ["arn:aws:s3:::a", "arn:aws:s3:::a/*"] })],
    ["managed", policy(allow, { Condition: { StringEqualsIfExists: { "aws:RequestedRegion": ["eu-west-1"] } } })],
    ["managed", policy(allow, { Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-1/*" } } })],
    [
      "managed",
      policy(allow, { Condition: { Bool: { "aws:MultiFactorAuthPresent": true }, Null: { "aws:x": "true" } } }),
    ],
    ["managed", JSON.stringify({ Version: "2012-10-17", Statement: allow })],
    ["inline", policy(allow)],
    ["trust", policy(trust)],
    [
      "trust",
      policy(trust, {
        Action: ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
        Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/a.b" },
      }),
    ],
    ["bucket", policy(bucket, { Sid: "Deny plain HTTP" })],
    ["bucket", policy(bucket, { Principal: { AWS: ["111122223333", "arn:aws:iam::111122223333:role/a"] } })],
    ["key", policy(bucket, { Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*" })],
    ["repository", policy(bucket, { Resource: undefined })],
    [
      "serviceControl",
      policy(allow, { Effect: "Deny", Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/x" } } }),
    ],
    ["resourceControl", policy(bucket, { Effect: "Deny" })],
  ])("%s %s", (kind, text) => expect(checkPolicyDocument(text, kind)).toBeUndefined());
});

describe("refused", () => {
  test.each<[PolicyKindName, string, RegExp]>([
    ["managed", "", /not valid JSON/],
    ["managed", "[]", /not valid JSON/],
    ["managed", policy(allow, {}, { Version: "2012-10-18" }), /valid version/],
    ["managed", policy(allow, {}, { Comment: "a" }), /unknown element Comment/],
    ["managed", policy(allow, {}, { Statement: [] }), /no Statement/],
    ["managed", policy(allow, {}, { Statement: ["a"] }), /not an object/],
    ["managed", policy(allow, { Effect: "allow" }), /Effect must be Allow or Deny. \(statement 1\)/],
    ["managed", policy(allow, { Actions: "*" }), /unknown element Actions/],
    ["managed", policy(allow, { Action: undefined }), /must contain actions/],
    ["managed", policy(allow, { Action: [] }), /must contain actions/],
    ["managed", policy(allow, { NotAction: "s3:*" }), /must contain actions/],
    ["managed", policy(allow, { Action: "GetObject" }), /vendor/],
    ["managed", policy(allow, { Resource: undefined }), /must contain resources/],
    ["managed", policy(allow, { Resource: "my-bucket" }), /my-bucket must be in ARN format/],
    ["managed", policy(allow, { Sid: "with space" }), /alpha-numeric.*\(statement 1 "with space"\)/],
    ["managed", policy(allow, { Principal: "*" }), /should not specify a principal/],
    [
      "managed",
      policy(
        allow,
        {},
        {
          Statement: [
            { ...allow, Sid: "A" },
            { ...allow, Sid: "A" },
          ],
        },
      ),
      /must be unique: A/,
    ],
    [
      "managed",
      policy(allow, { Condition: { StringEqual: { "aws:x": "a" } } }),
      /Invalid Condition type : StringEqual/,
    ],
    ["managed", policy(allow, { Condition: { NullIfExists: { "aws:x": "a" } } }), /Invalid Condition type/],
    ["managed", policy(allow, { Condition: { StringEquals: { SourceIp: "a" } } }), /vendor/],
    ["managed", policy(allow, { Condition: { StringEquals: { "aws:x": { a: 1 } } } }), /must be a text/],
    ["trust", policy(trust, { Principal: undefined }), /Missing required field Principal/],
    ["trust", policy(trust, { Resource: "*" }), /prohibited field Resource/],
    ["trust", policy(trust, { Action: "s3:GetObject" }), /only specify STS/],
    ["trust", policy(trust, { Principal: { AWS: "arn:aws:iam::111122223333:role/*" } }), /Invalid principal.*role\/\*/],
    ["trust", policy(trust, { Principal: { AWS: "some-role" } }), /Invalid principal/],
    ["trust", policy(trust, { Principal: { User: "a" } }), /Invalid principal/],
    ["bucket", policy(bucket, { Principal: undefined }), /Missing required field Principal/],
    ["resourceControl", policy(bucket), /Effect must be Deny/],
    [
      "resourceControl",
      policy(bucket, { Effect: "Deny", Action: undefined, NotAction: "s3:*" }),
      /unknown element NotAction/,
    ],
    ["serviceControl", policy(allow, { Principal: "*" }), /should not specify a principal/],
  ])("%s %s", (kind, text, message) => {
    expect(checkPolicyDocument(text, kind)).toEqual({
      code: policyKinds[kind].malformed,
      message: expect.stringMatching(message),
    });
  });
});

test.each(Object.keys(policyKinds) as PolicyKindName[])("%s: the size limit is exact", (kind) => {
  const { principal, resource, size, effects, countsWhitespace } = policyKinds[
    kind
  ] as (typeof policyKinds)["resourceControl"];
  const statement = {
    Effect: effects?.[0] ?? "Allow",
    Action: kind === "trust" ? "sts:AssumeRole" : "s3:GetObject",
    ...((principal as string) === "required" && { Principal: "*" }),
    ...((resource as string) !== "forbidden" && { Resource: "*" }),
  };
  const padded = (length: number): string => {
    const text = policy(statement, { Condition: { StringLike: { "aws:x": "" } } });
    return text.replace('"aws:x":""', `"aws:x":"${"a".repeat(Math.max(0, length - text.length))}"`);
  };
  if (size === undefined) return expect(checkPolicyDocument(padded(100_000), kind)).toBeUndefined();
  expect(policySize(padded(size), kind)).toBe(size);
  expect(checkPolicyDocument(padded(size), kind)).toBeUndefined();
  expect(checkPolicyDocument(padded(size + 1), kind)?.message).toContain(
    `quota for PolicySize: ${size}; this policy has ${size + 1}`,
  );
  const spaced = JSON.stringify(JSON.parse(padded(size)), null, 2);
  expect(checkPolicyDocument(spaced, kind) === undefined).toBe(!countsWhitespace);
});

describe("policies by meaning", () => {
  const other = { Effect: "Deny", Action: "s3:PutObject", Resource: "*" };
  test.each<[string, string, string, boolean]>([
    [
      "key order",
      policy(allow),
      JSON.stringify({
        Statement: [{ Resource: "*", Action: "s3:GetObject", Effect: "Allow" }],
        Version: "2012-10-17",
      }),
      true,
    ],
    ["one against a list of one", policy(allow), policy(allow, { Action: ["s3:GetObject"], Resource: ["*"] }), true],
    ["order of actions", policy(allow, { Action: ["a:b", "c:d"] }), policy(allow, { Action: ["c:d", "a:b"] }), true],
    [
      "order of statements",
      policy({}, {}, { Statement: [allow, other] }),
      policy({}, {}, { Statement: [other, allow] }),
      true,
    ],
    ["a statement without a list", policy(allow), policy({}, {}, { Statement: allow }), true],
    ["everyone", policy(bucket), policy(bucket, { Principal: { AWS: "*" } }), true],
    [
      "account and its root",
      policy(bucket, { Principal: { AWS: "111122223333" } }),
      policy(bucket, { Principal: { AWS: ["arn:aws:iam::111122223333:root"] } }),
      true,
    ],
    [
      'true and "true"',
      policy(allow, { Condition: { Bool: { "a:b": true } } }),
      policy(allow, { Condition: { Bool: { "a:b": ["true"] } } }),
      true,
    ],
    ["white space", policy(allow), JSON.stringify(JSON.parse(policy(allow)), null, 4), true],
    ["nothing and {}", "", "{}", true],
    ["not JSON, the same", "a", "a", true],
    ["not JSON, different", "a", "b", false],
    ["effect", policy(allow), policy(allow, { Effect: "Deny" }), false],
    ["sid", policy(allow), policy(allow, { Sid: "A" }), false],
    ["one action more", policy(allow), policy(allow, { Action: ["s3:GetObject", "s3:PutObject"] }), false],
    ["action and not action", policy(allow), policy(allow, { Action: undefined, NotAction: "s3:GetObject" }), false],
    ["version", policy(allow), policy(allow, {}, { Version: "2008-10-17" }), false],
    [
      "principal kind",
      policy(bucket, { Principal: { AWS: "a" } }),
      policy(bucket, { Principal: { Service: "a" } }),
      false,
    ],
    [
      "condition operator",
      policy(allow, { Condition: { StringLike: { "a:b": "c" } } }),
      policy(allow, { Condition: { StringEquals: { "a:b": "c" } } }),
      false,
    ],
    ["one statement more", policy(allow), policy({}, {}, { Statement: [allow, other] }), false],
  ])("%s", (_, a, b, same) => {
    expect(policyEquivalent(a, b)).toBe(same);
    expect(policyEquivalent(b, a)).toBe(same);
  });
});

test.each<[string, string, boolean]>([
  ['{"a":1,"b":[1,2]}', '{ "b": [1, 2], "a": 1 }', true],
  ['{"a":[1,2]}', '{"a":[2,1]}', false],
  ['{"a":1}', '{"a":"1"}', false],
  ["", "{}", true],
  ["{", "{", true],
  ["{", "{}", false],
])("JSON %s and %s", (a, b, same) => expect(jsonEquivalent(a, b)).toBe(same));

test("the AWS principals of a document", () => {
  const text = policy(
    {},
    {},
    { Statement: [bucket, { ...bucket, Principal: { AWS: ["1", "2"], Service: "s" } }, { ...trust }] },
  );
  expect(awsPrincipalsOf(text)).toEqual(["*", "1", "2"]);
  expect(awsPrincipalsOf("{")).toEqual([]);
});
