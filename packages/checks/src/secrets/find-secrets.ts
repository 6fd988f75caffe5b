import { secretForms } from "@archipelago/account-stack/secret-forms";
import { isWrittenOut } from "./names.ts";
import { decoded, randomPart } from "./randomness.ts";

/** A secret, or what looks like one, in a JSON value. */
export interface FoundSecret {
  readonly path: readonly (string | number)[];
  /** What it looks like. */
  readonly what: string;
  readonly text: string;
}

/** What a text looks like, undefined when it looks harmless. */
export function secretIn(text: string): string | undefined {
  const form = secretForms.find(([, pattern]) => pattern.test(text));
  if (form) return form[0];
  const plain = decoded(text);
  return plain === undefined ? randomPart(text) && "something random, as keys are" : secretIn(plain);
}

/**
 * Every secret in a JSON value. Texts that are JSON themselves are looked into, and `{ name, value }`, which is how
 * containers are given variables, counts as a name and its value.
 */
export function* findSecrets(value: unknown, path: FoundSecret["path"] = [], name = ""): Generator<FoundSecret> {
  if (typeof value === "string") {
    const inner = jsonIn(value);
    if (inner !== undefined) {
      for (const { path: deeper, ...found } of findSecrets(inner, [...path])) yield { ...found, path: deeper };
      return;
    }
    const what = secretIn(value) ?? (isWrittenOut(name, value) ? `${name}, written out` : undefined);
    if (what !== undefined) yield { path, what, text: value };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* findSecrets(item, [...path, index], name);
  } else if (typeof value === "object" && value !== null) {
    const own = (value as { name?: unknown }).name;
    for (const [key, item] of Object.entries(value)) {
      const named = typeof own === "string" && /^(insecure_)?value$/.test(key) ? own : key;
      yield* findSecrets(item, [...path, key], named);
    }
  }
}

function jsonIn(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
