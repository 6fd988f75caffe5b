import { environmentsInUse, listed, tagStandard } from "@archipelago/account-stack/workspace";
import type { Objection, Rule } from "../finding.ts";
import { blocks, resourcesOf, type Resource, type SynthesizedAccount } from "../synthesized.ts";

/**
 * Types that the provider's default tags do not reach, with the block that holds their tags.
 * (AWS provider, documentation of `default_tags` and of the type, read 2026-11)
 */
export const withoutDefaultTags: Readonly<Record<string, string>> = { aws_autoscaling_group: "tag" };

/** Types whose tags came with what they adopt: an account that joined keeps those it had. */
const keepsOldTags = ["aws_organizations_account"];

type Tags = Readonly<Record<string, unknown>>;

/**
 * The tag policy only reports, a day later and in another console. Here the same standard is held before the plan: of every
 * configuration of the provider, whose default tags reach all that can have tags, and of what resources say themselves.
 */
export const standardTagging: Rule = {
  name: "standard-tags",
  holds: "Every resource that can have tags has the standard ones, with values the tag policy takes.",
  find: (stack, { organization, members }) => {
    const environments = environmentsInUse(organization, members);
    const resources = resourcesOf(stack);
    return [
      ...configurations(stack)
        .filter(({ name }) => resources.some((resource) => configurationOf(resource) === name))
        .flatMap(({ name, tags }) => [
          ...missing(`provider.${name}`, tags, "leave the provider's default tags as AccountStack sets them"),
          ...refused(`provider.${name}`, tags, environments),
        ]),
      ...resources.flatMap((resource) => {
        const { address, type, properties } = resource;
        const own = withoutDefaultTags[type];
        const tags = own === undefined ? properties["tags"] : tagsOfBlocks(properties[own]);
        if (typeof tags === "string") return []; // an expression
        return [
          ...(own === undefined
            ? []
            : missing(address, tags as Tags, `default tags do not reach it: add "${own}" blocks`)),
          ...refused(address, (tags ?? {}) as Tags, environments),
          ...(keepsOldTags.includes(type) ? [] : misspelt(address, (tags ?? {}) as Tags)),
        ];
      }),
    ];
  },
};

const missing = (where: string, tags: Tags, next: string): Objection[] =>
  Object.keys(tagStandard)
    .filter((key) => !(key in tags))
    .map((key) => ({ where, message: `the tag "${key}" is missing`, next }));

/** Values that are empty or that the tag policy would report. What Terraform only knows later is left to it. */
function refused(where: string, tags: Tags, environments: readonly string[]): Objection[] {
  return Object.entries(tagStandard).flatMap(([key, { allowed }]) => {
    const value = tags[key];
    if (!(key in tags) || (typeof value === "string" && value.includes("${"))) return [];
    const values = allowed?.(environments);
    if (typeof value === "string" && value.trim() !== "" && (values === undefined || values.includes(value))) return [];
    return [
      {
        where,
        message: `the tag "${key}" is ${JSON.stringify(value)}`,
        next: `${values === undefined ? "give it a value" : `use ${listed(values)}`}, or leave it out: account.json's is the default`,
      },
    ];
  });
}

/** To a tag policy `Owner` is the key `owner` in another capitalisation; to a bill it is another tag. */
const misspelt = (where: string, tags: Tags): Objection[] =>
  Object.keys(tags).flatMap((key) => {
    const standard = Object.keys(tagStandard).find((each) => each === key.toLowerCase());
    return standard === undefined || standard === key
      ? []
      : [{ where, message: `the tag "${key}" is another spelling of "${standard}"`, next: `call it "${standard}"` }];
  });

/** The provider's configurations, by the name resources call them: `aws`, or `aws.<alias>`. */
function configurations({ template }: SynthesizedAccount): { name: string; tags: Tags }[] {
  return (template.provider?.["aws"] ?? [{}]).map((configuration) => ({
    name: typeof configuration["alias"] === "string" ? `aws.${configuration["alias"]}` : "aws",
    tags: (blocks(configuration["default_tags"])[0]?.["tags"] ?? {}) as Tags,
  }));
}

const configurationOf = ({ type, properties }: Resource): string =>
  typeof properties["provider"] === "string" ? properties["provider"] : type.split("_")[0]!;

const tagsOfBlocks = (value: unknown): Tags =>
  Object.fromEntries(blocks(value).map(({ key, value: text }) => [key as string, text as unknown]));
