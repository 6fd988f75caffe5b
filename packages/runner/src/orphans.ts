import { importIdFor, isPut } from "@archipelago/offline-aws/facts";
import { canonicalJson, type Json, type JsonObject, type StateResource } from "@archipelago/terraform";
import type { StartedApply } from "./apply-journal.ts";
import type { PlannedCreation } from "./planned-creations.ts";

/** A resource that exists, or may exist, and that the state does not know. */
export interface Orphan {
  readonly address: string;
  readonly type: string;
  /** Name of the apply that made it. */
  readonly apply: string;
  /** As the journal has it; undefined when Terraform was killed before it learned of it. */
  readonly id: string | undefined;
}

/** An orphan that an import block takes over. */
export interface Adoptable extends Orphan {
  readonly importId: string;
}

/** What interrupted applies left. */
export interface Orphans {
  readonly adoptable: readonly Adoptable[];
  /** With the reason. */
  readonly others: readonly (Orphan & { readonly why: string })[];
}

/** What is known besides the journals. */
export interface Surroundings {
  readonly accountId: string;
  /** The provider's; a resource of another region has it in its import id. */
  readonly region: string;
  /** What the state holds. */
  readonly instances: readonly StateResource[];
  /** Whether the configuration has a resource of this address. */
  readonly isConfigured: (address: string) => boolean;
  /** Everything of a type that exists in the account; undefined where nobody can say. */
  readonly existing: (type: string) => readonly { readonly id: string; readonly attributes: JsonObject }[] | undefined;
}

interface Entry extends Orphan, PlannedCreation {
  /** Attribute that `id` is the value of: of a type without an `id`, Terraform names objects by `name` or `tags.Name`. */
  readonly idKey: string;
}

/** Compares what interrupted applies made with what the state holds. */
export function orphansOf(applies: readonly StartedApply[], around: Surroundings): Orphans {
  const entries = new Map(applies.flatMap(created).map((entry) => [entry.address, entry]));
  const current = around.instances.filter(({ deposed }) => deposed === undefined);
  const inState = new Map(current.map((instance) => [instance.address, instance]));
  const adoptable: Adoptable[] = [];
  const others: (Orphan & { why: string })[] = [];
  for (const entry of entries.values()) {
    const { address, type, apply } = entry;
    const known = inState.get(address);
    // Whatever address it has by now: what the state holds must never be listed as something to delete.
    if (entry.id === undefined ? known !== undefined : around.instances.some((each) => isMade(each, entry))) continue;
    // Making it once more takes over what is there.
    const harmless =
      around.isConfigured(address) && isPut(type) && (entry.id === undefined || importIdOf(entry) === undefined);
    if (harmless) continue;
    const found = entry.id === undefined ? find(entry) : entry.id;
    if (found === "nothing") continue;
    const orphan = { address, type, apply, id: found };
    const importId = importIdOf({ ...entry, id: found });
    if (known !== undefined) others.push({ ...orphan, why: "the state holds another object under this address" });
    else if (!around.isConfigured(address)) others.push({ ...orphan, why: "the configuration no longer has it" });
    else if (importId !== undefined) adoptable.push({ ...orphan, importId });
    else if (found !== undefined)
      others.push({ ...orphan, why: "it cannot be imported, or not all of its import id is known" });
    else others.push({ ...orphan, why: "Terraform was killed while it was being made: it may exist" });
  }
  return { adoptable, others };

  function importIdOf(entry: Entry): string | undefined {
    const id = importIdFor(entry.type, (name) => plain(attributeOf(entry, name)));
    const { region } = entry.values;
    return id !== undefined && typeof region === "string" && region !== around.region ? `${id}@${region}` : id;
  }

  function attributeOf(entry: Entry, name: string): Json | undefined {
    const own: JsonObject = { account: around.accountId, account_id: around.accountId, region: around.region };
    if (name === entry.idKey) return entry.id;
    const value = entry.values[name];
    if (value !== undefined) return value;
    const reference = entry.references[name];
    if (reference === undefined) return own[name];
    const other = entries.get(reference.address);
    const stored = inState.get(reference.address)?.attributes[reference.attribute];
    if (stored !== undefined && stored !== null) return stored;
    if (other?.id === undefined) return undefined;
    // Of another orphan the journal has the id, and its plan what was known of it.
    return reference.attribute === "id"
      ? other.id
      : (other.values[reference.attribute] ?? attributeById(other, reference.attribute));
  }

  /** An attribute that is the id under another name, for example the ARN of a topic. */
  function attributeById({ type, id }: Entry, attribute: string): Json | undefined {
    return importIdFor(type, (name) => (name === "id" ? id : undefined)) === id &&
      attribute === "arn" &&
      id?.startsWith("arn:")
      ? id
      : undefined;
  }

  /** What the journals know the id of, and what has been found so far. */
  function made(): (JsonObject & { readonly type: string })[] {
    const all = [...entries.values(), ...adoptable.map(({ address, id }) => ({ ...entries.get(address)!, id }))];
    return all.flatMap(({ type, id, values }) => (id === undefined ? [] : [{ ...values, type, id }]));
  }

  /** In flight when Terraform was killed: looked for among what exists, by all that the plan knew of it. */
  function find(entry: Entry): string | "nothing" | undefined {
    const all = around.existing(entry.type);
    if (all === undefined) return undefined;
    // Ids are unique within a type and a region.
    const taken = new Set(
      [...around.instances.map(({ type, attributes }) => ({ type, ...attributes })), ...made()].flatMap((each) =>
        each.type === entry.type ? [keyOf(each)] : [],
      ),
    );
    const match = all.find(
      ({ id, attributes }) => !taken.has(keyOf({ ...attributes, id })) && isLike(attributes, entry, attributeOf),
    );
    return match?.id ?? "nothing";
  }
}

/** Whether an object of the state, the current one of its address or a deposed one, is what an apply made. */
function isMade({ type, address, attributes }: StateResource, made: Entry): boolean {
  const regions = [attributes["region"], made.values["region"]].filter((region) => typeof region === "string");
  if (type !== made.type || new Set(regions).size > 1) return false;
  const path = made.idKey.split(".");
  const value = path.reduce<Json | undefined>((part, key) => (part as JsonObject | undefined)?.[key], attributes);
  // Many may have one tag.
  return value === made.id && (path.length === 1 || address === made.address);
}

function keyOf({ id, region = null }: JsonObject): string {
  return JSON.stringify([id, region]);
}

/** Whether a resource that exists has every value that was planned for it. */
function isLike(
  attributes: JsonObject,
  entry: Entry,
  attributeOf: (entry: Entry, name: string) => Json | undefined,
): boolean {
  return [...Object.keys(entry.values), ...Object.keys(entry.references)].every((name) => {
    const wanted = attributeOf(entry, name);
    return wanted === undefined || sorted(attributes[name] ?? null) === sorted(wanted);
  });
}

/** Sets come in any order. */
function sorted(value: Json): string {
  return Array.isArray(value)
    ? value
        .map((each: Json) => canonicalJson(each))
        .sort()
        .join()
    : canonicalJson(value);
}

/** What an apply created, and what it may have created. */
function created({ name, creations, journal, complete }: StartedApply): Entry[] {
  // A provider that died has said nothing of what it was making, and Terraform does not say which those were.
  const errors = journal.flatMap(({ diagnostic }) => (diagnostic?.severity === "error" ? [diagnostic] : []));
  const crashed = errors.some(isCrash);
  const refused = new Set(errors.filter((error) => !isCrash(error)).map(({ address }) => address));
  // Of an apply whose last seconds nobody knows, everything may have been begun.
  const unseen = complete ? [] : Object.entries(creations);
  const begun = { apply: name, id: undefined, idKey: "id" };
  const found = new Map<string, Entry>(
    unseen.map(([address, creation]) => [address, { ...begun, address, ...creation }]),
  );
  for (const { type: event, hook = {} } of journal) {
    const address = hook.resource?.addr ?? "";
    const creation = creations[address];
    if (hook.action !== "create" || creation === undefined) continue;
    const entry = { ...begun, address, ...creation };
    if (event === "apply_start") found.set(address, entry);
    if (event === "apply_complete")
      found.set(address, { ...entry, id: hook.id_value, idKey: hook.id_key ?? begun.idKey });
    if (event === "apply_errored" && (!crashed || refused.has(address))) found.delete(address);
  }
  return [...found.values()];
}

function isCrash({ summary }: { readonly summary: string }): boolean {
  return /^(Plugin did not respond|Request cancelled)/.test(summary);
}

/** Values that an id may be made of. */
function plain(value: Json | undefined): ReturnType<Parameters<typeof importIdFor>[1]> {
  return value as ReturnType<Parameters<typeof importIdFor>[1]>;
}
