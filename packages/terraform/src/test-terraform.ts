import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JsonObject } from "./json.ts";
import { Terraform } from "./terraform.ts";
import type { TerraformOptions } from "./terraform-options.ts";
import { environment } from "./test-environment.ts";
import { prepareWorkDirectory } from "./work-directory.ts";

/** Directories of one test file, removed after it. */
export function temporaryDirectories(): () => string {
  const made: string[] = [];
  afterAll(() => {
    for (const directory of made) rmSync(directory, { recursive: true, force: true });
  });
  return () => {
    const directory = mkdtempSync(path.join(tmpdir(), "archipelago-terraform-"));
    made.push(directory);
    return directory;
  };
}

/** Terraform in a directory that holds a configuration. */
export function terraformIn(
  directory: string,
  configuration: JsonObject,
  options: Partial<TerraformOptions> = {},
): Terraform {
  prepareWorkDirectory(directory, { configuration: JSON.stringify(configuration) });
  return new Terraform({ directory, environment, ...options });
}

/** Resources that need no provider, each with its input. */
export function dataResources(inputs: Readonly<Record<string, JsonObject | string>>): JsonObject {
  const entries = Object.entries(inputs).map(([name, input]) => [name, { input }]);
  return { resource: { terraform_data: Object.fromEntries(entries) as JsonObject } };
}

/** Command line of every process that was given this directory, zombies aside (Linux only). */
export function processesIn(directory: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const state = /\) (\S)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return state !== "Z" && state !== "X" && command.includes(directory) ? [command] : [];
      } catch {
        return [];
      }
    });
}
