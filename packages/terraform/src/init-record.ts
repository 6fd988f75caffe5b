import { createHash } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fingerprintOf } from "./binary.ts";
import type { TerraformBinary } from "./binary.ts";
import type { Environment } from "./environment.ts";
import { readIfExists, writeAtomic } from "./files.ts";
import { canonicalJson, isArray, isObject } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";

/** What the last successful init saw. Kept inside .terraform, so that it goes when .terraform goes. */
export interface InitRecord {
  readonly digest: string;
  readonly binary: TerraformBinary;
}

/**
 * Digest of everything `terraform init` reads in a work directory. Undefined when that is not known: the
 * configuration is not valid, or has a module in a local directory, whose content counts too.
 */
export function initDigest(
  directory: string,
  { fingerprint }: TerraformBinary,
  environment: Environment,
  args: readonly string[],
): string | undefined {
  const configuration = parse(readIfExists(path.join(directory, "cdk.tf.json")));
  if (configuration === undefined || hasLocalModule(configuration["module"] ?? null)) return undefined;
  const reattached = parse(environment["TF_REATTACH_PROVIDERS"]) ?? {};
  const seen = {
    binary: fingerprint,
    args,
    terraform: configuration["terraform"] ?? null,
    provider: configuration["provider"] ?? null,
    module: configuration["module"] ?? null,
    implied: impliedProviders(configuration),
    lockFile: readIfExists(path.join(directory, ".terraform.lock.hcl")) ?? null,
    // Where they listen changes with every run, and is nothing to init: it only leaves these providers alone.
    reattached: Object.keys(reattached).sort(),
    cliConfig: readIfExists(environment["TF_CLI_CONFIG_FILE"] ?? "") ?? null,
    pluginCache: environment["TF_PLUGIN_CACHE_DIR"] ?? null,
  };
  return createHash("sha256").update(canonicalJson(seen)).digest("hex");
}

/** Undefined when the last init failed, was cut short or never was, or its results are gone. */
export function readInitRecord(directory: string): InitRecord | undefined {
  const record = parse(readIfExists(recordFile(directory))) as unknown as InitRecord | undefined;
  try {
    // A record of a binary that has been replaced since says nothing about the new one.
    return record !== undefined && fingerprintOf(record.binary.file) === record.binary.fingerprint ? record : undefined;
  } catch {
    return undefined;
  }
}

export function writeInitRecord(directory: string, record: InitRecord): void {
  // Terraform itself makes .terraform only when it has something to put there.
  mkdirSync(path.dirname(recordFile(directory)), { recursive: true });
  writeAtomic(recordFile(directory), JSON.stringify(record));
}

export function removeInitRecord(directory: string): void {
  rmSync(recordFile(directory), { force: true });
}

function recordFile(directory: string): string {
  return path.join(directory, ".terraform", "archipelago-init.json");
}

function parse(text: string | undefined): JsonObject | undefined {
  try {
    const value = JSON.parse(text ?? "") as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A resource type of a provider that no block declares makes init fetch that provider. */
function impliedProviders(configuration: JsonObject): string[] {
  const types = ["resource", "data", "ephemeral"].flatMap((kind) => {
    const blocks = configuration[kind] ?? null;
    return [...(isArray(blocks) ? blocks : [blocks])].filter(isObject).flatMap((block) => Object.keys(block));
  });
  return [...new Set(types.map((type) => type.split("_")[0] ?? ""))].sort();
}

function hasLocalModule(modules: Json): boolean {
  const text = canonicalJson(modules);
  return /"source":"(\.|\/|~|[A-Za-z]:)/.test(text);
}
