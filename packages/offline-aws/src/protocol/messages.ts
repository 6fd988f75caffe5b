import type { MessageTable } from "./protobuf.ts";

/**
 * Messages of Terraform's provider protocol, version 6, as far as this provider uses them.
 * Source: the public protocol definition `tfplugin6.proto` (fields carry their numbers for ever; 6.9 was read).
 */

const DynamicValue: MessageTable = { msgpack: [1, "bytes"], json: [2, "bytes"] };
const AttributePathStep: MessageTable = {
  attribute_name: [1, "string"],
  element_key_string: [2, "string"],
  element_key_int: [3, "int"],
};
const AttributePath: MessageTable = { steps: [1, AttributePathStep, "repeated"] };
const Diagnostic: MessageTable = {
  severity: [1, "int"],
  summary: [2, "string"],
  detail: [3, "string"],
  attribute: [4, AttributePath],
};
const RawState: MessageTable = { json: [1, "bytes"] };
const ServerCapabilities: MessageTable = {
  plan_destroy: [1, "bool"],
  get_provider_schema_optional: [2, "bool"],
  move_resource_state: [3, "bool"],
};

const Attribute: MessageTable = {
  name: [1, "string"],
  type: [2, "bytes"],
  required: [4, "bool"],
  optional: [5, "bool"],
  computed: [6, "bool"],
  sensitive: [7, "bool"],
  write_only: [11, "bool"],
};
const blockTypes: { -readonly [name in keyof MessageTable]: MessageTable[name] } = {};
const Block: MessageTable = { attributes: [2, Attribute, "repeated"], block_types: [3, blockTypes, "repeated"] };
// A block holds nested blocks, which hold a block.
Object.assign(blockTypes, {
  type_name: [1, "string"],
  block: [2, Block],
  nesting: [3, "int"],
  min_items: [4, "int"],
  max_items: [5, "int"],
} satisfies MessageTable);
const Schema: MessageTable = { version: [1, "int"], block: [2, Block] };
const NamedSchema: MessageTable = { key: [1, "string"], value: [2, Schema] };
const ImportedResource: MessageTable = { type_name: [1, "string"], state: [2, DynamicValue] };

/** Request and response of each remote procedure this provider answers. */
export const procedures = {
  GetMetadata: [{}, { server_capabilities: [1, ServerCapabilities], diagnostics: [2, Diagnostic, "repeated"] }],
  GetProviderSchema: [
    {},
    {
      provider: [1, Schema],
      resource_schemas: [2, NamedSchema, "repeated"],
      data_source_schemas: [3, NamedSchema, "repeated"],
      server_capabilities: [6, ServerCapabilities],
    },
  ],
  ValidateProviderConfig: [{ config: [1, DynamicValue] }, { diagnostics: [2, Diagnostic, "repeated"] }],
  ValidateResourceConfig: [
    { type_name: [1, "string"], config: [2, DynamicValue] },
    { diagnostics: [1, Diagnostic, "repeated"] },
  ],
  ValidateDataResourceConfig: [
    { type_name: [1, "string"], config: [2, DynamicValue] },
    { diagnostics: [1, Diagnostic, "repeated"] },
  ],
  ConfigureProvider: [
    { terraform_version: [1, "string"], config: [2, DynamicValue] },
    { diagnostics: [1, Diagnostic, "repeated"] },
  ],
  UpgradeResourceState: [
    { type_name: [1, "string"], version: [2, "int"], raw_state: [3, RawState] },
    { upgraded_state: [1, DynamicValue], diagnostics: [2, Diagnostic, "repeated"] },
  ],
  ReadResource: [
    { type_name: [1, "string"], current_state: [2, DynamicValue] },
    { new_state: [1, DynamicValue], diagnostics: [2, Diagnostic, "repeated"] },
  ],
  PlanResourceChange: [
    {
      type_name: [1, "string"],
      prior_state: [2, DynamicValue],
      proposed_new_state: [3, DynamicValue],
      config: [4, DynamicValue],
    },
    {
      planned_state: [1, DynamicValue],
      requires_replace: [2, AttributePath, "repeated"],
      diagnostics: [4, Diagnostic, "repeated"],
      legacy_type_system: [5, "bool"],
    },
  ],
  ApplyResourceChange: [
    {
      type_name: [1, "string"],
      prior_state: [2, DynamicValue],
      planned_state: [3, DynamicValue],
      config: [4, DynamicValue],
    },
    {
      new_state: [1, DynamicValue],
      diagnostics: [3, Diagnostic, "repeated"],
      legacy_type_system: [4, "bool"],
    },
  ],
  ImportResourceState: [
    { type_name: [1, "string"], id: [2, "string"] },
    { imported_resources: [1, ImportedResource, "repeated"], diagnostics: [2, Diagnostic, "repeated"] },
  ],
  MoveResourceState: [
    { source_type_name: [2, "string"], target_type_name: [5, "string"] },
    { diagnostics: [2, Diagnostic, "repeated"] },
  ],
  ReadDataSource: [
    { type_name: [1, "string"], config: [2, DynamicValue] },
    { state: [1, DynamicValue], diagnostics: [2, Diagnostic, "repeated"] },
  ],
  StopProvider: [{}, { Error: [1, "string"] }],
} as const satisfies Record<string, readonly [request: MessageTable, response: MessageTable]>;

/** Name of a remote procedure, as in `/tfplugin6.Provider/<name>`. */
export type Procedure = keyof typeof procedures;
