import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import type { Given } from "./cases.fixture.ts";
import { allow, answer, foreign, key, many, member, organization, policy, role, root, trust } from "./cases.fixture.ts";

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  ["aws_iam_role", { name: "a", assume_role_policy: trust({ Service: "ec2.amazonaws.com" }) }, [], undefined],
  ["aws_iam_role", { name: "a".repeat(65), assume_role_policy: trust("*") }, [], "ValidationError"],
  ["aws_iam_role", { name: "a", path: "ci", assume_role_policy: trust("*") }, [], "ValidationError"],
  ["aws_iam_role", { name: "a", max_session_duration: 43_201, assume_role_policy: trust("*") }, [], "ValidationError"],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::111122223333:role/app" }) },
    [role],
    undefined,
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::111122223333:role/none" }) },
    [role],
    "MalformedPolicyDocument",
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::444455556666:role/none" }) },
    [foreign],
    "MalformedPolicyDocument",
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::444455556666:root" }) },
    [foreign],
    undefined,
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::999999999999:role/partner" }) },
    [],
    undefined,
  ],
  [
    "aws_iam_role",
    { name: "a", assume_role_policy: trust({ AWS: "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole" }) },
    [organization, member, foreign],
    undefined,
  ],
  ["aws_iam_role", { name: "a", assume_role_policy: "{" }, [], "MalformedPolicyDocument"],
  ["aws_iam_policy", { name: "a", policy: policy(allow) }, [], undefined],
  ["aws_iam_policy", { name: "a", policy: policy({ ...allow, Principal: "*" }) }, [], "MalformedPolicyDocument"],
  [
    "aws_iam_policy",
    { name: "a", policy: policy({ ...allow, Resource: `arn:aws:s3:::${"a".repeat(6200)}` }) },
    [],
    "LimitExceeded",
  ],
  ["aws_iam_role_policy", { role: "app", name: "a", policy: policy(allow) }, [role], undefined],
  [
    "aws_iam_role_policy",
    { role: "app", name: "a", policy: policy({ ...allow, Resource: `arn:aws:s3:::${"a".repeat(6000)}` }) },
    [
      role,
      stored("aws_iam_role_policy", "app:b", {
        role: "app",
        policy: policy({ ...allow, Resource: `arn:aws:s3:::${"a".repeat(6000)}` }),
      }),
    ],
    "LimitExceeded",
  ],
  [
    "aws_iam_role_policy_attachment",
    { role: "app", policy_arn: "arn:aws:iam::aws:policy/A" },
    [role, ...many(9, "aws_iam_role_policy_attachment", { role: "app" })],
    undefined,
  ],
  [
    "aws_iam_role_policy_attachment",
    { role: "app", policy_arn: "arn:aws:iam::aws:policy/A" },
    [role, ...many(10, "aws_iam_role_policy_attachment", { role: "app" })],
    "LimitExceeded",
  ],
  [
    "aws_iam_account_password_policy",
    { minimum_password_length: 14, password_reuse_prevention: 24, max_password_age: 0 },
    [],
    undefined,
  ],
  ["aws_iam_account_password_policy", { minimum_password_length: 5 }, [], "ValidationError"],
  ["aws_iam_account_password_policy", { password_reuse_prevention: 25 }, [], "ValidationError"],
  ["aws_kms_key", key(root), [], undefined],
  ["aws_kms_key", { enable_key_rotation: true }, [], undefined],
  [
    "aws_kms_key",
    key({ ...root, Principal: { Service: "logs.amazonaws.com" } }),
    [],
    "MalformedPolicyDocumentException",
  ],
  ["aws_kms_key", key({ ...root, Action: "kms:Decrypt" }), [], "MalformedPolicyDocumentException"],
  [
    "aws_kms_key",
    { ...key({ ...root, Action: "kms:Decrypt" }), bypass_policy_lockout_safety_check: true },
    [],
    undefined,
  ],
  ["aws_kms_key", { ...key(root), deletion_window_in_days: 6 }, [], "ValidationException"],
  [
    "aws_kms_key",
    { customer_master_key_spec: "RSA_2048", enable_key_rotation: true },
    [],
    "UnsupportedOperationException",
  ],
  ["aws_kms_alias", { name: "app", target_key_id: "alias/aws/s3" }, [], "NotAuthorizedException"],
  ["aws_kms_alias", { name: "alias/aws/app", target_key_id: "alias/aws/s3" }, [], "NotAuthorizedException"],
  [
    "aws_iam_role",
    {
      name: "a",
      assume_role_policy: policy({ Effect: "Allow", Action: ["sts:AssumeRole", "s3:GetObject"], Principal: "*" }),
    },
    [],
    "MalformedPolicyDocument",
  ],
  [
    "aws_kms_key",
    key(
      { ...root, Sid: "a" },
      { ...root, Sid: "b", Action: "kms:Decrypt", Principal: { Service: "logs.amazonaws.com" } },
    ),
    [],
    undefined,
  ],
  ["aws_kms_key", key({ ...root, Action: ["kms:Decrypt", "kms:PutKeyPolicy"] }), [], undefined],
  ["aws_kms_key", key({ ...root, Principal: { AWS: ["444455556666", "111122223333"] } }), [], undefined],
  ["aws_kms_key", key({ ...root, Principal: { AWS: "444455556666" } }), [], "MalformedPolicyDocumentException"],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
