import { execFile } from "node:child_process";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/workspace";

/** One error of the TypeScript compiler. */
export interface TypeError {
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Checks the types of accounts, modules and what they import: TypeScript is run without being checked, so this is where a wrong property
 * in a stack.ts is found.
 *
 * @throws UserError when the compiler cannot be run at all
 */
export async function typeErrors(root: string): Promise<TypeError[]> {
  const compiler = path.join(root, "node_modules/typescript/bin/tsc");
  const cache = path.join(root, ".archipelago/cache/typecheck.tsbuildinfo");
  const args = [
    compiler,
    "--project",
    root,
    "--noEmit",
    "--pretty",
    "false",
    "--incremental",
    "--tsBuildInfoFile",
    cache,
  ];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      // Exit codes 1 and 2 say that there are errors; they are on standard output.
      if (error && !(typeof error.code === "number" && error.code <= 2 && stdout !== "")) {
        reject(
          new UserError(`the TypeScript compiler did not run: ${stderr.trim() || error.message}`, { next: "npm ci" }),
        );
      } else resolve(stdout);
    });
  });
  return parse(output);
}

function parse(output: string): TypeError[] {
  const errors: TypeError[] = [];
  for (const line of output.split("\n")) {
    const match = /^(.+?)\((\d+),(\d+)\): error (TS\d+: .*)$/.exec(line);
    if (match) errors.push({ file: match[1]!, line: Number(match[2]), column: Number(match[3]), message: match[4]! });
    else if (/^error TS\d+/.test(line))
      errors.push({ file: "tsconfig.accounts.json", line: 1, column: 1, message: line });
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
