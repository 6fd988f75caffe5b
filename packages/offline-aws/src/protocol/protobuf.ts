/**
 * The part of Protocol Buffers that the provider protocol needs, driven by tables of fields: the three wire types
 * varint, length-delimited and (skipped) fixed. Four times less to load than a general library, see the README.
 * Source of the encoding: https://protobuf.dev/programming-guides/encoding
 */

/** How a field is written. A table is a nested message. A map is a repeated message of `key` and `value`. */
export type FieldKind = "string" | "bytes" | "int" | "bool" | MessageTable;

/** Fields of a message by name: number, kind, and whether it is repeated. */
export type MessageTable = {
  readonly [name: string]: readonly [number: number, kind: FieldKind, repeated?: "repeated"];
};

/** A message in plain form. Absent fields are left out when decoded and not written when undefined. */
export type Message = { [name: string]: unknown };

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

const byNumber = new WeakMap<MessageTable, Map<number, readonly [string, FieldKind, boolean]>>();

function numbersOf(table: MessageTable): Map<number, readonly [string, FieldKind, boolean]> {
  let numbers = byNumber.get(table);
  if (!numbers) {
    numbers = new Map(
      Object.entries(table).map(([name, [number, kind, repeated]]) => [number, [name, kind, repeated !== undefined]]),
    );
    byNumber.set(table, numbers);
  }
  return numbers;
}

/** Reads a message. Fields the table does not name are skipped, as a newer peer may send them. */
export function decodeMessage(table: MessageTable, bytes: Buffer): Message {
  const numbers = numbersOf(table);
  const message: Message = {};
  let at = 0;
  const varint = (): number => {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("truncated protobuf message");
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    const field = numbers.get(tag >>> 3);
    if (wire === DELIMITED) {
      const end = varint() + at;
      if (end > bytes.length) throw new Error("truncated protobuf message");
      if (field) assign(message, field, bytes.subarray(at, end));
      at = end;
    } else if (wire === VARINT) {
      const value = varint();
      if (field) assign(message, field, value);
    } else if (wire === FIXED64) at += 8;
    else if (wire === FIXED32) at += 4;
    else throw new Error(`protobuf wire type ${wire} is not supported`);
  }
  return message;
}

function assign(message: Message, field: readonly [string, FieldKind, boolean], raw: Buffer | number): void {
  const [name, kind, repeated] = field;
  let value: unknown = raw;
  if (typeof raw === "number") value = kind === "bool" ? raw !== 0 : raw;
  else if (kind === "string") value = raw.toString("utf8");
  else if (typeof kind === "object") value = decodeMessage(kind, raw);
  if (repeated) ((message[name] ??= []) as unknown[]).push(value);
  else message[name] = value;
}

/** Writes a message. Undefined values are left out; zero is written, as it counts inside a `oneof`. */
export function encodeMessage(table: MessageTable, message: Message): Buffer {
  const chunks: Uint8Array[] = [];
  for (const name in message) {
    const value = message[name];
    const field = table[name];
    if (!field) throw new Error(`no such protobuf field: ${name}`);
    if (value === undefined) continue;
    const [number, kind, repeated] = field;
    if (repeated) for (const each of value as unknown[]) writeField(chunks, number, kind, each);
    else writeField(chunks, number, kind, value);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

function writeField(chunks: Uint8Array[], number: number, kind: FieldKind, value: unknown): void {
  if (kind === "int" || kind === "bool")
    chunks.push(Buffer.from([...varintBytes((number << 3) | VARINT), ...varintBytes(Number(value))]));
  else if (kind === "string") writeDelimited(chunks, number, Buffer.from(value as string, "utf8"));
  else if (kind === "bytes") writeDelimited(chunks, number, value as Uint8Array);
  else writeDelimited(chunks, number, encodeMessage(kind, value as Message));
}

function writeDelimited(chunks: Uint8Array[], number: number, bytes: Uint8Array): void {
  chunks.push(Buffer.from([...varintBytes((number << 3) | DELIMITED), ...varintBytes(bytes.length)]), bytes);
}

function varintBytes(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}
