import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { asUserError, UserError } from "@archipelago/account-stack/user-error";

/** One error of the TypeScript compiler. */
export interface TypeError {
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const project = "tsconfig.accounts.json";

/**
 * Checks the types of accounts, modules and what they import: TypeScript is run without being checked, so this is where
 * a wrong property in a stack.ts is found.
 *
 * @throws UserError when the compiler cannot be run at all
 */
export async function typeErrors(root: string): Promise<TypeError[]> {
  const errors = await compile(root, project);
  const onlySyntax = errors.length > 0 && errors.every(({ message }) => /^TS1\d{3}:/.test(message));
  return onlySyntax ? [...errors, ...(await typeErrorsWithout(root, new Set(errors.map(({ file }) => file))))] : errors;
}

/**
 * One file that does not parse, and the compiler does not look at the types of any: without those files, it does.
 */
async function typeErrorsWithout(root: string, files: ReadonlySet<string>): Promise<TypeError[]> {
  const rest = path.join(cacheDirectory(root), "tsconfig.rest.json");
  const exclude = [path.join(root, "**/*.test.ts"), ...[...files].map((file) => path.join(root, file))];
  fs.mkdirSync(path.dirname(rest), { recursive: true });
  fs.writeFileSync(rest, JSON.stringify({ extends: path.join(root, project), exclude }));
  // A file that others import comes back with its syntax errors, which are known.
  return (await compile(root, rest)).filter(({ file }) => !files.has(file));
}

const cacheDirectory = (root: string): string => path.join(root, ".archipelago/cache");

async function compile(root: string, config: string): Promise<TypeError[]> {
  const compiler = path.join(root, "node_modules/@typescript/native/bin/tsc");
  const buildInfo = path.join(cacheDirectory(root), `${path.basename(config, ".json")}.tsbuildinfo`);
  const args = [compiler, "--project", config, "--noEmit", "--pretty", "false", "--incremental"];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [...args, "--tsBuildInfoFile", buildInfo],
      { cwd: root, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        // Exit codes 1 and 2 say that there are errors; they are on standard output.
        const unwritable = /error TS5033: Could not write file '(?<path>.+)': (?<code>E[A-Z]+):/.exec(stdout);
        if (unwritable) reject(asUserError(unwritable.groups, cacheDirectory(root)));
        if (error && !(typeof error.code === "number" && error.code <= 2 && stdout !== "")) {
          reject(
            new UserError(`the TypeScript compiler did not run: ${/^Error: .*/m.exec(stderr)?.[0] ?? error.message}`, {
              next: "npm ci",
            }),
          );
        } else resolve(stdout);
      },
    );
  });
  return parse(output);
}

function parse(output: string): TypeError[] {
  const errors: TypeError[] = [];
  for (const line of output.split("\n")) {
    const match = /^(.+?)\((\d+),(\d+)\): error (TS\d+: .*)$/.exec(line);
    if (match) errors.push({ file: match[1]!, line: Number(match[2]), column: Number(match[3]), message: match[4]! });
    else if (/^error TS\d+/.test(line)) errors.push({ file: project, line: 1, column: 1, message: line });
    else if (line.startsWith("  ") && errors.length > 0) {
      const last = errors.pop()!;
      errors.push({ ...last, message: `${last.message}\n${line}` });
    }
  }
  return errors;
}

export function formatTypeError({ file, line, column, message }: TypeError): string {
  return `${file}:${line}:${column}: ${message}`;
}
