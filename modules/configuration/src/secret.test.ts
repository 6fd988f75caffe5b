import { exampleAccount, synthStack } from "@archipelago/testing";
import { Secret, type SecretProps } from "./index.ts";

const secret = (props: Partial<SecretProps> = {}, deletionProtection = false) =>
  synthStack((stack) => void new Secret(stack, "key", { name: "key", description: "A key", ...props }), {
    account: { ...exampleAccount, product: "shop" },
    environment: { deletionProtection },
  });

test("a secret is a place, without a value", () => {
  const template = secret();
  expect(template.addresses()).toEqual(["aws_secretsmanager_secret.key"]);
  expect(template.resource("aws_secretsmanager_secret")).toEqual({
    name: "shop/key",
    description: "A key",
    recovery_window_in_days: 7,
    lifecycle: { prevent_destroy: false },
  });
});

test("where data are protected, a secret is not destroyed and can be brought back for 30 days", () => {
  expect(secret({}, true).resource("aws_secretsmanager_secret")).toMatchObject({
    recovery_window_in_days: 30,
    lifecycle: { prevent_destroy: true },
  });
});

test("rotation makes its values", () => {
  const functionArn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate";
  const template = secret({ rotation: { functionArn, everyDays: 30 }, keyArn: "arn:aws:kms:eu-west-1:1:key/x" });
  expect(template.resource("aws_secretsmanager_secret")["kms_key_id"]).toBe("arn:aws:kms:eu-west-1:1:key/x");
  expect(template.resource("aws_secretsmanager_secret_rotation")).toEqual({
    secret_id: "${aws_secretsmanager_secret.key.arn}",
    rotation_lambda_arn: functionArn,
    rotation_rules: { automatically_after_days: 30 },
  });
});

test.each<[Partial<SecretProps>, string]>([
  [{ recoveryDays: 6 }, "recoveryDays of a secret is 6"],
  [{ recoveryDays: 31 }, "recoveryDays of a secret is 31"],
  [{ rotation: { functionArn: "arn", everyDays: 0 } }, "rotation.everyDays of a secret is 0"],
  [{ rotation: { functionArn: "arn", everyDays: 1.5 } }, "rotation.everyDays of a secret is 1.5"],
])("%j is refused", (props, message) => {
  expect(() => secret(props)).toThrow(message);
});
