import { decodeMessage, encodeMessage, type MessageTable } from "./protobuf.ts";

const inner: MessageTable = { name: [1, "string"], index: [3, "int"] };
const table: MessageTable = {
  text: [1, "string"],
  bytes: [2, "bytes"],
  number: [3, "int"],
  flag: [4, "bool"],
  one: [5, inner],
  many: [16, inner, "repeated"],
};

test("a message comes back as it was", () => {
  const message = {
    text: "snowman ☃",
    bytes: Buffer.from([0, 255]),
    number: 2 ** 40,
    flag: true,
    one: { name: "x", index: 0 },
    many: [{ name: "a" }, { index: 300 }],
  };
  expect(decodeMessage(table, encodeMessage(table, message))).toEqual(message);
});

test("the bytes are those of the specification", () => {
  // The example of the encoding guide: field 1, varint 150; field 2, "testing".
  expect(encodeMessage({ a: [1, "int"] }, { a: 150 }).toString("hex")).toBe("089601");
  expect(encodeMessage({ b: [2, "string"] }, { b: "testing" }).toString("hex")).toBe("120774657374696e67");
});

test("undefined is left out; fields nobody knows are skipped", () => {
  expect(encodeMessage(table, { text: undefined, number: undefined })).toHaveLength(0);
  const newer: MessageTable = { ...table, later: [99, "string"], fixed: [98, "int"] };
  const bytes = encodeMessage(newer, { text: "a", later: "?", fixed: 1, flag: true });
  expect(decodeMessage(table, bytes)).toEqual({ text: "a", flag: true });
});

test("a truncated message is an error, not a shorter message", () => {
  const bytes = encodeMessage(table, { text: "abcdef" });
  expect(() => decodeMessage(table, bytes.subarray(0, 4))).toThrow("truncated");
  expect(() => encodeMessage(table, { nonsense: 1 })).toThrow("no such protobuf field: nonsense");
});
