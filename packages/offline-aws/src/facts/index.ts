import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Value } from "../contract.ts";

export { importIdFor } from "./import-id.ts";
export { isPut } from "./put.ts";

/** What @cdktf/provider-aws does not say about a resource. Paths are dotted Terraform names: `rule.status`. */
export interface ResourceFacts {
  /** Pattern of each attribute that AWS fills in, by path. See `formats/parse.ts` for the language. */
  readonly computedFormats: Readonly<Record<string, Value>>;
  /** What an update gives a new value: by path, the attributes whose change does; `*` is any. */
  readonly changesWith?: Readonly<Record<string, readonly string[]>>;
  /** Value of an attribute the configuration leaves out, by path, known at plan time. */
  readonly defaults: Readonly<Record<string, Value>>;
  /** Default of whole blocks. */
  readonly blockDefaults?: Readonly<Record<string, Value>>;
  /** Defaults that only the documentation names; they may stay null in the state. Do not apply them. */
  readonly docDefaults?: Readonly<Record<string, string>>;
  /** A change of these replaces the resource. */
  readonly forceNew: readonly string[];
  /** A change of these replaces the resource in the named case. */
  readonly forceNewConditional?: Readonly<Record<string, string>>;
  /** `recall`: the list above is from memory. */
  readonly forceNewFrom?: "recall";
  /** Age of the provider source the facts were read from: `v6new`, `v6`, `v5`, `v4`. */
  readonly goEra?: string;
  /** Form of the import id, null when the resource cannot be imported. */
  readonly importId: string | null;
  readonly importExample?: string;
  /** Left out, these keep what AWS answered. */
  readonly optionalComputed: readonly string[];
  /** The same for blocks. */
  readonly optionalComputedBlocks?: readonly string[];
  readonly sensitive: readonly string[];
  /** IAM policies: compared by meaning, the configuration's text is kept. */
  readonly policyEquivalent?: readonly string[];
  /** JSON: compared by meaning, the configuration's text is kept. */
  readonly jsonEquivalent?: readonly string[];
  /** Optional, read back, no difference when the configuration leaves them out. */
  readonly suppressWhenUnset?: readonly string[];
  /** Attributes in block form: left out differs from `[]`, and every element has every sub-attribute. */
  readonly attrAsBlocks?: readonly string[];
  /** Never stored. */
  readonly writeOnly?: readonly string[];
  /** Names whose facts above are in doubt. */
  readonly unverified?: readonly string[];
}

/** Flags of a data source. */
export interface DataSourceFacts {
  readonly computedOnly: readonly string[];
  readonly optionalComputed: readonly string[];
  readonly required: readonly string[];
  readonly sensitive: readonly string[];
}

/** Facts of all types. */
export interface CommonFacts {
  /** Resources without a `region` attribute; every other type has one, and changing it replaces. */
  readonly noRegionAttribute: readonly string[];
}

interface Table {
  readonly providerVersion: string;
  readonly common: CommonFacts;
  readonly resources: Readonly<Record<string, ResourceFacts>>;
  readonly dataSources: Readonly<Record<string, DataSourceFacts>>;
}

let text: string | undefined;
let parsed: Table | undefined;

// ~125 KB: read on first use, not on import.
const source = (): string => (text ??= readFileSync(new URL("./aws-resource-facts.json", import.meta.url), "utf8"));
const table = (): Table => (parsed ??= JSON.parse(source()) as Table);

/** Facts of a resource type (`aws_vpc`), undefined for a type the table does not list. */
export function factsOf(type: string): ResourceFacts | undefined {
  return table().resources[type];
}

/** Facts of a data source type (`aws_ami`), undefined for a type the table does not list. */
export function dataSourceFactsOf(type: string): DataSourceFacts | undefined {
  return table().dataSources[type];
}

/** Facts of all types. */
export function common(): CommonFacts {
  return table().common;
}

/** Every resource type of the table, sorted. */
export function resourceTypes(): string[] {
  return Object.keys(table().resources);
}

/** Every data source type of the table, sorted. */
export function dataSourceTypes(): string[] {
  return Object.keys(table().dataSources);
}

/** SHA-256 of the table: a part of every cache key that depends on it. */
export function factsDigest(): string {
  return createHash("sha256").update(source()).digest("hex");
}
