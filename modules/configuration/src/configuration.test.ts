import { exampleAccount, synthStack } from "@archipelago/testing";
import { Configuration, type ConfigurationProps } from "./index.ts";

const parameters = (values: ConfigurationProps["values"], product = "shop") =>
  synthStack((stack) => void new Configuration(stack, "configuration", { values }), {
    account: { ...exampleAccount, product },
  })
    .resources("aws_ssm_parameter")
    .map(({ name, properties }) => [name, properties["name"], properties["insecure_value"]]);

test("each value is a parameter below the product's path, in plain text", () => {
  const values = { image: "a", retries: 3, debug: false, hosts: ["a", "b"], mail: { from: "x@example.com" } };
  expect(parameters(values)).toEqual([
    ["configuration_debug", "/archipelago/config/shop/debug", "false"],
    ["configuration_hosts", "/archipelago/config/shop/hosts", '["a","b"]'],
    ["configuration_image", "/archipelago/config/shop/image", "a"],
    ["configuration_mail_from", "/archipelago/config/shop/mail/from", "x@example.com"],
    ["configuration_retries", "/archipelago/config/shop/retries", "3"],
  ]);
});

test("parameters are no secrets: of type String, and not hidden from whoever reviews the plan", () => {
  const template = synthStack((stack) => void new Configuration(stack, "c", { values: { a: "b" } }));
  expect(template.resource("aws_ssm_parameter")).toEqual({
    name: "/archipelago/config/example/a",
    type: "String",
    insecure_value: "b",
  });
});

test.each([
  ["", /has 0 bytes[^]*/],
  ["x".repeat(4097), /has 4097 bytes/],
  ["€".repeat(1366), /has 4098 bytes/],
])("a value SSM does not take is refused: %#", (value, message) => {
  expect(() => parameters({ value })).toThrow(message);
});

test("the longest value is taken", () => {
  expect(parameters({ value: "x".repeat(4096) })).toHaveLength(1);
});
