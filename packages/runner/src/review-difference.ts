import { canonicalJson, type Json, type JsonObject } from "@archipelago/terraform";
import { reviewedFacts, type Review } from "./review.ts";

/**
 * How a fresh plan differs from the one that was reviewed, for people: first what the two were made for, then a diff of
 * what they do, `-` as reviewed and `+` as it is now. Empty when they are equal.
 */
export function reviewDifference(reviewed: Review, fresh: Review): string {
  const facts = (Object.keys(reviewedFacts) as (keyof typeof reviewedFacts)[])
    .filter((key) => reviewed[key] !== fresh[key])
    .map((key) => `  ${reviewedFacts[key]}: reviewed ${short(reviewed[key])}, now ${short(fresh[key])}`);
  const [before, after] = [effects(reviewed), effects(fresh)];
  const changes = [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((title) => {
    const [was, is] = [before.get(title) ?? [], after.get(title) ?? []];
    if (was.join("\n") === is.join("\n")) return [];
    return [
      `  @ ${title}`,
      ...was.filter((line) => !is.includes(line)).map((line) => `  - ${line}`),
      ...is.filter((line) => !was.includes(line)).map((line) => `  + ${line}`),
    ];
  });
  return [...facts, ...changes].join("\n");
}

/** A digest by its beginning. */
function short(value: string): string {
  return /^[0-9a-f]{64}$/.test(value) ? value.slice(0, 12) : value;
}

/** Lines per resource or output that a plan changes. */
function effects({ plan }: Review): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const change of plan.changes) {
    const { address, actions, values, deposed, ...rest } = change;
    const title = `${String(address)}${deposed === null ? "" : ` (leftover ${String(deposed)})`}`;
    const marks = Object.entries(rest).filter(([, value]) => value !== null && canonicalJson(value) !== "[]");
    found.set(title, [
      words(actions!),
      ...marks.map(([name, value]) => `${name}: ${canonicalJson(value)}`),
      ...lines(values!, ""),
    ]);
  }
  for (const { name, actions, values } of plan.outputs)
    found.set(`output ${String(name)}`, [words(actions!), ...lines(values!, "value")]);
  for (const address of plan.invocations) found.set(`action ${address}`, ["invoke"]);
  return found;
}

function words(actions: Json): string {
  return Array.isArray(actions) ? actions.join(", then ") : canonicalJson(actions);
}

/** What differs below one node of a plan's content (`comparison` of packages/terraform), a line each. */
function lines(node: Json, path: string): string[] {
  const { object, list, sensitive, changed, before, after } = node as JsonObject;
  const children = (object ?? list) as readonly (readonly [string | number, Json])[] | undefined;
  if (children !== undefined) return children.flatMap(([key, child]) => lines(child, below(path, key)));
  if (sensitive === true) return changed === true ? [`${path}: (sensitive) changes`] : [];
  const keys = keysOf(before, after);
  if (keys !== undefined)
    return keys.flatMap((key) =>
      lines({ before: member(before, key) ?? null, after: member(after, key) ?? null }, below(path, key)),
    );
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  return [`${path}: ${canonicalJson(before ?? null)} -> ${canonicalJson(after ?? null)}`];
}

function keysOf(...sides: readonly (Json | undefined)[]): string[] | undefined {
  const present = sides.filter((side) => side !== null && side !== undefined);
  if (present.length === 0 || !present.every((side) => typeof side === "object" && !Array.isArray(side)))
    return undefined;
  return [...new Set(present.flatMap((side) => Object.keys(side as object)))].sort();
}

function member(value: Json | undefined, key: string): Json | undefined {
  return value === null || value === undefined ? undefined : (value as JsonObject)[key];
}

function below(path: string, key: string | number): string {
  return path === "" ? String(key) : `${path}.${key}`;
}
