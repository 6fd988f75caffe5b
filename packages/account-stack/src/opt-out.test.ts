import { isOptOut } from "./opt-out.ts";
import { UserError } from "./user-error.ts";

test("an opt-out has a reason", () => {
  expect(isOptOut({ reason: "a static website" }, "flow logs")).toBe(true);
  expect(isOptOut({ bucketArn: "x" }, "flow logs")).toBe(false);
  expect(isOptOut(undefined, "flow logs")).toBe(false);
});

test("a blank reason is refused", () => {
  expect(() => isOptOut({ reason: " " }, "flow logs")).toThrow(UserError);
});
