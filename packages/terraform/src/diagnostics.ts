import { stripVTControlCharacters } from "node:util";
import type { Json } from "./json.ts";

/** One of Terraform's own messages. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** One line. */
  readonly summary: string;
  /** May have several paragraphs; empty when there is no more to say. */
  readonly detail: string;
  /** Resource it is about. */
  readonly address?: string;
  readonly range?: DiagnosticRange;
}

/** Place in the configuration. */
export interface DiagnosticRange {
  readonly filename: string;
  readonly line: number;
  /** The block, for example `resource.aws_vpc.main`. */
  readonly context?: string;
}

/** A diagnostic as `-json` prints it. */
export interface JsonDiagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: { readonly context: string | null };
}

/** One line of `plan -json` or `apply -json`: https://developer.hashicorp.com/terraform/internals/machine-readable-ui */
export interface JournalLine {
  readonly type: string;
  readonly "@message": string;
  readonly diagnostic?: JsonDiagnostic;
  readonly changes?: Readonly<Record<string, number | string>>;
  readonly hook?: JournalHook;
  /** A whole state that Terraform could save nowhere else. */
  readonly state?: Json;
}

/** What an `apply_start`, `apply_complete` or `apply_errored` is about. */
export interface JournalHook {
  readonly resource?: { readonly addr: string; readonly resource_type: string };
  /** `create`, `update`, `delete`, `read`, `noop`. */
  readonly action?: string;
  readonly id_key?: string;
  readonly id_value?: string;
}

/** The lines of a `-json` log. Other lines (a crash, a last line cut short) are left out. */
export function readJournal(text: string): JournalLine[] {
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith("{")) return [];
    try {
      return [JSON.parse(line) as JournalLine];
    } catch {
      return [];
    }
  });
}

/** Diagnostics of a `-json` log, each once: Terraform repeats some. */
export function journalDiagnostics(lines: readonly JournalLine[]): Diagnostic[] {
  return unique(lines.flatMap(({ diagnostic }) => (diagnostic === undefined ? [] : [fromJson(diagnostic)])));
}

/** The common form of a diagnostic printed by `-json`. */
export function fromJson({ severity, summary, detail, address, range, snippet }: JsonDiagnostic): Diagnostic {
  return {
    severity,
    // One of init's messages has its whole text as summary.
    summary: summary.split("\n\n")[0]?.replaceAll("\n", " ") ?? summary,
    detail: detail === "" ? summary.split("\n\n").slice(1).join("\n\n") : detail,
    ...(address !== undefined && { address }),
    ...(range !== undefined && {
      range: {
        filename: range.filename,
        line: range.start.line,
        ...(typeof snippet?.context === "string" && { context: snippet.context }),
      },
    }),
  };
}

/** Diagnostics in the boxes that Terraform draws on stderr, with or without colours. */
export function parseBoxes(text: string): Diagnostic[] {
  const boxes = stripVTControlCharacters(text).matchAll(/^╷\n((?:│.*\n)*)╵/gm);
  return unique([...boxes].flatMap(([, body = ""]) => parseBox(body.replace(/^│ ?/gm, ""))));
}

function parseBox(body: string): Diagnostic[] {
  const start = /^(Error|Warning): /.exec(body);
  if (start === null) return [];
  const blocks = body.slice(start[0].length).split(/\n\s*\n/);
  const summary = (blocks.shift() ?? "").trim().replaceAll("\n", " ");
  // Source blocks are indented by two and begin with `on FILE line N` or `with ADDRESS`; the detail is not.
  const source: string[] = [];
  while (/^  (on .* line \d|with )/.test(blocks[0] ?? "")) source.push(blocks.shift() ?? "");
  const where = /^ {2}on (.+) line (\d+)(?:, in (.+?))?:?$/m.exec(source.join("\n"));
  const address = /^ {2}with (.+),$/m.exec(source.join("\n"))?.[1];
  return [
    {
      severity: start[1] === "Error" ? "error" : "warning",
      summary,
      detail: blocks.join("\n\n").trim(),
      ...(address !== undefined && { address }),
      ...(where !== null && {
        range: {
          filename: where[1] ?? "",
          line: Number(where[2]),
          ...(where[3] !== undefined && { context: where[3] }),
        },
      }),
    },
  ];
}

function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}

/** A diagnostic as lines of text, the first one telling most. */
export function formatDiagnostic({ severity, summary, detail, address, range }: Diagnostic): string {
  const place = range && `${range.filename}:${range.line}${range.context ? ` (${range.context})` : ""}`;
  const places = [address, place].filter((one) => one !== undefined);
  const head = `${severity}: ${summary}${places.length === 0 ? "" : `, at ${places.join(", ")}`}`;
  return detail === "" ? head : `${head}\n${detail.replace(/^(?=.)/gm, "    ")}`;
}
