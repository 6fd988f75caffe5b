import { procedures } from "../protocol/messages.ts";
import { encodeMessage, type Message } from "../protocol/protobuf.ts";
import type { Block, ProviderSchema } from "./types.ts";

/** Nesting modes of the protocol. */
const NESTING = { single: 1, list: 2, set: 3 } as const;

/** What this server can do. The schema is optional: Terraform asks for it once a process, not once a provider. */
export const capabilities = { plan_destroy: true, get_provider_schema_optional: true };

/** The response to GetProviderSchema, encoded once. */
export function encodeSchema(schema: ProviderSchema): Buffer {
  return encodeMessage(procedures.GetProviderSchema[1], {
    provider: schemaMessage(schema.provider),
    resource_schemas: named(schema.resources),
    data_source_schemas: named(schema.dataSources),
    server_capabilities: capabilities,
  });
}

function named(blocks: { readonly [type: string]: Block }): Message[] {
  return Object.entries(blocks).map(([key, block]) => ({ key, value: schemaMessage(block) }));
}

function schemaMessage(block: Block): Message {
  return { version: 0, block: blockMessage(block) };
}

function blockMessage(block: Block): Message {
  return {
    attributes: block.attributes.map(({ name, type, required, optional, computed, sensitive, writeOnly }) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      required,
      optional,
      computed,
      sensitive,
      write_only: writeOnly,
    })),
    block_types: block.blocks.map((nested) => ({
      type_name: nested.name,
      block: blockMessage(nested.block),
      nesting: NESTING[nested.nesting],
      min_items: nested.minItems,
      max_items: nested.maxItems,
    })),
  };
}
