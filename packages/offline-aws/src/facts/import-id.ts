import type { Attributes, StoredResource, Value } from "../contract.ts";
import { factsOf } from "./index.ts";

/** What is known of an attribute or another part of an import id; undefined when nothing is. */
export type Lookup = (name: string) => Value | undefined;

/** Parts of import ids that are no attribute of the resource. */
const DERIVED: { readonly [name: string]: (of: Lookup) => Value | undefined } = {
  cluster_name: (of) => {
    const cluster = of("cluster");
    return cluster === undefined ? undefined : String(cluster).split("/").at(-1);
  },
  destination: (of) =>
    of("destination_cidr_block") || of("destination_ipv6_cidr_block") || of("destination_prefix_list_id"),
  source: (of) =>
    of("source_security_group_id") ||
    (of("self") === true
      ? "self"
      : [of("cidr_blocks"), of("ipv6_cidr_blocks"), of("prefix_list_ids")].flat().filter(Boolean).join("_")),
};

/**
 * Whether an import id means this resource. An id is the resource's own, or made by the form of the facts table:
 * `{role}/{policy_arn}`, with `[...]` for optional parts, `{a|b}` for the first that has a value, and `|` between two
 * whole forms (or for itself: `{log_group_name}|{name}`).
 */
export function importIdMatches(form: string | null, resource: StoredResource, importId: string): boolean {
  if (form === null) return false;
  if (importId === resource.id) return true;
  const { attributes, accountId, region, id } = resource;
  const own: Attributes = { id, account: accountId, account_id: accountId, region };
  const whole = shielded(form);
  return [whole, ...whole.split("|")]
    .flatMap(withAndWithoutOptional)
    .some((each) => expand(each, (name) => attributes[name] ?? own[name]) === importId);
}

/**
 * The import id of a resource of which some attributes are known.
 * @param lookup of `id` and `region` too; `account_id` is the account's own unless the resource has one
 * @returns undefined for a type that cannot be imported or is not in the table, and when a part of the id is not known
 */
export function importIdFor(type: string, lookup: Lookup): string | undefined {
  const { importId: form, importExample = "", computedFormats = {} } = factsOf(type) ?? { importId: null };
  if (form === null) return undefined;
  // What the id is made of and nothing else: `{arn}`, `{name}`.
  const same = /^\{(\w+)\}$/.exec(String(computedFormats["id"] ?? ""))?.[1];
  const of: Lookup = (name) => lookup(name) ?? (name === same ? lookup("id") : undefined);
  const whole = shielded(form);
  const forms = importExample.includes("|") ? [whole] : whole.split("|");
  return (
    forms
      // An optional part that only repeats another one stands for more of the same kind.
      .flatMap((each) =>
        /\{(\w+)\}.*\[.*\{\1\}/.test(each) ? [each.replace(/\[.*?\]/g, "")] : withAndWithoutOptional(each).reverse(),
      )
      .map((each) => expand(each, of))
      .find((id) => id !== undefined)
  );
}

/** `|` within braces as a comma, so that what is left stands between whole forms. */
function shielded(form: string): string {
  return form.replace(/\{[^}]*\}/g, (part) => part.replaceAll("|", ","));
}

function withAndWithoutOptional(form: string): string[] {
  return [form.replace(/\[[^\]]*\]/g, ""), form.replace(/[[\]]/g, "")];
}

/** Undefined when a part has no value. */
function expand(form: string, lookup: Lookup): string | undefined {
  let complete = true;
  const text = form.replace(/\{([^}]*)\}/g, (_, names: string) => {
    const values = names.split(",").flatMap((name) => [DERIVED[name]?.(lookup), lookup(name)]);
    const value = values.find((each) => each !== undefined && each !== null && each !== "");
    if (value === undefined) complete = false;
    return String(value);
  });
  return complete ? text : undefined;
}
