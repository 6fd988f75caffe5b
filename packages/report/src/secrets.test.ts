import { report, resource, update } from "./report.fixture.ts";
import { concealed, hasSecretForm, holdsSecret, isSecretName, withoutSecrets } from "./secrets.ts";

// Put together here, so that no tool takes them for real.
const x = (length: number): string => "Ab3dEf7hIjKlMnOpQrStUvWxYz012345678901234567890".slice(0, length);
const examples: Record<string, string> = {
  "AWS access key id": `AKIA${"ABCDEFGH23456723"}`,
  "private key": `-----BEGIN ${"RSA "}PRIVATE KEY-----\nMIIE`,
  "GitHub token": `ghp_${x(36)}`,
  "GitLab token": `glpat-${x(20)}`,
  "npm token": `npm_${x(36)}`,
  "Slack token": `xoxb-${x(24)}`,
  "Slack webhook": `https://hooks.slack.com/services/T0/B0/${x(24)}`,
  "Stripe key": `sk_live_${x(24)}`,
  "Google API key": `AIza${x(35)}`,
  "Vault token": `hvs.${x(24)}`,
  "JSON web token": `eyJ${x(12)}.eyJ${x(12)}.${x(20)}`,
  "password in a URL": "postgres://shop:hunter22@db.internal/shop",
  "authorization header": `Authorization: Bearer ${x(24)}`,
  "assignment in a script": "#!/bin/sh\nexport DB_PASSWORD=hunter22\n",
};

test.each(Object.entries(examples))("%s is recognised wherever it stands", (_, secret) => {
  expect(hasSecretForm(secret)).toBe(true);
  expect(withoutSecrets(`before ${secret} after`)).toMatch(/^before .*not shown/s);
  const text = JSON.stringify(
    report("a", [update("aws_x.x", { note: `old ${secret}` }, { note: `new ${secret}` })]).changes,
  );
  expect(text).toContain(concealed);
  expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
});

test("of a private key not a line is shown", () => {
  const key = ["-----BEGIN ", "PRIVATE KEY-----\nMIIEvQ\n-----END ", "PRIVATE KEY-----"].join("");
  expect(withoutSecrets(`before\n${key}\nafter`)).toMatch(/^before\n[^M]*\nafter$/);
});

test.each([
  ["password", true],
  ["DB_PASSWORD", true],
  ["masterPassword", true],
  ["api-key", true],
  ["apiKey", true],
  ["SECRET_VALUE", true],
  ["password_wo", true],
  ["TOKEN_2", true],
  ["minimum_password_length", false],
  ["password_reuse_prevention", false],
  ["secret_arn", false],
  ["kms_key_id", false],
  ["token_issue_time", false],
  ["http_tokens_required", false],
  ["secrets", false],
  ["enable_key_rotation", false],
])("%s: the name of a secret: %s", (name, expected) => {
  expect(isSecretName(name)).toBe(expected);
});

test.each([
  [{ name: "DB_PASSWORD", value: "hunter22" }, true],
  [{ name: "DB_PASSWORD", valueFrom: "arn:aws:ssm:eu-west-1:123456789012:parameter/db" }, false],
  [{ environment: { variables: { STRIPE_API_KEY: "abc" } } }, true],
  [{ password: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db" }, false],
  [{ password: true, token: 7 }, false],
  [JSON.stringify([{ environment: [{ name: "TOKEN", value: "abc" }] }]), true],
  [JSON.stringify({ Statement: [{ Action: "secretsmanager:GetSecretValue", Resource: "*" }] }), false],
  ["MinimumPasswordLength: 14", false],
])("%j holds a secret: %s", (value, expected) => {
  expect(holdsSecret(value)).toBe(expected);
});

/** What a change of one attribute, and its creation, show. */
function shown(name: string, value: unknown, marks: object = {}): string {
  const after = { [name]: value };
  return JSON.stringify([
    report("a", [resource("aws_x.x", { actions: ["create"], before: null, after: after as never, ...marks })]),
    report("a", [resource("aws_x.x", { actions: ["update"], before: {}, after: after as never, ...marks })]),
  ]);
}

test.each([
  ["an attribute Terraform marks as sensitive", "value", "hunter22", { after_sensitive: { value: true } }],
  ["a name", "admin_password", "hunter22", {}],
  ["a variable of a function", "environment", [{ variables: { DB_PASSWORD: "hunter22" } }], {}],
  ["a variable of a container", "container_definitions", '[{"environment":[{"name":"TOKEN","value":"hunter22"}]}]', {}],
  ["a start script", "user_data", "export DB_PASSWORD=hunter22", {}],
  ["a list under such a name", "passwords", ["hunter22"], {}],
])("%s is not shown", (_what, name, value, marks) => {
  const text = shown(name, value, marks);
  expect(text).not.toContain("hunter22");
  expect(text).toMatch(/not shown|\(sensitive\)/);
});

test("a secret beside what is known only after apply is not shown either", () => {
  const text = shown("items", [{ name: "TOKEN", value: "hunter22" }], { after_unknown: { items: [{ id: true }] } });
  expect(text).not.toContain("hunter22");
});

test("a policy that changes in one word shows that word, and settings about passwords are shown", () => {
  const policy = (action: string): string => JSON.stringify({ Statement: [{ Action: action, Effect: "Allow" }] });
  const [change] = report("a", [
    update("aws_iam_policy.x", { policy: policy("s3:Get*") }, { policy: policy("secretsmanager:GetSecretValue") }),
  ]).changes;
  expect(change!.attributes).toEqual([
    { path: "policy.Statement.0.Action", old: '"s3:Get*"', new: '"secretsmanager:GetSecretValue"' },
  ]);
  const [length] = report("a", [
    update("aws_iam_account_password_policy.x", { minimum_password_length: 8 }, { minimum_password_length: 14 }),
  ]).changes;
  expect(length!.attributes).toEqual([{ path: "minimum_password_length", old: "8", new: "14" }]);
});
