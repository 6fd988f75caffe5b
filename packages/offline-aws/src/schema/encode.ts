import { procedures } from "../protocol/messages.ts";
import { encodeMessage, type Message } from "../protocol/protobuf.ts";
import type { Block, ProviderSchema } from "./types.ts";

/** Nesting modes of the protocol. */
const NESTING = { single: 1, list: 2, set: 3 } as const;

/** What this server can do. The schema is optional: Terraform asks for it once a process, not once a provider. */
export const capabilities = { plan_destroy: true, get_provider_schema_optional: true };

/**
 * The response to GetProviderSchema. Every Terraform decodes the whole of it at every command, so it can be limited to
 * what an account uses; each type is encoded once, whoever asks.
 *
 * @param isUsed whether a type, `aws_vpc`, is of use as a resource or data source. Default: every type
 */
export function schemaEncoder(schema: ProviderSchema): (isUsed?: (type: string) => boolean) => Buffer {
  const response = procedures.GetProviderSchema[1];
  const encoded = new Map<string, Buffer>();
  const once = (key: string, message: () => Message): Buffer => {
    let bytes = encoded.get(key);
    if (!bytes) encoded.set(key, (bytes = encodeMessage(response, message())));
    return bytes;
  };
  const kinds = { resource_schemas: schema.resources, data_source_schemas: schema.dataSources };
  return (isUsed = () => true) =>
    // A message is its fields one after the other, in any order.
    Buffer.concat([
      once("", () => ({ provider: schemaMessage(schema.provider), server_capabilities: capabilities })),
      ...Object.entries(kinds).flatMap(([kind, blocks]) =>
        Object.entries(blocks)
          .filter(([type]) => isUsed(type))
          .map(([key, block]) => once(`${kind} ${key}`, () => ({ [kind]: [{ key, value: schemaMessage(block) }] }))),
      ),
    ]);
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
