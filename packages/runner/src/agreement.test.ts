import { agree, inContinuousIntegration, type AgreementOptions } from "./agreement.ts";
import { reviewDigest, type Review } from "./review.ts";

const review: Review = {
  account: "shop-dev",
  accountId: "123456789012",
  organization: "acme",
  cloud: "offline",
  terraformVersion: "1.11.4",
  configuration: "c".repeat(64),
  inputs: "1".repeat(64),
  plan: { changes: [], outputs: [], invocations: [] },
};
const shown = "shop-dev: 1 to add";
const ask = (options: AgreementOptions, environment: NodeJS.ProcessEnv = {}) =>
  agree({ account: "shop-dev", verb: "apply", text: shown, review }, options, environment);

const same = new Map([["shop-dev", { digest: reviewDigest(review) }]]);
const other = new Map([["shop-dev", { digest: "0".repeat(64) }]]);
const yes = new Set(["shop-dev"]);
const unreviewed = new Map([["shop-dev", "bootstrap"]]);

const agreed: [string, AgreementOptions, NodeJS.ProcessEnv, "reviewed" | "unreviewed"][] = [
  ["the same was reviewed", { reviewed: same }, {}, "reviewed"],
  ["the same was reviewed, in CI", { reviewed: same }, { CI: "true" }, "reviewed"],
  ["--yes", { yes }, {}, "unreviewed"],
  ["a person says yes", { confirm: async () => true }, {}, "unreviewed"],
  ["a reason, in CI", { unreviewed }, { CI: "true" }, "unreviewed"],
];
test.each(agreed)("goes on: %s", async (_, options, environment, by) =>
  expect(await ask(options, environment)).toBe(by),
);

const refused: [string, AgreementOptions, NodeJS.ProcessEnv, string][] = [
  ["something else was reviewed", { reviewed: other }, {}, "the plan is not the one that was reviewed"],
  ["something else was reviewed, whatever else is said", { reviewed: other, yes, unreviewed }, {}, "is not the one"],
  ["--yes, in CI", { yes }, { CI: "true" }, "nobody reviewed this plan"],
  ["somebody to ask, in CI", { confirm: async () => true }, { CI: "1" }, "nobody reviewed this plan"],
  ["another account was reviewed, in CI", { reviewed: new Map(), yes }, { CI: "true" }, "nobody reviewed this plan"],
  ["a reason for another account, in CI", { unreviewed: new Map([["b", "x"]]) }, { CI: "true" }, "nobody reviewed"],
  ["--yes for another account", { yes: new Set(["b"]) }, {}, "there is nobody to ask"],
  ["a person says no", { confirm: async () => false }, {}, "you said no"],
];
test.each(refused)("refuses: %s", async (_, options, environment, message) =>
  expect(ask(options, environment)).rejects.toThrow(message),
);

test("a person is shown the plan; so is whoever reads the refusal", async () => {
  const confirm = jest.fn(async () => true);
  await ask({ confirm });
  expect(confirm).toHaveBeenCalledWith("shop-dev", shown);
  await expect(ask({ reviewed: other })).rejects.toThrow(shown);
  await expect(ask({}, { CI: "true" })).rejects.toThrow(shown);
});

test.each([
  ["true", true],
  ["1", true],
  ["woodpecker", true],
  ["false", false],
  ["0", false],
  ["", false],
  [undefined, false],
])("CI=%s: %s", (CI, is) => expect(inContinuousIntegration(CI === undefined ? {} : { CI })).toBe(is));
