import type { Json, JsonObject, Plan } from "@archipelago/terraform";

/** Where the value of an attribute comes from that is known only after apply: an attribute of another resource. */
export interface Reference {
  readonly address: string;
  readonly attribute: string;
}

/** A resource that an apply was to create. */
export interface PlannedCreation {
  readonly type: string;
  /** What the plan knew, without what is sensitive. */
  readonly values: JsonObject;
  readonly references: Readonly<Record<string, Reference>>;
}

/** What a plan is to create, by address. @param configuration text of cdk.tf.json */
export function creationsOf({ changes }: Plan, configuration: string): Readonly<Record<string, PlannedCreation>> {
  const created = changes.filter(({ mode, actions }) => mode === "managed" && actions.includes("create"));
  const { resource = {} } = JSON.parse(configuration) as { resource?: Record<string, Record<string, JsonObject>> };
  return Object.fromEntries(
    created.map(({ address, type, name, after, afterUnknown, afterSensitive }) => {
      const values = Object.entries(after as JsonObject).filter(
        ([attribute, value]) =>
          value !== null && !hasMark(afterUnknown, attribute) && !hasMark(afterSensitive, attribute),
      );
      const references = Object.entries(resource[type]?.[name] ?? {}).flatMap(([attribute, value]) => {
        const reference = referenceOf(value, address);
        return reference === undefined ? [] : [[attribute, reference] as const];
      });
      const creation: PlannedCreation = {
        type,
        values: Object.fromEntries(values),
        references: Object.fromEntries(references),
      };
      return [address, creation];
    }),
  );
}

/** Whether a mark of the plan's covers any part of an attribute. */
function hasMark(marks: Json, attribute: string): boolean {
  const mark = (marks as JsonObject)[attribute];
  return mark !== undefined && JSON.stringify(mark).includes("true");
}

/** An expression that is one attribute of one resource, for example `${aws_vpc.main[0].id}`. */
function referenceOf(value: Json, address: string): Reference | undefined {
  if (typeof value !== "string") return undefined;
  const key = /\[(.*)\]$/.exec(address)?.[1] ?? "";
  const expression = value.replace(/\b(each\.key|count\.index)\b/g, key);
  const [, resource, attribute] = /^\$\{(\w+\.[\w-]+(?:\[(?:\d+|"[^"]*")\])?)\.(\w+)\}$/.exec(expression) ?? [];
  return resource === undefined || attribute === undefined ? undefined : { address: resource, attribute };
}
