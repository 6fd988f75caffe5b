import { execFile } from "node:child_process";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { UserError } from "@archipelago/account-stack/user-error";
import type { Environment } from "./environment.ts";

/** A Terraform that may be used. */
export interface TerraformBinary {
  /** Absolute. */
  readonly file: string;
  readonly product: "terraform" | "opentofu";
  /** For example `1.11.4`. */
  readonly version: string;
  /** Changes when the file does. */
  readonly fingerprint: string;
}

/** How a version is told, and compared: `1.11.4`, or of the other product `OpenTofu 1.10.10`. */
export function versionName({ product, version }: Pick<TerraformBinary, "product" | "version">): string {
  return product === "opentofu" ? `OpenTofu ${version}` : version;
}

/** Oldest usable version of each: the first that locks a state in S3 without a DynamoDB table. */
export const MINIMUM_VERSION = { terraform: "1.10.0", opentofu: "1.10.0" } as const;

const INSTALL = "install it: https://developer.hashicorp.com/terraform/install";

const known = new Map<string, Promise<TerraformBinary>>();

/**
 * Finds a binary and asks its version, once per file and modification time.
 * @param name a name to look up in the PATH of `environment`, or a path
 * @throws UserError when it is missing, is not Terraform or OpenTofu, or is too old
 */
export async function findTerraform(name: string, environment: Environment): Promise<TerraformBinary> {
  const file = locate(name, environment["PATH"] ?? "");
  const fingerprint = fingerprintOf(file);
  const cached = known.get(fingerprint);
  if (cached !== undefined) return cached;
  const found = askVersion(file, fingerprint, environment);
  known.set(fingerprint, found);
  found.catch(() => known.delete(fingerprint));
  return found;
}

/** Takes a version that was found out earlier for the same file, which saves one start of Terraform. */
export function rememberTerraform(binary: TerraformBinary): void {
  if (!known.has(binary.fingerprint)) known.set(binary.fingerprint, Promise.resolve(binary));
}

/**
 * Absolute path of a binary.
 * @throws UserError when there is none
 */
export function locate(name: string, searchPath: string): string {
  const isPath = name.includes("/") || name.includes(path.sep);
  const extensions = process.platform === "win32" ? [".exe", ""] : [""];
  const directories = isPath ? [""] : searchPath.split(path.delimiter).filter((one) => one !== "");
  for (const directory of directories) {
    for (const extension of extensions) {
      const candidate = path.resolve(directory, name + extension);
      if (isExecutable(candidate)) return candidate;
    }
  }
  throw new UserError(isPath ? `${name} is not an executable file` : `${name} is not in the PATH`, {
    allowed: `Terraform ${MINIMUM_VERSION.terraform} or newer, OpenTofu ${MINIMUM_VERSION.opentofu} or newer`,
    next: INSTALL,
  });
}

/** Tells one build from another without running it. */
export function fingerprintOf(file: string): string {
  const target = realpathSync(file);
  const { mtimeMs, size } = statSync(target);
  return `${target} ${size} ${mtimeMs}`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

async function askVersion(file: string, fingerprint: string, env: Environment): Promise<TerraformBinary> {
  // Not `-json`: OpenTofu's answer calls itself terraform_version. A pipe is safe here: there is nothing to lose.
  const output = await promisify(execFile)(file, ["version"], { env, timeout: 30_000 }).then(
    ({ stdout }) => stdout,
    (error: Error) => error.message,
  );
  const match = /^(Terraform|OpenTofu) v((\d+)\.(\d+)\.\d+\S*)/m.exec(output);
  if (match === null) {
    throw new UserError(`is neither Terraform nor OpenTofu: ${output.trim().split("\n")[0] ?? ""}`, {
      where: file,
      next: INSTALL,
    });
  }
  const [, name, version = "", major, minor] = match;
  const product = name === "OpenTofu" ? "opentofu" : "terraform";
  const [needMajor = 0, needMinor = 0] = MINIMUM_VERSION[product].split(".").map(Number);
  if (Number(major) < needMajor || (Number(major) === needMajor && Number(minor) < needMinor)) {
    throw new UserError(`${name} ${version} is too old`, {
      where: file,
      allowed: `${MINIMUM_VERSION[product]} or newer`,
      next: INSTALL,
    });
  }
  return { file, product, version, fingerprint };
}
