import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/user-error";
import { dataSourceFactsOf, factsOf } from "../facts/index.ts";
import { extractBlock } from "./extract.ts";
import type { Attribute, Block, ProviderSchema } from "./types.ts";

const requireHere = createRequire(import.meta.url);

/** Version of the installed `@cdktf/provider-aws`, for example `21.22.1`. */
export function installedVersion(): string {
  return (requireHere("@cdktf/provider-aws/package.json") as { version: string }).version;
}

/**
 * Derives the schema of the named types from the installed `@cdktf/provider-aws`; about half a millisecond a type.
 * What the package does not say, sensitive and write-only attributes, comes from the facts table.
 *
 * @param types Resource types, and data source types prefixed with `data.`: `aws_vpc`, `data.aws_ami`. Types that the
 *   package does not know are left out: Terraform itself says that the provider has no such type.
 */
export function deriveSchema(types: Iterable<string>): ProviderSchema {
  const library = path.join(path.dirname(requireHere.resolve("@cdktf/provider-aws/package.json")), "lib");
  const resources: { [type: string]: Block } = {};
  const dataSources: { [type: string]: Block } = {};
  for (const type of new Set(types)) {
    const isData = type.startsWith("data.");
    const name = isData ? type.slice("data.".length) : type;
    // lib/vpc holds aws_vpc, lib/data-aws-vpc the data source: true of every folder of 21.22.1, and checked by `read`.
    const block = read(library, isData ? `data-${name}` : name.replace("aws_", ""), name);
    if (!block) continue;
    const facts = isData ? dataSourceFactsOf(name) : factsOf(name);
    const writeOnly = isData ? undefined : factsOf(name)?.writeOnly;
    (isData ? dataSources : resources)[name] = annotate(block, new Set(facts?.sensitive), new Set(writeOnly), "");
  }
  return { provider: providerBlock(read(library, "provider", "aws")), resources, dataSources };
}

function read(library: string, name: string, tfType: string): Block | undefined {
  const file = path.join(library, name.replaceAll("_", "-"), "index.js");
  if (!existsSync(file)) return undefined;
  const extracted = extractBlock(readFileSync(file, "utf8"));
  if (!extracted) throw new UserError("the installed @cdktf/provider-aws carries no source maps", { where: file });
  return extracted.tfType === tfType ? extracted.block : undefined;
}

function providerBlock(block: Block | undefined): Block {
  if (!block) throw new UserError("no AWS provider in the installed @cdktf/provider-aws", { next: "npm ci" });
  // `alias` belongs to Terraform's language, not to the provider.
  return { ...block, attributes: block.attributes.filter(({ name }) => name !== "alias") };
}

function annotate(block: Block, sensitive: ReadonlySet<string>, writeOnly: ReadonlySet<string>, prefix: string): Block {
  return {
    attributes: block.attributes.map((attribute): Attribute => {
      const name = prefix + attribute.name;
      return {
        ...attribute,
        ...(sensitive.has(name) ? { sensitive: true } : {}),
        ...(writeOnly.has(name) ? { writeOnly: true } : {}),
      };
    }),
    blocks: block.blocks.map((nested) => ({
      ...nested,
      block: annotate(nested.block, sensitive, writeOnly, `${prefix}${nested.name}.`),
    })),
  };
}
