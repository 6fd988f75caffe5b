import type { JsonObject } from "./json.ts";
import type { State, StateInstance } from "./terraform-options.ts";

/** The parts of a state file that are read. */
interface StateFile {
  readonly lineage: string;
  readonly serial: number;
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly module?: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes?: JsonObject }[];
  }[];
}

/** Reads the text of a state (format version 4). */
export function readState(text: string): State {
  const { lineage, serial, resources } = JSON.parse(text) as StateFile;
  const managed = resources.filter(({ mode }) => mode === "managed");
  const instances = managed.flatMap(({ type, name, module, instances }) =>
    instances.map(({ index_key: key, attributes = {} }): StateInstance => {
      const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
      return { address: `${module === undefined ? "" : `${module}.`}${type}.${name}${index}`, type, attributes };
    }),
  );
  return { lineage, serial, resources: managed.length, instances };
}
