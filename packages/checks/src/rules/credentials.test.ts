import { exampleAccount } from "@archipelago/testing";
import type { OrganizationFacts, StackTemplate } from "../synthesized.ts";
import { noSecrets, secretHolders } from "./credentials.ts";

const find = (template: StackTemplate, notSecrets: readonly string[] = []) =>
  noSecrets
    .find({ account: exampleAccount, template, inputs: [], records: {} }, {
      notSecrets: new Map([["development", notSecrets]]),
    } as unknown as OrganizationFacts)
    .map(({ where, message }) => `${where}: ${message}`);

const resource = (type: string, properties: Record<string, unknown>) =>
  find({ resource: { [type]: { x: properties } } });

test.each<[type: string, properties: Record<string, unknown>, found: string[]]>([
  ["aws_secretsmanager_secret", { name: "shop/key" }, []],
  ["aws_secretsmanager_secret_version", { secret_string: "${var.x}" }, ["puts a secret into the state"]],
  ["aws_secretsmanager_secret_version", { secret_string_wo: "${var.x}" }, ["puts a secret into the state"]],
  ["aws_ssm_parameter", { name: "/a", type: "String", insecure_value: "EUR" }, []],
  ["aws_ssm_parameter", { name: "/a", type: "SecureString", value: "${var.x}" }, ["puts a secret into the state"]],
  [
    "aws_ssm_parameter",
    { name: "/a/apiToken", insecure_value: "abcdefgh" },
    ["insecure_value holds what looks like /a/apiToken, written out"],
  ],
  ["aws_db_instance", { password: "hunter2" }, ["password holds what looks like password, written out"]],
  ["aws_db_instance", { manage_master_user_password: true }, []],
  ["aws_rds_cluster", { master_password: "${var.password}" }, []],
  [
    "aws_elasticache_replication_group",
    { auth_token: "abcdefgh" },
    ["auth_token holds what looks like auth_token, written out"],
  ],
  ["aws_launch_template", { metadata_options: { http_tokens: "required" } }, []],
  [
    "aws_lambda_function",
    {
      environment: { variables: { DB_PASSWORD: "hunter2", SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:1:secret:a" } },
    },
    ["environment.variables.DB_PASSWORD holds what looks like DB_PASSWORD, written out"],
  ],
  [
    "aws_ecs_task_definition",
    { container_definitions: JSON.stringify([{ environment: [{ name: "API_KEY", value: "abc123" }] }]) },
    ["container_definitions.0.environment.0.value holds what looks like API_KEY, written out"],
  ],
])("%s %j", (type, properties, found) => {
  expect(resource(type, properties)).toEqual(found.map((message) => `${type}.x: ${message}`));
});

test.each(Object.keys(secretHolders))("%s is refused", (type) => {
  const [kind, name] = type.startsWith("data.") ? (["data", type.slice(5)] as const) : (["resource", type] as const);
  expect(find({ [kind]: { [name]: { x: {} } } })).toEqual([`${type}.x: puts a secret into the state`]);
});

test("a parameter is read encrypted, or not at all", () => {
  const read = (properties: Record<string, unknown>) => find({ data: { aws_ssm_parameter: { x: properties } } });
  expect(read({ name: "/a" })).toEqual(["data.aws_ssm_parameter.x: puts a secret into the state"]);
  expect(read({ name: "/a", with_decryption: false })).toEqual([]);
});

test("locals are looked at; what the environment says is no secret is none", () => {
  const locals = { password: "hunter2" };
  expect(find({ locals })).toEqual(["locals: password holds what looks like password, written out"]);
  expect(find({ locals }, ["hunter2"])).toEqual([]);
});
