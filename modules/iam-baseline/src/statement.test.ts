import { allow, isWideAction, isWideResource } from "./statement.ts";

test.each([
  ["*", true],
  ["s3:*", true],
  ["s3:Put*", true],
  ["s3:*Object", true],
  ["s3:Get*Object*", true],
  ["s3:G*", true],
  ["iam:PassRol?", true],
  ["s3:PutObject", false],
  ["s3:GetBucket*", false],
  ["ec2:Describe*", false],
  ["secretsmanager:BatchGet*", false],
])("the action %s is wide: %s", (action, wide) => expect(isWideAction(action)).toBe(wide));

test.each([
  ["*", true],
  ["arn:aws:sns:*:*:*", true],
  ["arn:aws:s3:::*", true],
  ["arn:aws:s3:::reports/*", false],
  ["arn:aws:iam::111122223333:role/*", false],
])("the resource %s is wide: %s", (resource, wide) => expect(isWideResource(resource)).toBe(wide));

const read = { sid: "Read", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::reports/*"] };

test("what is exact needs no reason", () => {
  expect(allow(read)).toEqual({
    Sid: "Read",
    Effect: "Allow",
    Action: ["s3:GetObject"],
    Resource: ["arn:aws:s3:::reports/*"],
  });
});

test("a condition is kept", () => {
  const condition = { StringEquals: { "s3:prefix": "a" } };
  expect(allow({ ...read, condition }).Condition).toEqual(condition);
});

test("what is wide is refused without a reason, by name", () => {
  expect(() => allow({ ...read, actions: ["s3:GetObject", "s3:*"], resources: ["*"] })).toThrow(
    "the statement Read grants s3:*, * without a reason",
  );
});

test("the reason is read in the Sid", () => {
  const because = "EC2 knows no resources here";
  expect(allow({ ...read, resources: ["*"], because }).Sid).toBe("ReadBecauseEC2KnowsNoResourcesHere");
});

test.each(["", "needed", "see ticket #12", "it is needed."])("%j is no reason", (because) => {
  expect(() => allow({ ...read, because })).toThrow("the reason of the statement Read is not one");
});
