import type { JsonObject } from "./json.ts";

/** A managed resource as a state holds it. Attributes may hold secrets: they are for looking at, not for showing. */
export interface StateResource {
  /** Address of the resource's block, without the key of an instance: `aws_s3_bucket.logs`. */
  readonly block: string;
  /** Address of this instance: `aws_subnet.public["a"]`. */
  readonly address: string;
  readonly type: string;
  /** Of one instance. */
  readonly attributes: JsonObject;
}

/** What a state file, or `state pull`, has of a resource: format version 4. */
interface StateJson {
  readonly resources?: readonly {
    readonly mode: string;
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes?: JsonObject }[];
  }[];
}

/** The managed resources in the text of a state, one for each instance. */
export function stateResources(text: string): StateResource[] {
  const { resources = [] } = JSON.parse(text) as StateJson;
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ module, type, name, instances }) => {
      const path = module === undefined ? "" : `${module.replaceAll(/\[[^\]]*\]/g, "")}.`;
      return instances.map(({ index_key: key, attributes = {} }) => ({
        block: `${path}${type}.${name}`,
        address: `${module === undefined ? "" : `${module}.`}${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
        type,
        attributes,
      }));
    });
}
