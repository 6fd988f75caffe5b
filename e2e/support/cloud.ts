import fs from "node:fs";
import path from "node:path";
import type { Workspace } from "./workspace.ts";

/** A resource of the simulated cloud, as its file on disk holds it. */
export interface StoredResource {
  /** Absolute path of the file. */
  readonly file: string;
  readonly account: string;
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Everything that exists in the simulated cloud, read from disk: `<account id>/<region>/<type>/<id>.json`. */
export function resourcesOf(workspace: Workspace): StoredResource[] {
  const cloud = workspace.path(".archipelago/cloud");
  return (fs.existsSync(cloud) ? (fs.readdirSync(cloud, { recursive: true }) as string[]) : [])
    .map((name) => name.split(path.sep))
    .filter((parts) => /^\d{12}$/.test(parts[0]!) && parts.length === 4 && /^[^.].*\.json$/.test(parts[3]!))
    .map(([account, region, type, name]) => {
      const file = path.join(cloud, account!, region!, type!, name!);
      const { id, attributes } = JSON.parse(fs.readFileSync(file, "utf8")) as Pick<StoredResource, "id" | "attributes">;
      return { file, account: account!, type: type!, id, attributes };
    });
}

/** Whether `bootstrap` would have made it on AWS: no stack owns the bucket of its own state, or the boundary of its roles. */
export function isBootstrapped({ type, id }: StoredResource): boolean {
  return (type === "aws_s3_bucket" && id.endsWith("-tfstate")) || id.endsWith("/archipelago/workload-boundary");
}

/** `type id` of every managed resource in an account's state, sorted. */
export function stateOf(workspace: Workspace, account: string): string[] {
  const { resources } = workspace.json<State>(`.archipelago/state/acme/${account}/terraform.tfstate`);
  return resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, instances }) => instances.map(({ attributes }) => `${type} ${idOf(attributes)}`))
    .sort();
}

/** Newer resources of the provider have no id of their own: what names them is. */
function idOf({ id, name, restore_testing_plan_name: plan }: Readonly<Record<string, unknown>>): string {
  return String(id ?? [name, plan].filter((part) => part !== undefined && part !== null).join(":"));
}

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> }[];
  }[];
}
