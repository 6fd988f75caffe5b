import type { GuardrailException } from "@archipelago/account-stack";
import { exampleFacts } from "./example.fixture.ts";
import { checkExceptions } from "./exceptions.ts";
import { defaultGuardrails } from "./rules/index.ts";

const valid: GuardrailException = {
  rule: "allowed-regions",
  account: "shop",
  reason: "a model that is offered in Oregon only",
  expires: "2027-03-31",
};
const check = (...exceptions: GuardrailException[]) =>
  checkExceptions(exceptions, defaultGuardrails(exampleFacts), ["shop", "sandbox"]);

test("a valid exception, also one that has expired: a synthesis does not look at the clock", () => {
  expect(() => check(valid, { ...valid, account: "sandbox", expires: "2001-01-01" })).not.toThrow();
});

test.each<[Partial<GuardrailException>, string]>([
  [{ rule: "allow-regions" }, "there is no guardrail allow-regions"],
  [{ rule: "standard-tags" }, "a TAG_POLICY is inherited as a whole and has no exceptions"],
  [{ account: "shop-dev" }, "there is no account shop-dev"],
  [{ reason: " " }, "an exception needs a reason"],
  [{ expires: "" }, "nothing is not a day"],
  [{ expires: "31.3.2027" }, '"31.3.2027" is not a day'],
  [{ expires: "2027-02-30" }, '"2027-02-30" is not a day'],
  [{ expires: "2027-03-31T00:00:00Z" }, '"2027-03-31T00:00:00Z" is not a day'],
])("%j is refused", (wrong, message) => {
  expect(() => check({ ...valid, ...wrong })).toThrow(message);
});

test("the same exception twice is refused", () => {
  expect(() => check(valid, { ...valid, reason: "another" })).toThrow("the exception is there twice");
});
