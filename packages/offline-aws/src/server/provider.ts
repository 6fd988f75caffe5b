import type { Cloud } from "../cloud/cloud.ts";
import type { Attributes } from "../contract.ts";
import type { Behaviours } from "../lifecycle/behaviours.ts";
import { refuseSuspended } from "../lifecycle/closed-accounts.ts";
import { type Configured, configure } from "../lifecycle/configured.ts";
import { readDataSource } from "../lifecycle/data.ts";
import { planResource } from "../lifecycle/plan.ts";
import { applyResource, deleteResource, importResource, readResource } from "../lifecycle/resource.ts";
import { type ResourceShape, shapeOf } from "../lifecycle/shape.ts";
import { upgradeState } from "../lifecycle/upgrade.ts";
import { validateResource } from "../lifecycle/validate.ts";
import { type Diagnostic, attributePath, diagnosticOf, errors } from "../protocol/diagnostics.ts";
import type { UnaryHandler } from "../protocol/grpc.ts";
import { type Procedure, procedures } from "../protocol/messages.ts";
import { decodeMessage, encodeMessage, type Message } from "../protocol/protobuf.ts";
import {
  decodeValue,
  type DynamicValue,
  encodeKnown,
  encodeValue,
  isKnown,
  type PlannedObject,
} from "../protocol/value.ts";
import { capabilities, schemaEncoder } from "../schema/encode.ts";
import { usedTypes } from "../schema/used-types.ts";
import type { ObjectServer } from "./object-server.ts";
import type { Block, ProviderSchema } from "../schema/types.ts";

/** One connection: Terraform opens one for every provider configuration, aliases included. */
export interface Connection {
  /** Account whose credentials the address stands for, undefined for any. */
  readonly credentials: string | undefined;
  provider?: Configured;
}

/** What a provider serves and where it keeps it. */
export interface ProviderOptions {
  readonly schema: ProviderSchema;
  readonly cloud: Cloud;
  readonly behaviours: Behaviours;
  /** Milliseconds that every creation, update and deletion takes. */
  readonly applyDelayMs: number;
  /** Undefined: all objects are in the simulated cloud only. */
  readonly objects?: ObjectServer;
  /** See `OfflineAwsOptions.sources`. */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
}

type Answer = Message | Promise<Message>;
type Handler = (request: Message, connection: Connection) => Answer;

/** Handlers of the provider protocol, by path of the remote procedure. */
export function createProvider(options: ProviderOptions): Map<string, UnaryHandler<Connection>> {
  const handlers = procedureHandlers(options);
  const paths = new Map<string, UnaryHandler<Connection>>();
  for (const [name, handler] of Object.entries(handlers) as [Procedure, Handler][]) {
    const [request, response] = procedures[name];
    paths.set(`/tfplugin6.Provider/${name}`, (bytes, connection) => {
      const answer = attempt(() => handler(decodeMessage(request, bytes), connection));
      return answer instanceof Promise
        ? answer.then((message) => encodeMessage(response, message))
        : encodeMessage(response, answer);
    });
  }
  const encode = schemaEncoder(options.schema);
  paths.set("/tfplugin6.Provider/GetProviderSchema", (_bytes, { credentials }) => {
    const used = usedTypes(options.sources?.[credentials ?? ""] ?? []);
    return encode(used && ((type) => used.has(type)));
  });
  return paths;
}

/** What a user can mend comes back as a diagnostic, from wherever it was thrown. */
function attempt(run: () => Answer): Answer {
  const failed = (error: unknown): Message => ({ diagnostics: errors([diagnosticOf(error)]) });
  try {
    const answer = run();
    return answer instanceof Promise ? answer.catch(failed) : answer;
  } catch (error) {
    return failed(error);
  }
}

function procedureHandlers({ schema, cloud, behaviours, applyDelayMs, objects }: ProviderOptions): {
  [name in Exclude<Procedure, "GetProviderSchema">]: Handler;
} {
  const shapes = new Map<string, ResourceShape>();
  const shape = (request: Message): ResourceShape => {
    const type = request["type_name"] as string;
    let found = shapes.get(type);
    if (!found) shapes.set(type, (found = shapeOf(type, known(schema.resources, type))));
    return found;
  };
  const value = (request: Message, name: string) => decodeValue(request[name] as DynamicValue | undefined);
  const object = (request: Message, name: string) => value(request, name) as PlannedObject;
  const state = (request: Message, name: string) => value(request, name) as Attributes | null;

  return {
    GetMetadata: () => ({ server_capabilities: capabilities }),
    ValidateProviderConfig: () => ({}),
    ValidateResourceConfig: (request) => ({
      diagnostics: errors(validateResource(shape(request), object(request, "config"))),
    }),
    ValidateDataResourceConfig: () => ({}),
    ConfigureProvider(request, connection) {
      const configured = configure(object(request, "config"), connection.credentials);
      if ("summary" in configured) return { diagnostics: errors([configured]) };
      const suspended = refuseSuspended(configured.accountId, cloud);
      if (suspended) return { diagnostics: errors([suspended]) };
      connection.provider = configured;
      return {};
    },
    UpgradeResourceState(request) {
      const block = known(schema.resources, request["type_name"] as string);
      const { json } = request["raw_state"] as { json: Buffer };
      return { upgraded_state: encodeValue(upgradeState(block, JSON.parse(json.toString("utf8")) as Attributes)) };
    },
    ReadResource(request, connection) {
      const current = state(request, "current_state");
      if (current === null) return { new_state: request["current_state"] };
      const provider = configured(connection);
      const read = (): Message => ({ new_state: encodeKnown(readResource(shape(request), current, provider, cloud)) });
      const exists = objects?.exists(request["type_name"] as string, current, provider.accountId);
      return exists?.then((there) => (there ? read() : { new_state: encodeKnown(null) })) ?? read();
    },
    PlanResourceChange(request, connection) {
      const proposed = value(request, "proposed_new_state") as PlannedObject | null;
      if (proposed === null) return { planned_state: request["proposed_new_state"] };
      const prior = state(request, "prior_state");
      const plan = planResource(shape(request), object(request, "config"), prior, proposed, configured(connection));
      return {
        planned_state: plan.unchanged ? request["prior_state"] : encodeValue(plan.planned),
        requires_replace: plan.requiresReplace.map(attributePath),
        legacy_type_system: true,
      };
    },
    ApplyResourceChange(request, connection) {
      const provider = configured(connection);
      const run = (): Answer => {
        const [prior, planned] = [state(request, "prior_state"), object(request, "planned_state")];
        // First on the server: what it refuses is planned again.
        const done = objects?.apply(request["type_name"] as string, prior, planned, provider.accountId);
        return done?.then(() => apply(request, provider)) ?? apply(request, provider);
      };
      return applyDelayMs > 0 ? new Promise((resolve) => setTimeout(resolve, applyDelayMs)).then(run) : run();
    },
    ImportResourceState(request, connection) {
      const type = shape(request);
      const importId = request["id"] as string;
      const imported = importResource(type, importId, configured(connection), cloud);
      // Terraform reads what was imported and says itself that it does not exist.
      const attributes = imported ?? upgradeState(known(schema.resources, type.type), { id: importId });
      return { imported_resources: [{ type_name: type.type, state: encodeValue(attributes) }] };
    },
    MoveResourceState: (request) => ({
      diagnostics: errors([
        {
          summary: "Moving a resource to another type is not supported",
          detail: `The offline AWS provider cannot turn a ${String(request["source_type_name"])} into a ${String(request["target_type_name"])}. Use an import block and a removed block.`,
        },
      ]),
    }),
    ReadDataSource(request, connection) {
      const type = request["type_name"] as string;
      const block = known(schema.dataSources, type);
      const answer = readDataSource(
        type,
        block,
        object(request, "config") as Attributes,
        configured(connection),
        cloud,
        behaviours.dataSources[type],
      );
      return "summary" in answer
        ? { diagnostics: errors([answer as unknown as Diagnostic]) }
        : { state: encodeValue(answer) };
    },
    // Terraform waits for what is in flight, and that is what an interrupted apply should do.
    StopProvider: () => ({}),
  };

  function apply(request: Message, provider: Configured): Message {
    const planned = value(request, "planned_state") as PlannedObject | null;
    const prior = state(request, "prior_state");
    const type = shape(request);
    if (planned === null) {
      const refused = prior === null ? [] : deleteResource(type, prior, provider, cloud, behaviours);
      return refused.length > 0
        ? { new_state: request["prior_state"], diagnostics: errors(refused), legacy_type_system: true }
        : { new_state: request["planned_state"], legacy_type_system: true };
    }
    if (!isKnown(value(request, "config") ?? null)) throw new Error(`${type.type}: apply with unknown configuration`);
    const result = applyResource(type, prior, planned, provider, cloud, behaviours);
    return Array.isArray(result)
      ? { new_state: request["prior_state"], diagnostics: errors(result), legacy_type_system: true }
      : { new_state: encodeValue(result), legacy_type_system: true };
  }
}

function configured(connection: Connection): Configured {
  if (!connection.provider) throw new Error("the provider was called before it was configured on this connection");
  return connection.provider;
}

function known(blocks: { readonly [type: string]: Block }, type: string): Block {
  const block = blocks[type];
  if (!block) throw new Error(`the provider does not serve ${type}`);
  return block;
}
