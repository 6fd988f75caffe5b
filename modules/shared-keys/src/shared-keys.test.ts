import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import type { Connection } from "@archipelago/account-stack";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { KeyUse, SharedKeys } from "./index.ts";

const use = (other: string, side: "provider" | "consumer", access: "encrypt" | "decrypt" = "encrypt"): Connection => ({
  kind: "key",
  name: "customer-data",
  with: other,
  side,
  access,
  role: "shop/shop-api",
});
const provider = (connections: readonly Connection[], deletionProtection = true) =>
  synthStack((stack) => void new SharedKeys(stack, "keys", { organizationId: "o-example" }), {
    account: { ...exampleAccount, name: "security", connections },
    environment: { deletionProtection },
  });
const consumer = (...connections: Connection[]) =>
  synthStack(
    (stack) => {
      const role = new IamRole(stack, "api", { name: "shop-api", path: "/shop/", assumeRolePolicy: "{}" });
      new KeyUse(stack, "keys", { role });
    },
    { account: { ...exampleAccount, name: "shop", product: "shop", connections } },
  );

test("one key for a name, whoever uses it; it turns, and is not destroyed where data is kept", () => {
  const template = provider([use("shop", "provider"), use("analytics", "provider", "decrypt")]);
  expect(template.resource("aws_kms_key")).toMatchObject({
    enable_key_rotation: true,
    deletion_window_in_days: 30,
    lifecycle: { prevent_destroy: true },
  });
  expect(template.resource("aws_kms_alias")["name"]).toBe("alias/shared/customer-data");
  expect(provider([use("shop", "provider")], false).resource("aws_kms_key")["lifecycle"]).toEqual({
    prevent_destroy: false,
  });
  expect(provider([]).addresses()).toEqual([]);
});

test("each role may do what its connection says, and no more", () => {
  const template = provider([use("shop", "provider"), use("analytics", "provider", "decrypt")]);
  const { Statement } = JSON.parse(String(template.resource("aws_kms_key_policy")["policy"])) as {
    Statement: { Sid: string; Action: string | string[] }[];
  };
  expect(Object.fromEntries(Statement.map(({ Sid, Action }) => [Sid, Action]))).toEqual({
    AccountDecidesByIam: "kms:*",
    AnalyticsDecrypt: ["kms:Decrypt", "kms:DescribeKey"],
    ShopEncrypt: ["kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt", "kms:DescribeKey"],
  });
});

test("the consumer's role uses the key, and the key's ARN is a parameter, once it is known", () => {
  const template = consumer(use("security", "consumer"));
  expect(template.resource("aws_iam_role_policy")["policy"]).toContain("kms:GenerateDataKey");
  expect(template.resource("aws_ssm_parameter")).toMatchObject({
    count: "${(var.security_key_customer_data_arn == null) ? 0 : 1}",
    name: "/archipelago/config/shop/key/customer-data",
    insecure_value: "${var.security_key_customer_data_arn}",
  });
  expect(consumer().addresses()).toEqual(["aws_iam_role.api"]);
});
