/** A value of a JSON text and where it is written. */
export interface JsonNode {
  /** Offsets of its first character and of the one after its last. */
  readonly start: number;
  readonly end: number;
  /** Of an object by key, of an array by index. */
  readonly members: ReadonlyMap<string, JsonMember>;
}

export interface JsonMember {
  /** Offset of the key; of an array's item, that of the value. */
  readonly start: number;
  readonly value: JsonNode;
}

/** Why a text is not the JSON we accept, and where. */
export class JsonTextError extends Error {
  override readonly name = "JsonTextError";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** Far above what any of our files needs, far below what a stack of calls can take. */
const MAXIMUM_DEPTH = 32;

type Mistakes = readonly (readonly [pattern: RegExp, message: string])[];

// What people write who know JavaScript, Python, YAML or JSON with comments.
const MISTAKES: Mistakes = [
  [/\/[/*]|#/y, "comments are not allowed"],
  [/'|`|[\u2018-\u201F]/y, 'text stands in straight double quotes: "..."'],
  [/[A-Za-z_$][\w$-]*\s*:/y, "a key stands in double quotes"],
];
const VALUE_MISTAKES: Mistakes = [
  ...MISTAKES,
  [/(?:[-+]?(?:NaN|Infinity|inf)|undefined|None|nil)\b/y, "is no value JSON knows"],
  [/(?:True|TRUE|False|FALSE|yes|no|Null|NULL)\b/y, "write true, false or null, in small letters"],
  [/[-+.]?[0-9]/y, "is no number as JSON writes them, for example 300, -1 or 0.5"],
];

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?(?![\w.+-])/y;
const WORD = /(?:true|false|null)(?!\w)/y;
const TEXT = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u00A0\u3164\u2800]/u;

/**
 * Reads a JSON text (RFC 8259), for the places of its values: JSON.parse tells neither these nor that a key is there
 * twice, and its messages differ between versions of Node.
 *
 * Besides what RFC 8259 refuses: a key that is there twice, `__proto__`, text with invisible characters, and depth.
 *
 * @throws JsonTextError with the first mistake
 */
export function parseJsonText(text: string): JsonNode {
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const space = (): void => void (at += match(/[ \t\r\n]*/y)!.length);

  const unexpected = (wanted: string, mistakes = MISTAKES): JsonTextError => {
    if (at >= text.length) return new JsonTextError(`the file ends where ${wanted} is missing`, at);
    for (const [pattern, message] of mistakes) {
      const found = match(pattern);
      if (found !== undefined)
        return new JsonTextError(/^is /.test(message) ? `${firstWord(text, at)} ${message}` : message, at);
    }
    return new JsonTextError(`${wanted} is missing before ${firstWord(text, at)}`, at);
  };

  const string = (wanted: string): string => {
    const token = match(TEXT);
    if (token === undefined) throw text[at] === '"' ? unfinished(text, at) : unexpected(wanted);
    const value = JSON.parse(token) as string;
    const invisible = INVISIBLE.exec(value)?.[0];
    if (invisible !== undefined) {
      const offset = token.indexOf(invisible);
      throw new JsonTextError(`the text has an invisible character, ${codePoint(invisible)}`, at + Math.max(offset, 0));
    }
    at += token.length;
    return value;
  };

  /** The members of an object or array whose opening bracket is at hand. */
  const members = (close: "}" | "]", depth: number): Map<string, JsonMember> => {
    if (depth > MAXIMUM_DEPTH) throw new JsonTextError(`more than ${MAXIMUM_DEPTH} levels deep`, at);
    const found = new Map<string, JsonMember>();
    at++;
    space();
    for (let first = true; text[at] !== close; first = false) {
      if (!first) {
        if (text[at] !== ",") throw unexpected(`a comma or ${close}`);
        const comma = at++;
        space();
        if (text[at] === close) throw new JsonTextError(`a comma before ${close} is one too many`, comma);
      }
      const start = at;
      let key = String(found.size);
      if (close === "}") {
        key = string('a key in double quotes, or "}",');
        const twin = found.get(key);
        if (twin)
          throw new JsonTextError(`the key "${key}" is there twice, first in ${placeIn(text, twin.start)}`, start);
        if (key === "__proto__") throw new JsonTextError(`"__proto__" cannot be a key`, start);
        space();
        if (text[at] !== ":") throw unexpected(`a colon after "${key}"`);
        at++;
        space();
      }
      found.set(key, { start, value: value(depth + 1) });
      space();
    }
    at++;
    return found;
  };

  const value = (depth: number): JsonNode => {
    const start = at;
    const first = text[at];
    let inner: ReadonlyMap<string, JsonMember> = new Map();
    if (first === "{" || first === "[") inner = members(first === "{" ? "}" : "]", depth);
    else if (first === '"') string("a value");
    else {
      const token = match(NUMBER) ?? match(WORD);
      if (token === undefined) throw unexpected("a value", VALUE_MISTAKES);
      at += token.length;
    }
    return { start, end: at, members: inner };
  };

  space();
  const result = value(0);
  space();
  if (at < text.length) throw new JsonTextError(`${firstWord(text, at)} after the end of the value`, at);
  return result;
}

/** A text that begins but does not end as it should. */
function unfinished(text: string, start: number): JsonTextError {
  const wrong = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/uy;
  wrong.lastIndex = start;
  const at = start + (wrong.exec(text)?.[0].length ?? 0);
  const character = text[at];
  if (character === undefined || character === "\n" || character === "\r")
    return new JsonTextError("the text that begins here lacks its closing quote", start);
  if (character === "\\") return new JsonTextError(`${text.slice(at, at + 2)} is no escape JSON knows`, at);
  return new JsonTextError(`the text has an invisible character, ${codePoint(character)}`, at);
}

function firstWord(text: string, at: number): string {
  const word = /[\w.+-]{1,40}|./suy;
  word.lastIndex = at;
  const found = word.exec(text)?.[0] ?? "";
  return INVISIBLE.test(found) ? codePoint(found) : found;
}

/** `U+200B`: a character that cannot be shown, or looks like another. */
export function codePoint(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Line and column of an offset as editors count them, from 1. */
export function lineAndColumn(text: string, offset: number): readonly [line: number, column: number] {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return [lines.length, lines.at(-1)!.length + 1];
}

function placeIn(text: string, offset: number): string {
  return `line ${lineAndColumn(text, offset)[0]}`;
}
