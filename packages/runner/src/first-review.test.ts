import { noCounts } from "@archipelago/report";
import { requireFirstPlan, type FirstReview } from "./first-review.ts";

const reviewed: FirstReview = {
  account: "checkout-dev",
  accountId: null,
  organization: "acme",
  configuration: "a".repeat(64),
  plan: { changes: [], outputs: [], invocations: [] },
};
const fresh = { account: "checkout-dev", organization: "acme", configuration: "a".repeat(64) };
const summary = { counts: { ...noCounts, add: 40 }, placeholders: [] };

test("the first plan of the configuration that was reviewed passes when it only creates", () => {
  expect(() => requireFirstPlan(reviewed, fresh, summary, undefined)).not.toThrow();
});

const counted = (counts: object) => ({ ...summary, counts: { ...summary.counts, ...counts } });
test.each<[what: string, call: () => void, message: RegExp]>([
  ["nobody's review", () => requireFirstPlan(undefined, fresh, summary, undefined), /nobody reviewed/],
  [
    "another account's",
    () => requireFirstPlan({ ...reviewed, account: "shop-dev" }, fresh, summary, undefined),
    /nobody reviewed/,
  ],
  [
    "another configuration",
    () => requireFirstPlan(reviewed, { ...fresh, configuration: "b".repeat(64) }, summary, undefined),
    /the configuration is not the one that was reviewed: a{12}, now b{12}/,
  ],
  [
    "another organisation",
    () => requireFirstPlan(reviewed, { ...fresh, organization: "test" }, summary, undefined),
    /the organization is not/,
  ],
  ["an account that has a state", () => requireFirstPlan(reviewed, fresh, summary, { serial: 1 }), /applied before/],
  ...(["change", "destroy", "replace", "import", "move", "forget"] as const).map(
    (effect): [string, () => void, RegExp] => [
      effect,
      () => requireFirstPlan(reviewed, fresh, counted({ [effect]: 2 }), undefined),
      new RegExp(`only creates, and this one has 2 ${effect}`),
    ],
  ),
  [
    "placeholders",
    () => requireFirstPlan(reviewed, fresh, { ...summary, placeholders: ["network.vpcId"] }, undefined),
    /placeholders for network\.vpcId/,
  ],
])("%s does not", (_, call, message) => expect(call).toThrow(message));
