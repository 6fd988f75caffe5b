import { standardTags, tagStandard, type Account, type Organization } from "@archipelago/account-stack/workspace";
import type { OrganizationFacts, SynthesizedAccount } from "../synthesized.ts";
import { standardTagging, withoutDefaultTags } from "./standard-tags.ts";

const account = {
  name: "shop-dev",
  product: "shop",
  environment: "development",
  owner: "@acme/team-shop",
  costCentre: "CC-1",
  region: "eu-west-1",
} as unknown as Account;
const facts = {
  organization: { organizationalUnits: { Workloads: ["development", "production"] } } as unknown as Organization,
  members: [account, { ...account, environment: "shared" }],
} as unknown as OrganizationFacts;
const tags = standardTags(account);
const { owner: _, ...withoutOwner } = tags;
const provider = (defaults: object, more: object = {}) => ({ default_tags: [{ tags: defaults }], ...more });

function found(resource: Record<string, object>, providers: object[] | undefined = [provider(tags)]): string[] {
  const template = {
    provider: { aws: providers },
    resource: Object.fromEntries(Object.entries(resource).map(([type, properties]) => [type, { it: properties }])),
  } as SynthesizedAccount["template"];
  return standardTagging
    .find({ account, template, inputs: [], records: {} }, facts)
    .map(({ where, message }) => `${where}: ${message}`);
}

const blocks = (all: object) => Object.entries(all).map(([key, value]) => ({ key, value, propagate_at_launch: true }));

// what it is, resources, provider configurations, what is found
test.each<[string, Record<string, object>, object[] | undefined, string[]]>([
  ["the defaults", { aws_s3_bucket: {} }, undefined, []],
  ["a Name besides", { aws_s3_bucket: { tags: { Name: "x" } } }, undefined, []],
  ["a value of the standard", { aws_s3_bucket: { tags: { environment: "production" } } }, undefined, []],
  [
    "an environment that no unit has, of an account",
    { aws_s3_bucket: { tags: { environment: "shared" } } },
    undefined,
    [],
  ],
  [
    "another cost centre, which any value may be",
    { aws_s3_bucket: { tags: { "cost-centre": "CC-2" } } },
    undefined,
    [],
  ],
  ["an expression", { aws_s3_bucket: { tags: { environment: "${var.x}" } } }, undefined, []],
  ["tags that are an expression", { aws_s3_bucket: { tags: "${var.tags}" } }, undefined, []],
  [
    "an environment there is not",
    { aws_s3_bucket: { tags: { environment: "prod" } } },
    undefined,
    ['aws_s3_bucket.it: the tag "environment" is "prod"'],
  ],
  [
    "another maker",
    { aws_s3_bucket: { tags: { "managed-by": "hand" } } },
    undefined,
    ['aws_s3_bucket.it: the tag "managed-by" is "hand"'],
  ],
  [
    "an empty owner",
    { aws_s3_bucket: { tags: { owner: " " } } },
    undefined,
    ['aws_s3_bucket.it: the tag "owner" is " "'],
  ],
  ["no value", { aws_s3_bucket: { tags: { owner: null } } }, undefined, ['aws_s3_bucket.it: the tag "owner" is null']],
  [
    "a key in another capitalisation",
    { aws_s3_bucket: { tags: { Owner: "x" } } },
    undefined,
    ['aws_s3_bucket.it: the tag "Owner" is another spelling of "owner"'],
  ],
  ["tags an account had before it joined", { aws_organizations_account: { tags: { Owner: "x" } } }, undefined, []],
  ["a provider without one", { aws_vpc: {} }, [provider(withoutOwner)], ['provider.aws: the tag "owner" is missing']],
  [
    "a provider with a wrong one",
    { aws_vpc: {} },
    [provider({ ...tags, environment: "prod" })],
    ['provider.aws: the tag "environment" is "prod"'],
  ],
  ["a provider without any, not used", {}, [provider({})], []],
  [
    "a second provider without one",
    { aws_vpc: { provider: "aws.us" } },
    [provider(tags), provider(withoutOwner, { alias: "us" })],
    ['provider.aws.us: the tag "owner" is missing'],
  ],
  ["a second provider that nothing uses", { aws_vpc: {} }, [provider(tags), provider({}, { alias: "us" })], []],
  ["a group with its tags", { aws_autoscaling_group: { tag: blocks(tags) } }, undefined, []],
  [
    "a group, which the defaults do not reach",
    { aws_autoscaling_group: { tag: blocks(withoutOwner) } },
    undefined,
    ['aws_autoscaling_group.it: the tag "owner" is missing'],
  ],
])("%s", (_what, resources, providers, expected) => {
  expect(found(resources, providers)).toEqual(expected);
});

test("without any provider configuration every tag is missing", () => {
  const template = { resource: { aws_vpc: { it: {} } } };
  expect(standardTagging.find({ account, template, inputs: [], records: {} }, facts)).toHaveLength(
    Object.keys(tagStandard).length,
  );
});

test.each(Object.keys(withoutDefaultTags))("%s is a type of resource", (type) => {
  expect(type).toMatch(/^aws_[a-z0-9_]+$/);
});
