import { table } from "./table.mjs";

/** The keys of a JSON file, from its JSON Schema, nested ones with their path. */
export function schemaTable(schema) {
  return table(["key", "is", "says"], rows(schema, ""));
}

function rows(schema, prefix) {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    if (key === "$schema") return [];
    const path = `${prefix}${key}`;
    const required = schema.required?.includes(key) ? "" : ", optional";
    const members = typeof value.additionalProperties === "object" ? value.additionalProperties : undefined;
    return [
      [`\`${path}\``, `${kind(value)}${required}`, value.description ?? ""],
      ...rows(value, `${path}.`),
      ...(members ? rows(members, `${path}.<name>.`) : []),
      ...(value.items ? alternatives(value.items).flatMap((item) => rows(item, `${path}[].`)) : []),
    ];
  });
}

const alternatives = (schema) => schema.anyOf ?? schema.oneOf ?? [schema];

/** What a value may be, in a few words. */
function kind(schema) {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) {
    const shown = schema.enum.slice(0, 8).map((value) => `\`${JSON.stringify(value)}\``);
    return (
      shown.join(", ") + (schema.enum.length > shown.length ? `, and ${schema.enum.length - shown.length} more` : "")
    );
  }
  if (schema.anyOf ?? schema.oneOf) return [...new Set(alternatives(schema).map(kind))].join(" or ");
  if (schema.type === "array") return `list of ${schema.items ? kind(schema.items) : "anything"}`;
  if (schema.type === "object") {
    const members = schema.additionalProperties;
    return typeof members === "object" && members.type !== undefined ? `object of ${kind(members)}` : "object";
  }
  if (schema.format === "date") return "date";
  if (schema.type === "string") return "text";
  if (schema.type === "boolean") return "true or false";
  if (schema.type === "integer" || schema.type === "number") {
    const { minimum, exclusiveMinimum, maximum } = schema;
    const from = minimum ?? exclusiveMinimum;
    const range = [
      ...(from === undefined || Math.abs(from) >= Number.MAX_SAFE_INTEGER ? [] : [`from ${from}`]),
      ...(maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? [] : [`to ${maximum}`]),
    ];
    return ["number", ...range].join(" ");
  }
  return schema.type ?? "anything";
}
