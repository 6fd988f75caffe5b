import { secretForms } from "@archipelago/account-stack/secret-forms";

/**
 * What may be a secret although Terraform does not mark it as one: an environment variable of a function, a start
 * script, a definition of a container. When in doubt it is not shown: the reviewer still sees that it changes.
 */

/** Stands in place of a value that looks like a secret. */
export const concealed = "(not shown: looks like a secret)";

/** Names whose text is a secret: the words a name ends with. */
const secretNames: readonly (readonly string[])[] = [
  ["password"],
  ["passwords"],
  ["passwd"],
  ["passphrase"],
  ["pwd"],
  ["secret"],
  ["token"],
  ["tokens"],
  ["credential"],
  ["credentials"],
  ["apikey"],
  ["api", "key"],
  ["access", "key"],
  ["private", "key"],
  ["secret", "key"],
  ["signing", "key"],
  ["encryption", "key"],
  ["shared", "key"],
  ["connection", "string"],
  ["database", "url"],
  ["user", "data", "base64"],
];

/** Words that may follow, and change nothing: `password_wo`, `SECRET_VALUE`, `TOKEN_2`. */
const trailing =
  /^(\d+|value|values|string|text|plaintext|wo|base64|hash|old|new|current|previous|default|dev|staging|prod)$/;

/**
 * Forms besides those `check` refuses: too many harmless values have them to refuse one. Any text after a word for a secret, as
 * in shell, dotenv, INI and YAML; any password in an address; any credentials in a header.
 */
const doubtfulForms: readonly RegExp[] = [
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"]*:[^\s/@"]+@/i,
  /\b(bearer|basic)\s+[\w+/.~-]{16,}={0,2}/i,
  /(password|passwd|pwd|secret|token|api_?key|(secret|private|access)_?key)["']?\s*[=:]\s*["']?(?!arn:|\$|\{|\[|true\b|false\b|null\b|["'\s])[^\s"',;]{4,}/i,
];
const hiddenForms: readonly RegExp[] = [...secretForms.map(([, form]) => form), ...doubtfulForms];

/** Values that name where a secret is, or are no text one could use. */
const reference = /^(arn:[\w-]+:|\{\{resolve:|alias\/|\$\{|$)/;

/** Whether a name is that of a secret: `DB_PASSWORD`, `masterPassword`, `api-key`; not `password_length`. */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
  while (words.length > 1 && trailing.test(words.at(-1)!)) words.pop();
  return secretNames.some((ending) =>
    ending.every((word, index) => words[words.length - ending.length + index] === word),
  );
}

/** Whether a text has the form of a secret anywhere in it. */
export function hasSecretForm(text: string): boolean {
  return hiddenForms.some((form) => form.test(text));
}

/** Whether a value holds a secret, given the name it stands under. Looks into lists, objects and JSON in text. */
export function holdsSecret(value: unknown, name = ""): boolean {
  if (typeof value === "string") {
    if (reference.test(value)) return hasSecretForm(value);
    return isSecretName(name) || hasSecretForm(value) || holdsSecret(jsonIn(value));
  }
  if (Array.isArray(value)) return value.some((item) => holdsSecret(item, name));
  if (!isObject(value)) return false;
  const entries = Object.entries(value);
  const named = entries.some(([key, text]) => isNameOfSecret(key, text));
  return entries.some(
    ([key, inner]) => holdsSecret(inner, key) || (named && /^value$/i.test(key) && holdsSecret(inner, "secret")),
  );
}

/** `name: "DB_PASSWORD"`, beside which the `value` is a secret, as containers and tags have it. */
export function isNameOfSecret(key: string, value: unknown): boolean {
  return /^(name|key)$/i.test(key) && typeof value === "string" && isSecretName(value);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text written by a person or a program, such as an error, without what has the form of a secret. */
export function withoutSecrets(text: string): string {
  if (!hasSecretForm(text)) return text;
  return hiddenForms.reduce((rest, form) => rest.replaceAll(new RegExp(form, `${form.flags}g`), concealed), text);
}

/** The object or list that a text is as JSON; undefined when it is anything else. */
export function jsonIn(text: unknown): object | undefined {
  if (typeof text !== "string" || !/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}
