import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Kind } from "./documents.ts";

/** Where it is installed: docs/policies.md. `npm ci` empties it. */
export const folder = path.resolve(import.meta.dirname, "../../node_modules/.cache/parliament");
export const installed = fs.existsSync(path.join(folder, "parliament"));

export interface Finding {
  /** What and about what: `UNKNOWN_ACTION s3:GetObjects`. */
  readonly finding: string;
  /** Kind and name of the policy and, when it is about one, its statement: `resource archive_trail_policy DenyOldTls`. */
  readonly where: string;
}

interface Raw {
  readonly policy: number;
  readonly statement: string;
  readonly issue: string;
  readonly detail: string;
  readonly at: string;
}

/** Findings, each once, however many accounts have the policy. */
export function lint(policies: readonly { kind: Kind; name: string; text: string }[]): Finding[] {
  const input = JSON.stringify(policies.map(({ kind, text }) => withResource(text, aboutItself[kind])));
  const script = path.join(import.meta.dirname, "lint.py");
  const { status, stdout, stderr, error } = spawnSync("python3", ["-I", "-W", "ignore", script, folder], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`parliament: ${error?.message ?? stderr}`);
  const found = new Map<string, Finding>();
  for (const raw of JSON.parse(stdout) as Raw[]) {
    const { kind, name } = policies[raw.policy]!;
    const finding = `${raw.issue} ${subject(raw)}`.trim();
    const where = `${kind} ${name} ${raw.statement}`.trim();
    found.set(`${finding}\n${where}`, { finding, where });
  }
  return [...found.values()];
}

function subject({ detail, at }: Raw): string {
  const [, key, action] = /^Unknown condition (\S+) for action (\S+)$/.exec(detail) ?? [];
  return key === undefined ? at || detail : `${key} ${action}`;
}

/** Policies whose statements name no resource: to parliament such a statement is malformed, and it reads no further. */
const aboutItself: { readonly [K in Kind]?: string } = {
  repository: "arn:aws:ecr:eu-west-1:123456789012:repository/shared",
  trust: "arn:aws:iam::123456789012:role/trusted",
};

function withResource(text: string, Resource: string | undefined): string {
  if (Resource === undefined) return text;
  const document = JSON.parse(text) as { Statement: object[] };
  return JSON.stringify({ ...document, Statement: document.Statement.map((each) => ({ ...each, Resource })) });
}
