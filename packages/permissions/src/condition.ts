import { matches, matchesArn, type Context } from "./pattern.ts";
import type { Condition } from "./policy.ts";

/** Compares one value of the request with one value of the policy. */
type Comparison = (actual: string, expected: string, context: Context) => boolean;

const number = (compare: (a: number, b: number) => boolean): Comparison => {
  return (actual, expected) =>
    actual.trim() !== "" && expected.trim() !== "" && compare(Number(actual), Number(expected));
};
const date = (compare: (a: number, b: number) => boolean): Comparison => {
  return (actual, expected) => compare(instant(actual), instant(expected));
};
const text = (options: { wildcards: boolean; ignoreCase?: boolean }): Comparison => {
  return (actual, expected, context) => matches(expected, actual, context, options);
};
const arn: Comparison = (actual, expected, context) => matchesArn(expected, actual, context);

/**
 * Condition operators by name, without `Not`, `IfExists` and the set operators, which hold for all of them alike.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 */
const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: text({ wildcards: false }),
  StringEqualsIgnoreCase: text({ wildcards: false, ignoreCase: true }),
  StringLike: text({ wildcards: true }),
  ArnEquals: arn,
  ArnLike: arn,
  Bool: (actual, expected) => actual.toLowerCase() === expected.toLowerCase(),
  BinaryEquals: (actual, expected) => actual === expected,
  IpAddress: (actual, expected) => inBlock(actual, expected),
  NumericEquals: number((a, b) => a === b),
  NumericLessThan: number((a, b) => a < b),
  NumericLessThanEquals: number((a, b) => a <= b),
  NumericGreaterThan: number((a, b) => a > b),
  NumericGreaterThanEquals: number((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
};

/** Operators that turn another one round. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NotIpAddress: "IpAddress",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
};

/** Every operator there is, without prefix and suffix. */
export const conditionOperators: readonly string[] = [...Object.keys(comparisons), ...Object.keys(negations), "Null"];

/** True when a request fulfils the condition. An operator that does not exist is never fulfilled. */
export function holds({ operator, key, values }: Condition, context: Context): boolean {
  const [, set, name = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const actual = context.get(key.toLowerCase()) ?? [];
  if (name === "Null") return values.some((value) => (value.toLowerCase() === "true") === (actual.length === 0));
  const negated = negations[name];
  const compare = comparisons[negated ?? name];
  if (compare === undefined) return false;
  const one = (value: string): boolean =>
    values.some((expected) => compare(value, expected, context)) !== (negated !== undefined);
  if (actual.length === 0) {
    if (ifExists !== undefined) return true;
    return set === undefined ? negated !== undefined : set === "ForAllValues";
  }
  // Several values without a set operator: AWS leaves it open; a negation then speaks of all of them.
  return set === "ForAllValues" || (set === undefined && negated !== undefined) ? actual.every(one) : actual.some(one);
}

/** Milliseconds of an ISO 8601 date or of seconds since 1970. */
function instant(value: string): number {
  return /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value);
}

/** True when an IPv4 or IPv6 address lies in a block; one address is a block too. */
function inBlock(address: string, block: string): boolean {
  const [network = "", length] = block.split("/");
  const [a, b] = [bits(address), bits(network)];
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  const prefix = length === undefined ? a.length : Number(length);
  return a.slice(0, prefix) === b.slice(0, prefix);
}

function bits(address: string): string | undefined {
  if (/^\d+(\.\d+){3}$/.test(address)) {
    return address
      .split(".")
      .map((part) => Number(part).toString(2).padStart(8, "0"))
      .join("");
  }
  if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(":")) return undefined;
  const [head = "", tail] = address.split("::");
  const [left, right] = [groups(head), groups(tail ?? "")];
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 0) return undefined;
  const all = [...left, ...Array.from({ length: missing }, () => "0"), ...right];
  return all.map((part) => Number.parseInt(part, 16).toString(2).padStart(16, "0")).join("");
}

const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
