import type { Attributes, StoredResource, Value } from "../contract.ts";
import { blocksAt, textsAt } from "../constraints/resources.ts";

/** Whether a candidate satisfies every `filter` block: one of its values, in which `*` and `?` are wildcards. */
export function matchesFilters(config: Attributes, candidate: Readonly<Record<string, Value | undefined>>): boolean {
  return blocksAt(config, "filter").every((filter) => {
    const found = [candidate[String(filter.name)] ?? []].flat().map(String);
    return textsAt(filter, "values").some((pattern) => found.some((value) => wildcard(pattern).test(value)));
  });
}

/** An EC2 resource by the names that EC2's filters have: `vpc-id` is `vpc_id`, `tag:Name` is `tags.Name`. */
export function filterable({ attributes, id, accountId }: StoredResource): Record<string, Value | undefined> {
  const tags = tagsOf(attributes);
  const named = Object.entries(attributes).map(([name, value]) => [name.replaceAll("_", "-"), value] as const);
  const tagged = Object.entries(tags).map(([key, value]) => [`tag:${key}`, value] as const);
  return { ...Object.fromEntries([...named, ...tagged]), id, "owner-id": accountId, "tag-key": Object.keys(tags) };
}

/** The tags that a resource has, those of the provider's default tags included. */
export function tagsOf(attributes: Attributes): Attributes {
  const tags = attributes.tags_all ?? attributes.tags;
  return tags !== null && typeof tags === "object" && !Array.isArray(tags) ? tags : {};
}

const wildcard = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  );
