import { createHash } from "node:crypto";
import type { Attributes, Caller, CloudView, Value } from "../contract.ts";
import { completeComputed, type Random } from "../formats.ts";
import { type Planned, type PlannedObject, UNKNOWN } from "../protocol/value.ts";
import type { BlockShape, ResourceShape } from "./shape.ts";

/** What completing a resource may be given besides. */
interface Options {
  readonly cloud: CloudView;
  readonly prior?: Attributes;
  readonly random?: Random;
}

/**
 * Fills in what AWS computes: every unknown part of a planned resource. What the facts table says nothing about gets
 * the empty value of its type.
 *
 * @returns the attributes, every name of the schema present, and the id the resource is stored under.
 */
export function complete(
  shape: ResourceShape,
  planned: PlannedObject,
  caller: Caller,
  { cloud, prior, random }: Options,
): { id: string; attributes: Attributes } {
  const unknown: string[] = [];
  const known = withoutUnknown(planned, "", unknown) as Attributes;
  const id = known["id"] ?? null;
  const completed = completeComputed(shape.type, known, id === null ? [...unknown, "id"] : unknown, caller, random, {
    cloud,
    ...(prior ? { prior } : {}),
  });
  const stored = completed["id"] ?? `${shape.type.replace("aws_", "")}-${unguessable(random)}`;
  if (shape.attributes.some(({ name }) => name === "id")) completed["id"] = stored;
  return { id: String(stored), attributes: filled(shape, completed, planned) };
}

/** The id that attributes of the state are stored under. Some resources have no `id`: it is made of other attributes. */
export function idOf(shape: ResourceShape, attributes: Attributes, caller: Caller, cloud: CloudView): string {
  const id = attributes["id"] ?? completeComputed(shape.type, attributes, ["id"], caller, undefined, { cloud })["id"];
  return String(id ?? "");
}

/** A source of bytes that gives the same ones for the same text. */
export function seeded(text: string): Random {
  let block = 0;
  return (bytes) => {
    const chunks: Buffer[] = [];
    for (let length = 0; length < bytes; length += 32)
      chunks.push(createHash("sha256").update(`${text}\0${block++}`).digest());
    return Buffer.concat(chunks).subarray(0, bytes);
  };
}

function unguessable(random: Random | undefined): string {
  return random ? Buffer.from(random(8)).toString("hex") : crypto.randomUUID().replaceAll("-", "").slice(0, 17);
}

/** The known parts of a value; what is unknown becomes null and its dotted path is noted. */
function withoutUnknown(value: Planned, path: string, unknown: string[]): Value {
  if (value === UNKNOWN) {
    if (!unknown.includes(path)) unknown.push(path);
    return null;
  }
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each) => withoutUnknown(each, path, unknown));
  const entries = Object.entries(value as PlannedObject);
  return Object.fromEntries(
    entries.map(([name, each]) => [name, withoutUnknown(each, path === "" ? name : `${path}.${name}`, unknown)]),
  );
}

/** Gives every name of the block a value: the computed one, or the empty one where something was unknown. */
function filled(shape: BlockShape, completed: Attributes, planned: PlannedObject): Attributes {
  const result: Attributes = {};
  for (const { name, empty } of shape.attributes)
    result[name] = completed[name] ?? (planned[name] === UNKNOWN ? structuredClone(empty) : null);
  for (const { name, nesting, block } of shape.blocks) {
    const value = completed[name] ?? (nesting === "single" ? null : []);
    const before = planned[name] ?? null;
    result[name] = Array.isArray(value)
      ? value.map((each, at) =>
          filled(block, each as Attributes, Array.isArray(before) ? (before[at] as PlannedObject) : {}),
        )
      : value === null
        ? null
        : filled(block, value as Attributes, before === UNKNOWN ? {} : (before as PlannedObject));
  }
  return result;
}
