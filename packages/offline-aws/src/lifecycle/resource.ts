import type { Cloud } from "../cloud/cloud.ts";
import type { Attributes, Caller, Refusal, StoredResource } from "../contract.ts";
import type { Diagnostic } from "../protocol/diagnostics.ts";
import { type PlannedObject, UNKNOWN } from "../protocol/value.ts";
import type { Behaviours } from "./behaviours.ts";
import { remainder, takenForGone } from "./closed-accounts.ts";
import { complete, idOf, seeded } from "./complete.ts";
import type { Configured } from "./configured.ts";
import { importIdMatches } from "../facts/import-id.ts";
import { equivalent } from "./plan.ts";
import { isPut } from "../facts/put.ts";
import type { ResourceShape } from "./shape.ts";
import { UNREADABLE } from "./unreadable.ts";
import { viewOf } from "./view.ts";

/** Region folder of resources without a region. */
const GLOBAL = "global";

/** Answer to a creation that another one, at the same time, was faster with. Constraints catch the usual case. */
const ALREADY_EXISTS: { readonly [type: string]: string } = {
  aws_iam_policy: "EntityAlreadyExists",
  aws_iam_role: "EntityAlreadyExists",
  aws_s3_bucket: "BucketAlreadyExists",
};

/** What was asked, in words for a message. */
type Verb = "creating" | "updating" | "deleting";

/** Creates (`prior` null) or updates a resource in the simulated cloud: the new state, or what AWS would have refused. */
export function applyResource(
  shape: ResourceShape,
  prior: Attributes | null,
  planned: PlannedObject,
  provider: Configured,
  cloud: Cloud,
  { constraints, consequences }: Pick<Behaviours, "constraints" | "consequences">,
): Attributes | Diagnostic[] {
  const caller = callerOf(shape, planned, provider);
  const view = viewOf(cloud, caller);
  const { id, attributes } = complete(shape, planned, caller, { cloud: view, ...(prior ? { prior } : {}) });
  const { type } = shape;
  const verb = prior === null ? "creating" : "updating";
  const subject = { type, attributes, id: prior === null ? undefined : id };
  for (const constraint of constraints[type] ?? []) {
    const refusal = constraint(subject, caller, view);
    if (refusal) return [refused(verb, type, id, refusal)];
  }
  const resource: StoredResource = {
    type,
    id,
    accountId: caller.accountId,
    region: regionOf(shape, caller),
    attributes,
  };
  if (prior === null && !isPut(type)) {
    if (cloud.create(resource)) {
      for (const made of consequences[type]?.(resource) ?? []) makeAbsent(made, cloud);
      return attributes;
    }
    const code = ALREADY_EXISTS[type] ?? "ResourceAlreadyExistsException";
    return [refused(verb, type, id, { code, message: `${id} already exists` })];
  }
  if (prior !== null && !cloud.get(resource.accountId, type, id, resource.region))
    return [refused(verb, type, id, gone(id))];
  if (prior === null) removeEarlier(resource, shape, cloud);
  cloud.put(resource);
  return attributes;
}

/** A setting of which there is one has an id that Terraform made up: setting it again is not a second one. */
function removeEarlier({ accountId, region, type }: StoredResource, { facts }: ResourceShape, cloud: Cloud): void {
  if (!String(facts.computedFormats["id"]).includes("{tfunique}")) return;
  for (const each of cloud.list(accountId, type)) if (each.region === region) cloud.remove(each);
}

/** One of a kind in its account and region, so another of the type stands for it. */
function makeAbsent(made: StoredResource, cloud: Cloud): void {
  const exists = cloud.list(made.accountId, made.type).some(({ region }) => region === made.region);
  if (!exists) cloud.create(made);
}

/** Removes a resource from the simulated cloud. One that is gone already is no error. */
export function deleteResource(
  shape: ResourceShape,
  prior: Attributes,
  provider: Configured,
  cloud: Cloud,
  { deleteConstraints }: Pick<Behaviours, "deleteConstraints">,
): Diagnostic[] {
  const caller = callerOf(shape, prior, provider);
  const view = viewOf(cloud, caller);
  const region = regionOf(shape, caller);
  const stored = cloud.get(caller.accountId, shape.type, idOf(shape, prior, caller, view), region);
  if (!stored || takenForGone(stored)) return [];
  // `force_destroy` and its like are in the state only, when it was imported or edited since.
  const subject = { ...stored, attributes: { ...stored.attributes, ...unreadable(shape, prior) } };
  for (const constraint of deleteConstraints[shape.type] ?? []) {
    const refusal = constraint(subject, caller, view);
    if (refusal) return [refused("deleting", shape.type, stored.id, refusal)];
  }
  const left = remainder(subject, new Date());
  if (left) cloud.put(left);
  else cloud.remove(stored);
  return [];
}

/** The resource as it is now, null when it is gone. `state` is itself when nothing differs. */
export function readResource(
  shape: ResourceShape,
  state: Attributes,
  provider: Configured,
  cloud: Cloud,
): Attributes | null {
  const caller = callerOf(shape, state, provider);
  const view = viewOf(cloud, caller);
  const stored = cloud.get(caller.accountId, shape.type, idOf(shape, state, caller, view), regionOf(shape, caller));
  if (!stored || takenForGone(stored)) return null;
  const read = attributesOf(shape, stored, caller, cloud);
  for (const { name, equivalence, writeOnly } of shape.attributes) {
    if (writeOnly) read[name] = null;
    else if (equivalence && equivalent(equivalence, read[name] ?? null, state[name] ?? null)) read[name] = state[name]!;
  }
  return { ...read, ...unreadable(shape, state) };
}

/**
 * State of an existing resource by its import id, with `@<region>` behind it for one outside the provider's region. Null
 * when there is none: Terraform then says that the object does not exist.
 */
export function importResource(
  shape: ResourceShape,
  importId: string,
  provider: Configured,
  cloud: Cloud,
): Attributes | null {
  const [, plain = importId, suffix] = /^(.*)@([a-z]{2,}-[a-z-]+-\d+)$/.exec(importId) ?? [];
  const region = shape.hasRegion ? (suffix ?? provider.region) : GLOBAL;
  const wanted = shape.hasRegion ? plain : importId;
  const found = cloud
    .list(provider.accountId, shape.type)
    .find((each) => each.region === region && importIdMatches(shape.facts.importId, each, wanted));
  if (!found || takenForGone(found)) return null;
  const caller = callerOf(shape, found.attributes, provider);
  const nothing = Object.fromEntries([...UNREADABLE].map((name) => [name, null]));
  return { ...attributesOf(shape, found, caller, cloud), ...unreadable(shape, nothing) };
}

/** Attributes of a stored resource. One that was put there with a few only is completed as if AWS had made it. */
function attributesOf(shape: ResourceShape, stored: StoredResource, caller: Caller, cloud: Cloud): Attributes {
  const { attributes, id } = stored;
  const names = [...shape.attributes, ...shape.blocks].map(({ name }) => name);
  if (names.every((name) => attributes[name] !== undefined)) return pick(attributes, names);
  const planned: PlannedObject = {
    ...pick(
      attributes,
      names.filter((name) => attributes[name] !== undefined),
    ),
  };
  for (const each of shape.attributes)
    if (planned[each.name] === undefined) planned[each.name] = each.default ?? (each.computed ? UNKNOWN : null);
  if (shape.hasRegion) planned["region"] = stored.region;
  if (attributes["id"] === undefined) planned["id"] = id;
  if (shape.hasTags) planned["tags_all"] = attributes["tags_all"] ?? attributes["tags"] ?? {};
  const random = seeded(`${shape.type}\0${id}`);
  return complete(shape, planned, caller, { cloud: viewOf(cloud, caller), random }).attributes;
}

function pick(attributes: Attributes, names: readonly string[]): Attributes {
  return Object.fromEntries(names.map((name) => [name, attributes[name]!]));
}

function unreadable(shape: ResourceShape, state: Attributes): Attributes {
  const names = [...shape.attributes, ...shape.blocks].map(({ name }) => name).filter((name) => UNREADABLE.has(name));
  return Object.fromEntries(names.map((name) => [name, state[name] ?? null]));
}

function callerOf(shape: ResourceShape, attributes: PlannedObject, provider: Configured): Caller {
  const { accountId, region, partition } = provider;
  const own = shape.hasRegion ? attributes["region"] : undefined;
  return { accountId, region: typeof own === "string" && own !== "" ? own : region, partition };
}

function regionOf(shape: ResourceShape, caller: Caller): string {
  return shape.hasRegion ? caller.region : GLOBAL;
}

function gone(id: string): Refusal {
  return { code: "ResourceNotFound", message: `${id} does not exist` };
}

function refused(verb: Verb, type: string, id: string, { code, message, attribute }: Refusal): Diagnostic {
  return {
    summary: `${verb} ${type} (${id}): api error ${code}: ${message}`,
    ...(attribute === undefined ? {} : { path: [attribute.split(".")[0]!] }),
  };
}
