import type { Attributes, StoredResource, Value } from "../contract.ts";

/** Parts of import ids that are no attribute of the resource. */
const DERIVED: { readonly [name: string]: (attributes: Attributes) => Value | undefined } = {
  cluster_name: ({ cluster }) => String(cluster).split("/").at(-1),
  destination: (route) =>
    route["destination_cidr_block"] || route["destination_ipv6_cidr_block"] || route["destination_prefix_list_id"],
  source: (rule) =>
    rule["source_security_group_id"] ||
    (rule["self"] === true
      ? "self"
      : [rule["cidr_blocks"], rule["ipv6_cidr_blocks"], rule["prefix_list_ids"]].flat().filter(Boolean).join("_")),
};

/**
 * Whether an import id means this resource. An id is the resource's own, or made by the form of the facts table:
 * `{role}/{policy_arn}`, with `[...]` for optional parts, `{a|b}` for the first that has a value, and `|` between two
 * whole forms (or for itself: `{log_group_name}|{name}`).
 */
export function importIdMatches(form: string | null, resource: StoredResource, importId: string): boolean {
  if (form === null) return false;
  if (importId === resource.id) return true;
  const whole = form.replace(/\{[^}]*\}/g, (part) => part.replaceAll("|", ","));
  const forms = [whole, ...whole.split("|")];
  return forms
    .flatMap((each) => [each.replace(/\[[^\]]*\]/g, ""), each.replace(/[[\]]/g, "")])
    .some((each) => expand(each, resource) === importId);
}

function expand(form: string, { attributes, accountId, region, id }: StoredResource): string {
  const own: Attributes = { id, account: accountId, account_id: accountId, region };
  return form.replace(/\{([^}]*)\}/g, (_, names: string) => {
    const values = names.split(",").flatMap((name) => [DERIVED[name]?.(attributes), attributes[name], own[name]]);
    const value = values.find((each) => each !== undefined && each !== null && each !== "");
    return value === undefined ? "\0" : String(value);
  });
}
