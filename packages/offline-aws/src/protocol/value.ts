import { Decoder, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import type { Value } from "../contract.ts";

/** A value that is not known before apply. There is one; compare with `===`. */
export class Unknown {
  toJSON(): string {
    return "(known after apply)";
  }
}
export const UNKNOWN = new Unknown();

/** A Terraform value while planning: parts of it may be unknown. */
export type Planned = Value | Unknown | Planned[] | { [name: string]: Planned };
/** An object of {@link Planned} values: a resource's attributes and blocks while planning. */
export type PlannedObject = { [name: string]: Planned };

// Extension 0 is a plain unknown value, 12 one with refinements (not null, a prefix ...), which are dropped: they only
// sharpen messages. Source: the public documentation of the provider protocol's object wire format.
const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: 0,
  encode: (object) => (object instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: 12, encode: () => null, decode: () => UNKNOWN });

const decoder = new Decoder({ extensionCodec });
const encoder = new Encoder({ extensionCodec });

/** A value as it travels: MessagePack from Terraform, either form to it. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

/** Reads a value. An absent one is null. */
export function decodeValue(value: DynamicValue | undefined): Planned {
  if (value?.msgpack) return decoder.decode(value.msgpack) as Planned;
  if (value?.json) return JSON.parse(Buffer.from(value.json).toString("utf8")) as Value;
  return null;
}

/** Writes a value. */
export function encodeValue(value: Planned): DynamicValue {
  return { msgpack: encoder.encode(value) };
}

/**
 * Writes a known value as JSON, the form of the state file. What ReadResource answers must be: Terraform compares the
 * numbers of a refreshed state with those of the file by their precision too, which MessagePack does not carry, and
 * `plan -refresh-only -detailed-exitcode` would always find a difference (seen in 1.11.4).
 */
export function encodeKnown(value: Value): DynamicValue {
  return { json: Buffer.from(JSON.stringify(value)) };
}

/** Whether no part of the value is unknown. */
export function isKnown(value: Planned | undefined): value is Value {
  if (value === UNKNOWN) return false;
  if (value === null || typeof value !== "object") return true;
  if (Array.isArray(value)) return value.every(isKnown);
  return Object.values(value).every(isKnown);
}
