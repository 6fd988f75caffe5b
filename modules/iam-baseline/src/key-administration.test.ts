import { synthStack } from "@archipelago/testing";
import { keyAdministration } from "./key-administration.ts";

test.each([
  ["eu-west-1", "aws"],
  ["cn-north-1", "aws-cn"],
])("in %s the account decides about its keys", (region, partition) => {
  let statement: object = {};
  synthStack((stack) => void (statement = keyAdministration(stack)), { account: { region } });
  expect(statement).toMatchObject({
    Effect: "Allow",
    Principal: { AWS: expect.stringMatching(new RegExp(`^arn:${partition}:iam::.+:root$`)) },
    Action: "kms:*",
  });
});
