import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeAtomically } from "../cloud/files.ts";
import { dataSourceTypes, factsDigest, resourceTypes } from "../facts/index.ts";
import { deriveSchema, installedVersion } from "./derive.ts";
import { EXTRACTOR_VERSION } from "./extract.ts";
import type { ProviderSchema } from "./types.ts";

/** Every type of the facts table, data sources prefixed with `data.`. */
export function knownTypes(): string[] {
  return [...resourceTypes(), ...dataSourceTypes().map((type) => `data.${type}`)];
}

/**
 * The schema of the named types, from the cache directory when it was derived before: a warm start reads one file.
 * The file's name is a digest of all that the schema is made from, so a stale file is never read, only left behind.
 */
export function loadSchema(cacheDirectory: string, types: readonly string[] = knownTypes()): ProviderSchema {
  const sorted = [...new Set(types)].sort();
  const key = createHash("sha256")
    .update(JSON.stringify([installedVersion(), EXTRACTOR_VERSION, factsDigest(), sorted]))
    .digest("hex")
    .slice(0, 24);
  const file = path.join(cacheDirectory, `aws-schema-${key}.json`);
  try {
    return JSON.parse(readFileSync(file, "utf8")) as ProviderSchema;
  } catch {
    // Absent, or damaged: derive it again.
  }
  const schema = deriveSchema(sorted);
  mkdirSync(cacheDirectory, { recursive: true });
  writeAtomically(file, JSON.stringify(schema));
  return schema;
}
