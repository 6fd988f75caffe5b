import fs from "node:fs";
import path from "node:path";
import { JsonTextError, lineAndColumn, parseJsonText, type JsonNode } from "./json-text.ts";

/** `line:column message`, or nothing when the text is accepted. */
function problem(text: string): string | undefined {
  try {
    parseJsonText(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    return `${lineAndColumn(text, error.offset).join(":")} ${error.message}`;
  }
}

test.each<[text: string, message: string]>([
  ["", "1:1 the file ends where a value is missing"],
  ['{\n  "a": 1,\n', '3:1 the file ends where a key in double quotes, or "}", is missing'],
  ['{ "a": [1, 2', "1:13 the file ends where a comma or ] is missing"],
  ['{ "a": 1 "b": 2 }', '1:10 a comma or } is missing before "'],
  ['{ "a" 1 }', '1:7 a colon after "a" is missing before 1'],
  ['{ "a": 1, }', "1:9 a comma before } is one too many"],
  ["[1,\r\n 2,\r\n]", "2:3 a comma before ] is one too many"],
  ["{ // why\n }", "1:3 comments are not allowed"],
  ['{ "a": 1 /* why */ }', "1:10 comments are not allowed"],
  ['{ "a": 1 } # why', "1:12 # after the end of the value"],
  ["{ 'a': 1 }", "1:3 text stands in straight double quotes"],
  ["{ “a”: 1 }", "1:3 text stands in straight double quotes"],
  ['{ a: "b" }', "1:3 a key stands in double quotes"],
  ['{ "a": NaN }', "1:8 NaN is no value JSON knows"],
  ['{ "a": -Infinity }', "1:8 -Infinity is no value JSON knows"],
  ['{ "a": undefined }', "1:8 undefined is no value JSON knows"],
  ['{ "a": True }', "1:8 write true, false or null, in small letters"],
  ['{ "a": 0300 }', "1:8 0300 is no number as JSON writes them"],
  ['{ "a": +1 }', "1:8 +1 is no number as JSON writes them"],
  ['{ "a": .5 }', "1:8 .5 is no number as JSON writes them"],
  ['{ "a": 1. }', "1:8 1. is no number as JSON writes them"],
  ['{ "a": 0x10 }', "1:8 0x10 is no number as JSON writes them"],
  ['{ "a": 1_000 }', "1:8 1_000 is no number as JSON writes them"],
  ['{ "a": "b }', "1:8 the text that begins here lacks its closing quote"],
  ['{ "a": "b\nc" }', "1:8 the text that begins here lacks its closing quote"],
  ['{ "a": "\\x41" }', "1:9 \\x is no escape JSON knows"],
  ['{ "a": "b\tc" }', "1:10 the text has an invisible character, U+0009"],
  ['{ "a": "b\u200Bc" }', "1:10 the text has an invisible character, U+200B"],
  ['{ "a": "\\u202Ec" }', "1:8 the text has an invisible character, U+202E"],
  ['{ "a": "\\ud800" }', "1:8 the text has an invisible character, U+D800"],
  ['{ "a\u00A0": 1 }', "1:5 the text has an invisible character, U+00A0"],
  ['{ "a":\u00A01 }', "1:7 a value is missing before U+00A0"],
  ['{ "a": 1,\n  "b": 2,\n  "a": 3 }', '3:3 the key "a" is there twice, first in line 1'],
  ['{ "a": 1, "\\u0061": 3 }', '1:11 the key "a" is there twice, first in line 1'],
  ['{ "__proto__": {} }', '1:3 "__proto__" cannot be a key'],
  ["{} {}", "1:4 { after the end of the value"],
  ["[".repeat(100_000), "1:34 more than 32 levels deep"],
  ['{"a":'.repeat(100_000), "1:166 more than 32 levels deep"],
])("%j", (text, message) => expect(problem(text)).toMatch(new RegExp(`^${escaped(message)}`)));

test("places are those of the text, in whatever order and with whatever line ends", () => {
  const text = '{\r\n  "a": [10, { "b": null }],\r\n  "ü😀": "x"\r\n}\r\n';
  const tree = parseJsonText(text);
  const at = (...keys: string[]): string => {
    let node: JsonNode = tree;
    for (const key of keys) node = node.members.get(key)!.value;
    return `${lineAndColumn(text, node.start).join(":")} ${text.slice(node.start, node.end)}`;
  };
  expect(at("a", "0")).toBe("2:9 10");
  expect(at("a", "1", "b")).toBe("2:20 null");
  expect(at("ü😀")).toBe('3:10 "x"');
});

test("it accepts what JSON.parse accepts, and nothing else, in ten thousand damaged files", () => {
  const repository = path.resolve(import.meta.dirname, "../../..");
  const good = fs.readFileSync(path.join(repository, "accounts/shop-dev/account.json"), "utf8");
  const random = seeded(1);
  const pieces = [
    ...'{}[]:,"\\/',
    "0",
    "-1",
    "1e5",
    "1.5",
    "true",
    "null",
    '"a"',
    " ",
    "\n",
    "\\u00e9",
    "é",
    "\\n",
    "//",
  ];
  let accepted = 0;
  for (let round = 0; round < 10_000; round++) {
    let text = good;
    for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
      const at = Math.floor(random() * text.length);
      const piece = pieces[Math.floor(random() * pieces.length)]!;
      text = text.slice(0, at) + (random() < 0.7 ? piece : "") + text.slice(at + Math.floor(random() * 3));
    }
    const ours = problem(text);
    // Stricter on purpose.
    if (ours !== undefined && / is there twice| invisible character/.test(ours)) continue;
    expect([text, ours === undefined]).toEqual([text, isJson(text)]);
    if (ours === undefined) accepted++;
  }
  expect(accepted).toBeGreaterThan(500);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
