import { z } from "zod";
import { readFileText } from "./file-text.ts";
import { JsonTextError, lineAndColumn, parseJsonText, type JsonNode } from "./json-text.ts";
import { placeholders } from "./placeholder.ts";
import { describeIssue, type JsonSource } from "./schema-problem.ts";
import { UserError } from "./user-error.ts";

/** A valid JSON file of the repository. */
export interface JsonFile<T> {
  readonly data: T;
  /** `file:line:column` of the value at a path; the file alone when it does not say it. */
  at(...path: readonly PropertyKey[]): string;
  /**
   * A part of the file as a schema describes it that the file's own does not know.
   *
   * @throws UserError as {@link readJsonFile}
   */
  part<S extends z.ZodType>(path: readonly string[], schema: S): z.infer<S>;
}

/** More than a person mends in one go. */
const SHOWN_PROBLEMS = 5;

/**
 * Reads and validates a JSON file of the repository.
 *
 * @throws UserError naming file, line and column, the JSON path, the value and what is allowed.
 */
export function readJsonFile<S extends z.ZodType>(root: string, file: string, schema: S): JsonFile<z.infer<S>> {
  const text = readFileText(root, file);
  const place = (offset: number): string => [file, ...lineAndColumn(text, offset)].join(":");
  const tree = parse(text, file, place);
  const source = { file, tree, place, value: JSON.parse(text) as unknown, textAt: textAt(text, tree) };
  return {
    data: validate(source, schema, "an editor that knows JSON Schema shows what each key takes"),
    at: (...path) => (source.textAt(path) === undefined ? file : place(startOf(tree, path))),
    part: (path, inner) => {
      // Around the whole file, so that problems are told by their place in it.
      const outer = path.reduceRight<z.ZodType>((each, key) => z.looseObject({ [key]: each }), inner);
      const takes = inner instanceof z.ZodObject ? Object.keys(inner.shape).join(", ") : "what its stack says";
      const valid = validate(source, outer, `${path.join(".")} takes ${takes}`);
      return path.reduce((value, key) => (value as Record<string, unknown>)[key], valid) as z.infer<typeof inner>;
    },
  };
}

/** A JSON file of the repository, whatever it says: for what is asked of every file. */
export function readAnyJsonFile(root: string, file: string): JsonFile<Readonly<Record<string, unknown>>> {
  return readJsonFile(root, file, z.looseObject({}));
}

interface ParsedFile extends JsonSource {
  readonly file: string;
  readonly tree: JsonNode;
  readonly place: (offset: number) => string;
}

function validate<S extends z.ZodType>(source: ParsedFile, schema: S, hint: string): z.infer<S> {
  const { file, tree, place, value } = source;
  const result = schema.safeParse(value);
  const unedited = placeholders(value);
  if (result.success && unedited.length === 0) return result.data;
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
    next: `correct ${file}; ${hint}`,
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
