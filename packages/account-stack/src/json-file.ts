import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { UserError } from "./user-error.ts";

/**
 * Reads and validates a JSON file of the repository.
 *
 * @throws UserError naming the file, the JSON path, the value and what is allowed.
 */
export function readJsonFile<T extends z.ZodType>(root: string, file: string, schema: T): z.infer<T> {
  let text: string;
  try {
    text = fs.readFileSync(path.join(root, file), "utf8");
  } catch (error) {
    throw new UserError(`cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`, {
      where: file,
      next: `restore it: git checkout -- ${file}`,
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`is not valid JSON: ${(error as Error).message}`, {
      where: file,
      next: "correct the file; comments and trailing commas are not allowed",
    });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UserError(result.error.issues.map((issue) => describeIssue(issue, value, schema)).join("; "), {
    where: file,
    next: `correct ${file}; an editor that knows JSON Schema shows what each key takes`,
  });
}

function describeIssue(issue: z.core.$ZodIssue, value: unknown, schema: z.ZodType): string {
  const at = issue.path.map(String);
  const place = at.length === 0 ? "the file" : at.join(".");
  if (issue.code === "unrecognized_keys") {
    const allowed = keysAt(schema, at).filter((key) => !key.startsWith("$"));
    return `${issue.keys.map((key) => [...at, key].join(".")).join(", ")}: unknown key (known: ${allowed.join(", ")})`;
  }
  const found = at.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
  if (found === undefined) return `${place}: is missing`;
  const shown = JSON.stringify(found) ?? String(found);
  return `${place}: ${issue.message} (found ${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown})`;
}

/** Keys of the object at a path of a schema. */
function keysAt(schema: z.core.$ZodType, at: readonly string[]): string[] {
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), at);
  if (!(schema instanceof z.ZodObject)) return [];
  const [key, ...rest] = at;
  return key === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[key] as z.core.$ZodType, rest);
}
