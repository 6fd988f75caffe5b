import { encode, ExtData } from "@msgpack/msgpack";
import { decodeValue, encodeValue, isKnown, UNKNOWN } from "./value.ts";

test("values and unknown ones, refined or not", () => {
  const value = { a: null, b: [1, 2.5, "x", true], c: UNKNOWN, d: { e: [UNKNOWN] } };
  expect(decodeValue(encodeValue(value))).toEqual(value);
  const refined = encode({ name: new ExtData(12, encode({ 1: false })) });
  expect(decodeValue({ msgpack: refined })).toEqual({ name: UNKNOWN });
  expect(decodeValue(undefined)).toBeNull();
  expect(decodeValue({ json: Buffer.from('{"a":1}') })).toEqual({ a: 1 });
});

test("known means known all through", () => {
  expect(isKnown({ a: [1, { b: null }] })).toBe(true);
  expect(isKnown({ a: [1, { b: UNKNOWN }] })).toBe(false);
});
