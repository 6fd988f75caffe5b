import { readPlan, type Json, type PlanJson } from "@archipelago/terraform";
import { reviewDifference } from "./review-difference.ts";
import { reviewDigest, reviewOf, type Review } from "./review.ts";

type Change = NonNullable<PlanJson["resource_changes"]>[number]["change"];

function review(changes: Record<string, Change>, more: Partial<PlanJson> & Partial<Review> = {}): Review {
  const resource_changes = Object.entries(changes).map(([address, change]) => {
    const [type = "", name = ""] = address.split(".");
    return { address, type, name, mode: "managed" as const, provider_name: "aws", change };
  });
  const { output_changes = {}, ...facts } = more;
  const plan = readPlan({ format_version: "1.2", terraform_version: "1.11.4", resource_changes, output_changes });
  const account = { name: "shop-dev" } as Parameters<typeof reviewOf>[0]["account"];
  const digests = { configuration: "c".repeat(64), inputs: "1".repeat(64) };
  const made = { organization: "acme", cloud: "offline", terraformVersion: "1.11.4" } as const;
  return { ...reviewOf({ account, accountId: "123456789012", digests }, made, plan), ...facts };
}

const update = (before: Json, after: Json, more: Partial<Change> = {}): Change => ({
  actions: ["update"],
  before,
  after,
  ...more,
});

const cases: [string, Review, Review, string[]][] = [
  ["the same", review({ "a.b": update({ n: 1 }, { n: 2 }) }), review({ "a.b": update({ n: 1 }, { n: 2 }) }), []],
  [
    "another value",
    review({ "a.b": update({ n: 1, same: 1 }, { n: 2, same: 1 }) }),
    review({ "a.b": update({ n: 1, same: 1 }, { n: 3, same: 1 }) }),
    ["@ a.b", "- n: 1 -> 2", "+ n: 1 -> 3"],
  ],
  [
    "one resource more, one less",
    review({ "a.old": { actions: ["delete"], before: { n: 1 }, after: null } }),
    review({ "a.new": { actions: ["create"], before: null, after: { n: { x: 1 } } } }),
    ["@ a.new", "+ create", "+ n.x: null -> 1", "@ a.old", "- delete", "- n: 1 -> null"],
  ],
  [
    "a replacement instead of an update",
    review({ "a.b": update({ n: 1 }, { n: 2 }) }),
    review({ "a.b": update({ n: 1 }, { n: 2 }, { actions: ["delete", "create"], replace_paths: [["n"]] }) }),
    ["@ a.b", "- update", "+ delete, then create", '+ replacePaths: ["n"]'],
  ],
  [
    "a nested value beside unknown ones",
    review({ "a.b": update({ tags: { k: "1" } }, { tags: { k: "2" } }, { after_unknown: { arn: true } }) }),
    review({ "a.b": update({ tags: { k: "1" } }, { tags: { k: "3" } }, { after_unknown: { arn: true } }) }),
    ["@ a.b", '- tags.k: "1" -> "2"', '+ tags.k: "1" -> "3"'],
  ],
  [
    "a secret: that it changes, never what it is",
    review({ "a.b": update({ s: "hunter2" }, { s: "hunter2" }, { after_sensitive: { s: true } }) }),
    review({ "a.b": update({ s: "hunter2" }, { s: "hunter3" }, { after_sensitive: { s: true } }) }),
    ["@ a.b", "+ s: (sensitive) changes"],
  ],
  [
    "an output",
    review({}, { output_changes: { url: update("a", "b") } }),
    review({}, { output_changes: { url: update("a", "c") } }),
    ["@ output url", '- value: "a" -> "b"', '+ value: "a" -> "c"'],
  ],
  [
    "what it was made for",
    review({}, { terraformVersion: "1.10.0", configuration: "a".repeat(64) }),
    review({}),
    [
      "the Terraform version: reviewed 1.10.0, now 1.11.4",
      "the synthesised configuration: reviewed aaaaaaaaaaaa, now cccccccccccc",
    ],
  ],
];
test.each(cases)("%s", (_, reviewed, fresh, lines) => {
  expect(reviewDifference(reviewed, fresh)).toBe(lines.map((line) => `  ${line}`).join("\n"));
  expect(reviewDigest(reviewed) === reviewDigest(fresh)).toBe(lines.length === 0);
});

test("every fact decides the digest", () => {
  const one = review({});
  for (const key of ["account", "accountId", "organization", "cloud", "terraformVersion", "configuration", "inputs"])
    expect(reviewDigest({ ...one, [key]: "other" })).not.toBe(reviewDigest(one));
});

test("a review holds no sensitive value", () => {
  const secret = review({ "a.b": update({ s: "hunter2" }, { s: "hunter3" }, { before_sensitive: { s: true } }) });
  expect(JSON.stringify(secret)).not.toContain("hunter");
});
