import type { Attributes } from "../contract.ts";
import { caller, cloudOf } from "../test-cloud.ts";
import { policyDocument } from "./policy-document.ts";

const render = (config: Attributes): Attributes => policyDocument(config, caller, cloudOf()) as Attributes;
const document = (...statement: Attributes[]): string => String(render({ statement }).json);

test("a document as hashicorp/aws renders it, to the byte", () => {
  const json = document({
    sid: "Read",
    effect: null,
    actions: ["s3:GetObject", "s3:ListBucket"],
    resources: ["arn:aws:s3:::logs/&{aws:username}/*", "arn:aws:s3:::logs"],
    principals: [{ type: "AWS", identifiers: ["111122223333", "444455556666"] }],
    condition: [{ test: "StringEquals", variable: "aws:PrincipalOrgID", values: ["o-1"] }],
  });
  expect(json).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": [
        "arn:aws:s3:::logs/\${aws:username}/*",
        "arn:aws:s3:::logs"
      ],
      "Principal": {
        "AWS": [
          "444455556666",
          "111122223333"
        ]
      },
      "Condition": {
        "StringEquals": {
          "aws:PrincipalOrgID": "o-1"
        }
      }
    }
  ]
}`);
});

test.each<[string, Attributes, unknown]>([
  [
    "one value stands alone",
    { actions: ["s3:*"], resources: ["*"] },
    { Effect: "Allow", Action: "s3:*", Resource: "*" },
  ],
  [
    "the negated elements",
    { not_actions: ["a:b"], not_resources: ["*"] },
    { Effect: "Allow", NotAction: "a:b", NotResource: "*" },
  ],
  ["deny", { effect: "Deny", actions: ["*"] }, { Effect: "Deny", Action: "*" }],
  ["everyone", { principals: [{ type: "*", identifiers: ["*"] }] }, { Effect: "Allow", Principal: "*" }],
  [
    "every AWS principal",
    { principals: [{ type: "AWS", identifiers: ["*"] }] },
    { Effect: "Allow", Principal: { AWS: "*" } },
  ],
  [
    "blocks of one kind of principal",
    {
      principals: [
        { type: "Service", identifiers: ["a"] },
        { type: "Service", identifiers: ["b"] },
      ],
    },
    { Effect: "Allow", Principal: { Service: ["b", "a"] } },
  ],
  [
    "not principals",
    { not_principals: [{ type: "AWS", identifiers: ["1"] }] },
    { Effect: "Allow", NotPrincipal: { AWS: "1" } },
  ],
  [
    "condition values keep their order",
    { condition: [{ test: "StringLike", variable: "s3:prefix", values: ["a", "b"] }] },
    { Effect: "Allow", Condition: { StringLike: { "s3:prefix": ["a", "b"] } } },
  ],
  [
    "conditions on one key join",
    {
      condition: [
        { test: "T", variable: "v", values: ["a"] },
        { test: "T", variable: "v", values: ["b"] },
      ],
    },
    { Effect: "Allow", Condition: { T: { v: ["a", "b"] } } },
  ],
])("%s", (_, statement, expected) => {
  expect(JSON.parse(document(statement))).toEqual({ Version: "2012-10-17", Statement: [expected] });
});

test("keys in conditions are sorted, and Go escapes < > &", () => {
  const json = document({
    condition: [
      { test: "B", variable: "b", values: ["<&>"] },
      { test: "A", variable: "a", values: ["1"] },
    ],
  });
  expect(json).toContain("\\u003c\\u0026\\u003e");
  expect(json.indexOf('"A"')).toBeLessThan(json.indexOf('"B"'));
});

const source = (sid: string, action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: { Sid: sid, Effect: "Allow", Action: action, Resource: "*" } });
const actions = (config: Attributes): string[] =>
  (JSON.parse(String(render(config).json)) as { Statement: { Sid: string; Action: string }[] }).Statement.map(
    ({ Sid, Action }) => `${Sid} ${Action}`,
  );

test("sources come first, the own statements replace theirs by sid, overrides replace all", () => {
  const config = {
    source_policy_documents: [source("A", "a:source"), source("B", "b:source")],
    statement: [
      { sid: "B", actions: ["b:own"] },
      { sid: "C", actions: ["c:own"] },
    ],
  };
  expect(actions(config)).toEqual(["A a:source", "B b:own", "C c:own"]);
  expect(actions({ ...config, override_policy_documents: [source("C", "c:over"), source("D", "d:over")] })).toEqual([
    "A a:source",
    "B b:own",
    "C c:over",
    "D d:over",
  ]);
});

test.each<[Attributes, string]>([
  [{ statement: [{ sid: "A" }, { sid: "A" }] }, "DuplicateSid"],
  [{ source_policy_documents: [source("A", "a:b"), source("A", "c:d")] }, "DuplicateSid"],
  [{ source_policy_documents: ["{"] }, "InvalidJSON"],
  [{ override_policy_documents: ["null"] }, "InvalidJSON"],
])("%j is refused with %s", (config, code) => expect(render(config)).toMatchObject({ code }));

test("statements without a sid never replace one another", () => {
  expect(actions({ statement: [{ actions: ["a:b"] }, { sid: "", actions: ["c:d"] }] })).toEqual([
    "undefined a:b",
    "undefined c:d",
  ]);
});

test("minified, id and the policy's own id", () => {
  const result = render({ policy_id: "P", statement: [{ actions: ["*"] }] });
  expect(result.minified_json).toBe('{"Version":"2012-10-17","Id":"P","Statement":[{"Effect":"Allow","Action":"*"}]}');
  expect(result.id).toMatch(/^\d+$/);
  expect(render({}).json).toBe('{\n  "Version": "2012-10-17"\n}');
});
