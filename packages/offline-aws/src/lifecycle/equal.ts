import { type Planned, type PlannedObject, Unknown } from "../protocol/value.ts";
import type { AttributeShape, BlockShape, NestedShape } from "./shape.ts";

/** Whether two values are the same. An unknown value is equal to nothing, not even another. Order counts. */
export function equal(a: Planned | undefined, b: Planned | undefined): boolean {
  if (a === b) return !(a instanceof Unknown);
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (a instanceof Unknown || b instanceof Unknown) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((each, at) => equal(each, b[at]));
  if (Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && equal(a[key], b[key]));
}

/** Whether an attribute has the same value in two objects; the order of a set does not count. */
export function sameAttribute({ name, isSet }: AttributeShape, a: PlannedObject, b: PlannedObject): boolean {
  const [one = null, other = null] = [a[name], b[name]];
  return isSet ? sameSet(one, other, equal) : equal(one, other);
}

/** Whether two objects have the same attributes and nested blocks. */
export function sameBlock(shape: BlockShape, a: PlannedObject, b: PlannedObject): boolean {
  return (
    shape.attributes.every((attribute) => sameAttribute(attribute, a, b)) &&
    shape.blocks.every((nested) => sameNested(nested, a[nested.name] ?? null, b[nested.name] ?? null))
  );
}

/** Whether a nested block has the same elements twice. */
export function sameNested({ nesting, block }: NestedShape, a: Planned, b: Planned): boolean {
  const same = (one: Planned, other: Planned): boolean =>
    isObject(one) && isObject(other) ? sameBlock(block, one, other) : equal(one, other);
  if (!Array.isArray(a) || !Array.isArray(b)) return same(a, b);
  if (nesting === "set") return sameSet(a, b, same);
  return a.length === b.length && a.every((each, at) => same(each, b[at] ?? null));
}

function isObject(value: Planned): value is PlannedObject {
  return value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Unknown);
}

function sameSet(a: Planned, b: Planned, same: (one: Planned, other: Planned) => boolean): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return same(a, b);
  if (a.length !== b.length) return false;
  const rest = [...b];
  return a.every((each) => {
    const at = rest.findIndex((other) => same(each, other));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

/** Whether `value` could become `other` once its unknown parts are known. */
export function compatible(value: Planned | undefined, other: Planned | undefined): boolean {
  if (value instanceof Unknown) return true;
  if (value === null || typeof value !== "object") return value === other;
  if (other === null || typeof other !== "object" || other instanceof Unknown) return false;
  if (Array.isArray(value))
    return (
      Array.isArray(other) && value.length === other.length && value.every((each, at) => compatible(each, other[at]))
    );
  return !Array.isArray(other) && Object.keys(value).every((key) => compatible(value[key], other[key]));
}
