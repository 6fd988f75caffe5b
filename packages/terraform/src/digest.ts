import { createHash } from "node:crypto";
import { comparison } from "./attributes.ts";
import { canonicalJson, isArray, isObject } from "./json.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Plan } from "./plan.ts";

/**
 * What a plan does, as one number: equal digests mean that a reviewer saw exactly what apply will do. Covers
 * addresses, actions, values before and after, replacements, moves, imports, forgets, leftovers and output changes.
 * Leaves out data reads, no-ops, time stamps and the order of the list. A sensitive value enters as whether it
 * changes, never itself: a public digest of a weak secret can be guessed.
 * @returns sha256, 64 hexadecimal digits
 */
export function planDigest(plan: Plan): string {
  return sha256(planContent(plan));
}

/** What the digest of a plan covers, in one order: for the review to keep beside it. Holds no sensitive value. */
export function planContent(plan: Plan): PlanContent {
  const known = contents.get(plan);
  if (known) return known;
  const changes = plan.changes
    .filter(({ kind }) => kind !== "no-op" && kind !== "read")
    .map((change) => ({
      address: change.address,
      actions: change.actions,
      deposed: change.deposed ?? null,
      previousAddress: change.previousAddress ?? null,
      importingId: change.importingId ?? null,
      replacePaths: [...change.replacePaths].sort(),
      values: comparison(change),
    }));
  const outputs = plan.outputs.map(({ name, actions, ...values }) => ({ name, actions, values: comparison(values) }));
  const content = { changes: sorted(changes), outputs: sorted(outputs), invocations: [...plan.invocations].sort() };
  contents.set(plan, content);
  return content;
}

// The digest of a plan and the review of it cover the same.
const contents = new WeakMap<Plan, PlanContent>();

/** {@link planContent}: each change and output as canonical JSON values. */
export interface PlanContent extends JsonObject {
  readonly changes: readonly JsonObject[];
  readonly outputs: readonly JsonObject[];
  readonly invocations: readonly string[];
}

function sorted(items: readonly JsonObject[]): JsonObject[] {
  const texts = new Map(items.map((item) => [item, canonicalJson(item)]));
  return [...items].sort((one, other) => (texts.get(one)! < texts.get(other)! ? -1 : 1));
}

/**
 * What a synthesised configuration says, whoever synthesised it and where: without cdktf's `//` notes, and with the
 * absolute paths in backend and provider blocks (state file, credentials files) cut to their last part.
 * @param cdkTfJson text of a cdk.tf.json
 * @returns sha256, 64 hexadecimal digits
 */
export function configurationDigest(cdkTfJson: string): string {
  const { "//": _notes, ...blocks } = JSON.parse(cdkTfJson) as JsonObject;
  return sha256(mapValues(blocks, (value, name) => block(value, name, BLOCK_LABELS[name] ?? 0)));
}

// How many labels a block has: `resource` has type and name. Below them begins the body, where `//` is a note to
// Terraform too; deeper down it may be somebody's key.
const BLOCK_LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  module: 1,
  output: 1,
  variable: 1,
  provider: 1,
  check: 1,
};

function block(value: Json, kind: string, labels: number): Json {
  if (isArray(value)) return value.map((item) => block(item, kind, labels));
  if (!isObject(value)) return value;
  const { "//": _notes, ...rest } = value;
  if (labels > 0) return mapValues(rest, (inner) => block(inner, kind, labels - 1));
  if (kind === "provider") return withoutDirectories(rest);
  if (kind === "terraform" && rest["backend"] !== undefined) {
    return { ...rest, backend: withoutDirectories(rest["backend"]) };
  }
  return rest;
}

function withoutDirectories(value: Json): Json {
  if (typeof value === "string") return value.replace(/^(\/|~\/|[A-Za-z]:[\\/]).*[\\/](?=[^\\/]*$)/, "");
  if (isArray(value)) return value.map(withoutDirectories);
  return isObject(value) ? mapValues(value, withoutDirectories) : value;
}

function mapValues(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

function sha256(value: Json): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
