import type { Attributes } from "../contract.ts";
import { formatInputs } from "../formats.ts";
import { jsonEquivalent, policyEquivalent } from "../policy-document.ts";
import type { Step } from "../protocol/diagnostics.ts";
import { type Planned, type PlannedObject, UNKNOWN } from "../protocol/value.ts";
import { type Configured, mergedTags } from "./configured.ts";
import { compatible, sameAttribute, sameBlock, sameNested } from "./equal.ts";
import { replacements } from "./replace.ts";
import type { AttributeShape, BlockShape, NestedShape, ResourceShape } from "./shape.ts";

/** A planned resource and the paths whose change replaces it. */
export interface Plan {
  readonly planned: PlannedObject;
  /** The plan changes nothing: `planned` is the prior state itself. */
  readonly unchanged: boolean;
  readonly requiresReplace: readonly (readonly Step[])[];
}

/**
 * Plans a creation (`prior` null) or an update, as hashicorp/aws does: defaults filled in, what AWS computes unknown on
 * creation and kept on update, unless it is made from something that changes.
 *
 * @param proposed Terraform's own merge of configuration and prior state.
 */
export function planResource(
  shape: ResourceShape,
  config: PlannedObject,
  prior: Attributes | null,
  proposed: PlannedObject,
  provider: Configured,
): Plan {
  const planned = planBlock(shape, config, prior, proposed);
  if (shape.hasRegion && config["region"] === null) planned["region"] = provider.region;
  if (shape.hasTags) planned["tags_all"] = planTagsAll(config["tags"] ?? null, prior, provider);
  if (prior === null) return { planned, unchanged: false, requiresReplace: [] };
  if (sameBlock(shape, planned, prior)) return { planned: prior, unchanged: true, requiresReplace: [] };
  const requiresReplace = replacements(shape, prior, planned);
  recompute(shape, config, prior, planned);
  return { planned, unchanged: false, requiresReplace };
}

function planTagsAll(tags: Planned, prior: Attributes | null, provider: Configured): Planned {
  const merged = mergedTags(tags, provider.defaultTags);
  if (merged === UNKNOWN || prior !== null) return merged;
  // With no tag at all hashicorp/aws leaves it to apply, on creation.
  return Object.keys(merged as object).length === 0 ? UNKNOWN : merged;
}

/** Marks what is made from a changed attribute as unknown: an arn from a name, a version from the content. */
function recompute(shape: ResourceShape, config: PlannedObject, prior: Attributes, planned: PlannedObject): void {
  const changed = new Set(
    shape.attributes.filter((each) => !sameAttribute(each, planned, prior)).map(({ name }) => name),
  );
  for (const each of shape.blocks)
    if (!sameNested(each, planned[each.name] ?? null, prior[each.name] ?? null)) changed.add(each.name);
  // Tags have calls of their own: they make no new version of anything.
  const content = [...changed].some((name) => name !== "tags" && name !== "tags_all");
  const inputs = formatInputs(shape.type);
  const stale = ({ name, computed }: AttributeShape): boolean =>
    computed &&
    !changed.has(name) &&
    config[name] === null &&
    name !== "tags_all" &&
    name !== "region" &&
    (inputs.get(name) ?? []).some((input) => (input === "*" ? content : changed.has(input.split(".", 1)[0]!)));
  for (let next = shape.attributes.find(stale); next; next = shape.attributes.find(stale)) {
    planned[next.name] = UNKNOWN;
    changed.add(next.name);
  }
}

function planBlock(
  shape: BlockShape,
  config: PlannedObject,
  prior: PlannedObject | null,
  proposed: PlannedObject | null,
): PlannedObject {
  const planned: PlannedObject = {};
  for (const attribute of shape.attributes)
    planned[attribute.name] = planAttribute(attribute, config, prior, proposed?.[attribute.name] ?? null);
  for (const nested of shape.blocks) planned[nested.name] = planNested(nested, config, prior, proposed);
  return planned;
}

function planAttribute(
  attribute: AttributeShape,
  config: PlannedObject,
  prior: PlannedObject | null,
  proposed: Planned,
): Planned {
  const { name, equivalence } = attribute;
  if (attribute.writeOnly) return null;
  const configured = config[name] ?? null;
  const before = prior?.[name] ?? null;
  if (configured !== null) return equivalence && equivalent(equivalence, configured, before) ? before : configured;
  if (attribute.computed) return proposed ?? (prior === null ? (attribute.default ?? UNKNOWN) : null);
  if (attribute.keepsWhenUnset && before !== null) return before;
  return attribute.default ?? null;
}

function planNested(
  nested: NestedShape,
  config: PlannedObject,
  prior: PlannedObject | null,
  proposed: PlannedObject | null,
): Planned {
  const { name, block } = nested;
  const configured = config[name] ?? null;
  // A `dynamic` block over something unknown.
  if (configured === UNKNOWN) return UNKNOWN;
  const before = prior?.[name] ?? null;
  if (configured === null || (Array.isArray(configured) && configured.length === 0)) {
    if (nested.default !== undefined) return nested.default;
    if (!nested.keepsWhenUnset || (prior === null && !nested.readBack)) return configured;
    return prior === null ? UNKNOWN : before;
  }
  const after = proposed?.[name] ?? null;
  if (!Array.isArray(configured))
    return planBlock(block, configured as PlannedObject, asObject(before), asObject(after));
  if (nested.nesting === "set") {
    const rest = Array.isArray(before) ? [...before] : [];
    return configured.map((element) => settled(block, planBlock(block, element as PlannedObject, null, null), rest));
  }
  return configured.map((element, at) =>
    planBlock(block, element as PlannedObject, elementAt(before, at), elementAt(after, at)),
  );
}

/** The element of a set as it was before, when nothing but what AWS computes tells them apart. Takes it from `rest`. */
function settled(shape: BlockShape, element: PlannedObject, rest: Planned[]): PlannedObject {
  const at = rest.findIndex((each) => isSame(shape, element, each as PlannedObject));
  return at < 0 ? element : (rest.splice(at, 1)[0] as PlannedObject);
}

function isSame(shape: BlockShape, element: PlannedObject, other: PlannedObject): boolean {
  return (
    shape.attributes.every(({ name, equivalence }) => {
      const [a = null, b = null] = [element[name], other[name]];
      return compatible(a, b) || (equivalence !== undefined && equivalent(equivalence, a, b));
    }) && shape.blocks.every(({ name }) => compatible(element[name], other[name]))
  );
}

function asObject(value: Planned): PlannedObject | null {
  return value === UNKNOWN || Array.isArray(value) ? null : (value as PlannedObject | null);
}

function elementAt(value: Planned, at: number): PlannedObject | null {
  return Array.isArray(value) ? asObject(value[at] ?? null) : null;
}

/** Whether two texts mean the same, so that the one in the state is kept. */
export function equivalent(kind: "policy" | "json", a: Planned, b: Planned): boolean {
  if (typeof a !== "string" || typeof b !== "string") return false;
  return a === b || (kind === "policy" ? policyEquivalent(a, b) : jsonEquivalent(a, b));
}
