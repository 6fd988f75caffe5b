import type { JsonObject } from "./json.ts";

/** A managed resource as a state holds it. Attributes may hold secrets: they are for looking at, not for showing. */
export interface StateResource {
  /** Address of the resource's block, without the key of an instance: `aws_s3_bucket.logs`. */
  readonly block: string;
  /** Address of this instance: `aws_subnet.public["a"]`. A deposed object has that of the one that took its place. */
  readonly address: string;
  readonly type: string;
  /** Of one instance. */
  readonly attributes: JsonObject;
  /** Another object has taken its place, and it could not be destroyed yet. */
  readonly deposed?: true;
}

/** What a state file, or `state pull`, has of a resource: format version 4. */
interface StateJson {
  readonly resources?: readonly {
    readonly mode: string;
    readonly module?: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly index_key?: string | number;
      readonly attributes?: JsonObject;
      /** A key of Terraform's own. */
      readonly deposed?: string;
    }[];
  }[];
}

/** The managed resources in the text of a state, one for each instance and each deposed object. */
export function stateResources(text: string): StateResource[] {
  const { resources = [] } = JSON.parse(text) as StateJson;
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ module, type, name, instances }) => {
      const path = module === undefined ? "" : `${module.replaceAll(/\[[^\]]*\]/g, "")}.`;
      return instances.map(({ index_key: key, attributes = {}, deposed }) => ({
        block: `${path}${type}.${name}`,
        address: `${module === undefined ? "" : `${module}.`}${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
        type,
        attributes,
        ...(deposed !== undefined && { deposed: true }),
      }));
    });
}

/** What tells resources of one state from those of another: `aws_vpc.main (vpc-1)`, without an id just the address. */
export function resourceNames(resources: readonly StateResource[]): string[] {
  return resources.map(({ address, attributes: { id } }) => (typeof id === "string" ? `${address} (${id})` : address));
}
