import type { z } from "zod";
import { readFileText } from "./file-text.ts";
import { JsonTextError, lineAndColumn, parseJsonText, type JsonNode } from "./json-text.ts";
import { placeholders } from "./placeholder.ts";
import { describeIssue } from "./schema-problem.ts";
import { UserError } from "./user-error.ts";

/** A valid JSON file of the repository. */
export interface JsonFile<T> {
  readonly data: T;
  /** `file:line:column` of the value at a path; the file alone when it does not say it. */
  at(...path: readonly PropertyKey[]): string;
}

/** More than a person mends in one go. */
const SHOWN_PROBLEMS = 5;

/**
 * Reads and validates a JSON file of the repository.
 *
 * @throws UserError naming file, line and column, the JSON path, the value and what is allowed.
 */
export function readJsonFile<T extends z.ZodType>(root: string, file: string, schema: T): JsonFile<z.infer<T>> {
  const text = readFileText(root, file);
  const place = (offset: number): string => [file, ...lineAndColumn(text, offset)].join(":");
  const tree = parse(text, file, place);
  const value: unknown = JSON.parse(text);
  const result = schema.safeParse(value);
  const unedited = placeholders(value);
  const source = { value, textAt: textAt(text, tree) };
  if (result.success && unedited.length === 0)
    return {
      data: result.data,
      at: (...path) => (source.textAt(path) === undefined ? file : place(startOf(tree, path))),
    };
  const found = (result.error?.issues ?? []).flatMap((issue) => describeIssue(issue, schema, source));
  const problems = [...unedited, ...found]
    .map(({ path, ofKey, message }) => ({ start: startOf(tree, path, ofKey), message }))
    .sort((a, b) => a.start - b.start)
    // One thing is said of each place: that it is the template's explains the rest.
    .filter(
      ({ start, message }, index, all) =>
        index === 0 || all[index - 1]!.start !== start || / is missing$/.test(message),
    );
  const lines = problems.map(({ start, message }, index) => (index === 0 ? message : `${place(start)}: ${message}`));
  const more = lines.length - SHOWN_PROBLEMS;
  throw new UserError([...lines.slice(0, SHOWN_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])].join("\n"), {
    where: place(problems[0]!.start),
    next: `correct ${file}; an editor that knows JSON Schema shows what each key takes`,
  });
}

function parse(text: string, file: string, place: (offset: number) => string): JsonNode {
  if (text.trim() === "") throw new UserError("is empty", { where: file, next: `restore it: git checkout -- ${file}` });
  try {
    return parseJsonText(text);
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    throw new UserError(`is not valid JSON: ${error.message}`, {
      where: place(error.offset),
      next: "correct the file; comments and trailing commas are not allowed",
    });
  }
}

/** Where the value at a path begins, or its key; the nearest value around it if there is none. */
function startOf(tree: JsonNode, path: readonly PropertyKey[], ofKey = false): number {
  let node = tree;
  for (const [index, key] of path.entries()) {
    const member = node.members.get(String(key));
    if (member === undefined) break;
    if (ofKey && index === path.length - 1) return member.start;
    node = member.value;
  }
  return node.start;
}

/** What a file says at a path, as it is written there; undefined when it says nothing. */
function textAt(text: string, tree: JsonNode) {
  return (path: readonly PropertyKey[]): string | undefined => {
    let node: JsonNode | undefined = tree;
    for (const key of path) node = node?.members.get(String(key))?.value;
    return node && text.slice(node.start, node.end);
  };
}
