import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { seeded } from "./random-edits.ts";

/** A wrong version of a configuration file. */
export interface Mutation {
  readonly name: string;
  /** What the file holds, or what makes it. */
  readonly content: string | Buffer | ((file: string) => void);
  /** What the message says, besides the file. */
  readonly message?: RegExp;
  /** What stands where the message points. */
  readonly at?: string;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A part of a JSON Schema, as packages/account-stack/schemas has them. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | false;
}

export function writeMutation(file: string, { content }: Mutation): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (typeof content === "function") content(file);
  else fs.writeFileSync(file, content);
}

const format = (value: Json): string => `${JSON.stringify(value, null, 2)}\n`;

/** What can be wrong with any JSON file, whatever it is about. */
export function textMutations(valid: { [key: string]: Json }, outside: string): Mutation[] {
  const text = format(valid);
  const keys = Object.keys(valid);
  const [first = ""] = keys;
  const after = (brace: string): string => text.replace("{", `{${brace}`);
  const random = seeded(text.length);
  const truncated = Array.from({ length: 12 }, () => 1 + Math.floor(random() * (text.trimEnd().length - 2)));
  return [
    ...truncated.map((end) => ({
      name: `ends after ${end}`,
      content: text.slice(0, end),
      message: /ends where|quote/,
    })),
    ...keys.map((key) => ({
      name: `${key} twice`,
      content: text.replace(/\n\}\n$/, `,\n  ${JSON.stringify(key)}: 1\n}\n`),
      message: new RegExp(`the key "${key.replace("$", "\\$")}" is there twice, first in line \\d+`),
      at: JSON.stringify(key),
    })),
    { name: "empty", content: "", message: /is empty/ },
    { name: "spaces", content: " \r\n\t\n", message: /is empty/ },
    { name: "a list", content: "[]\n", message: /expected object \(found \[\]\)/, at: "[]" },
    { name: "null", content: "null", message: /expected object \(found null\)/, at: "null" },
    { name: "a text", content: '"{}"', message: /expected object/, at: '"{}"' },
    { name: "a number", content: "-0", message: /expected object/, at: "-0" },
    { name: "two values", content: text + text, message: /after the end of the value/, at: "{" },
    { name: "a line comment", content: after(" // why"), message: /comments are not allowed/, at: "// why" },
    { name: "a block comment", content: after("/* why */"), message: /comments are not allowed/, at: "/* why" },
    { name: "a YAML comment", content: `# why\n${text}`, message: /comments are not allowed/, at: "# why" },
    { name: "a comma too many", content: text.replace(/\n\}\n$/, ",\n}\n"), message: /one too many/, at: ",\n}" },
    { name: "no comma", content: text.replace(",\n", "\n"), message: /a comma or \} is missing/ },
    { name: "single quotes", content: text.replaceAll('"', "'"), message: /double quotes/, at: `'${first}` },
    { name: "curly quotes", content: text.replaceAll('"', "“"), message: /double quotes/, at: `“${first}` },
    { name: "no quotes", content: text.replace(`"${first}"`, "name"), message: /a key stands in double/, at: "name" },
    ...["NaN", "Infinity", "undefined", "None", "True", "0x10", "1_000", "01", "+1", "1.", ".5"].map((token) => ({
      name: token,
      content: after(`"x": ${token},`),
      message: /no value JSON knows|in small letters|is no number/,
      at: token,
    })),
    { name: "__proto__", content: after('"__proto__": {},'), message: /"__proto__" cannot/, at: '"__proto__"' },
    {
      name: "constructor",
      content: after('"constructor": {},'),
      message: /constructor: unknown key/,
      at: '"constructor"',
    },
    { name: "a zero-width key", content: after('"own\u200Ber": "",'), message: /invisible character, U\+200B/ },
    { name: "a Cyrillic key", content: after('"оwner": "",'), message: /оwner: unknown key.*\(/, at: '"оwner"' },
    { name: "text that runs backwards", content: after('"\u202Eevil": 1,'), message: /invisible character, U\+202E/ },
    { name: "a NUL", content: text.replace(first, `${first}\0`), message: /invisible character, U\+0000/, at: "\0" },
    { name: "half a character", content: after('"\\ud83d": 1,'), message: /invisible character, U\+D83D/ },
    { name: "deep lists", content: after(`"x": ${"[".repeat(100_000)}`), message: /more than 32 levels deep/ },
    { name: "deep objects", content: '{"a":'.repeat(100_000), message: /more than 32 levels deep/ },
    { name: "5 MB of spaces", content: text + " ".repeat(5_000_000), message: /has 4\.8 MiB\n {2}allowed: 1 MiB/ },
    { name: "5 MB of text", content: after(`"x": "${"x".repeat(5_000_000)}",`), message: /has 4\.8 MiB/ },
    { name: "a million letters", content: after(`"${"x".repeat(1_000_000)}": 1,`), message: /unknown key/ },
    { name: "UTF-16", content: Buffer.from(`\uFEFF${text}`, "utf16le"), message: /is UTF-16, not UTF-8/ },
    { name: "Latin-1", content: Buffer.from(text.replace(first, "stra\u00DFe"), "latin1"), message: /is not UTF-8/ },
    { name: "overlong UTF-8", content: Buffer.from([0x7b, 0xc0, 0xaf, 0x7d]), message: /is not UTF-8/ },
    { name: "a program", content: fs.readFileSync(process.execPath).subarray(0, 4096), message: /is not UTF-8/ },
    { name: "a folder", content: (file) => fs.mkdirSync(file), message: /is not a file/ },
    { name: "a pipe", content: (file) => void execFileSync("mkfifo", [file]), message: /is not a file/ },
    { name: "a link to nothing", content: (file) => fs.symlinkSync("nowhere", file), message: /ENOENT/ },
    { name: "a link to itself", content: (file) => fs.symlinkSync(path.basename(file), file), message: /to itself/ },
    { name: "a link out", content: (file) => fs.symlinkSync(outside, file), message: /leads out of the repository/ },
  ];
}

/** Values that are refused wherever the schema wants another type, and texts and numbers that no key takes. */
const VALUES: readonly (readonly [token: string, types: readonly string[]])[] = [
  ["null", []],
  ["true", ["boolean"]],
  ["12.5", ["number"]],
  ["[]", []],
  ["{}", ["object"]],
  ['""', []],
  [JSON.stringify("x".repeat(10_000)), []],
  ["-1", []],
  ["1e400", []],
  ["1e21", []],
];

/** A wrong value for every key a schema knows, every required key left out, and an unknown key in every object. */
export function schemaMutations(schema: Schema, valid: { [key: string]: Json }): Mutation[] {
  const mutations: Mutation[] = [];
  const add = (
    name: string,
    path: readonly string[],
    token: string,
    rest: Omit<Mutation, "name" | "content">,
  ): void => {
    const marker = "\u0001";
    const text = format(withValue(valid, path, marker)).replace(JSON.stringify(marker), token);
    mutations.push({ name, content: text, ...rest });
  };
  const visit = (part: Schema, path: readonly string[]): void => {
    const place = path.join(".");
    if (path.length > 0 && part.type !== undefined) {
      for (const [token, types] of VALUES) {
        if (types.includes(part.type) || (token === "[]" && part.type === "array")) continue;
        add(`${place}: ${token.slice(0, 9)}`, path, token, { at: token });
      }
    }
    if (part.additionalProperties === false) {
      // Elsewhere the message begins with what else is missing.
      const alone = path[0] === undefined || path[0] in valid;
      add(`${place}: an unknown key`, [...path, "unknownKey"], "1", {
        message: /unknownKey: unknown key/,
        ...(alone && { at: '"unknownKey"' }),
      });
    }
    for (const [key, inner] of Object.entries(part.properties ?? {}))
      if (key !== "$schema") visit(inner, [...path, key]);
    for (const key of path.length === 0 ? (part.required ?? []) : []) {
      const { [key]: _, ...rest } = valid;
      mutations.push({ name: `no ${key}`, content: format(rest), message: new RegExp(`${key}: is missing`), at: "{" });
    }
  };
  visit(schema, []);
  return mutations;
}

function withValue(object: { [key: string]: Json }, [key = "", ...rest]: readonly string[], value: Json): Json {
  const inner = object[key];
  if (rest.length === 0) return { ...object, [key]: value };
  const nested = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? inner : {};
  return { ...object, [key]: withValue(nested, rest, value) };
}
