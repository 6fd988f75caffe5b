import fs from "node:fs";
import path from "node:path";
import type { Finding } from "./parliament.ts";

// The table in docs/policies.md is the list itself, not a copy of it.

export interface Accepted {
  /** Patterns, `*` for anything. */
  readonly finding: string;
  readonly where: readonly string[];
  readonly why: string;
}

export const page = path.resolve(import.meta.dirname, "../../docs/policies.md");

export function acceptedFindings(markdown = fs.readFileSync(page, "utf8")): Accepted[] {
  return [...markdown.matchAll(/^\| `([^`|]+)` *\| ([^|]+) *\| ([^|]+) *\|$/gm)].map(([, finding, where, why]) => ({
    finding: finding!,
    where: [...where!.matchAll(/`([^`]+)`/g)].map(([, pattern]) => pattern!),
    why: why!.trim(),
  }));
}

export interface Comparison {
  /** Findings that no row accepts. */
  readonly unlisted: readonly string[];
  /** Patterns of rows that accept nothing (any more). */
  readonly idle: readonly string[];
}

export function compare(findings: readonly Finding[], rows: readonly Accepted[]): Comparison {
  const patterns = rows.flatMap(({ finding, where }) => where.map((each) => ({ finding, where: each })));
  return {
    unlisted: findings.filter((each) => !patterns.some((pattern) => covers(pattern, each))).map(asText),
    idle: patterns.filter((pattern) => !findings.some((each) => covers(pattern, each))).map(asText),
  };
}

const asText = ({ finding, where }: Finding): string => `${finding} at ${where}`;

export const covers = (pattern: Finding, { finding, where }: Finding): boolean =>
  glob(pattern.finding).test(finding) && glob(pattern.where).test(where);

const glob = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "s");
