import { UserError } from "@archipelago/account-stack/workspace";
import type { FoundAccount } from "./found-organization.ts";

/** Parts that accounts play besides the management account, as organization.json calls them. */
export const parts = ["logArchive", "security", "network"] as const;
export type Part = (typeof parts)[number];

/**
 * Names by which the account of a part is known, the surest first. Control Tower calls its two "Log Archive" and "Audit".
 */
const partNames: Readonly<Record<Part, readonly RegExp[]>> = {
  logArchive: [/^log[ _-]?archive$/i, /^(central[ _-]?)?log(s|ging)?$/i, /log[ _-]?archive|logging/i],
  security: [/^audit$/i, /^security([ _-]?(audit|tooling))?$/i, /audit|security/i],
  network: [/^network(ing|[ _-]?hub)?$/i, /network|connectivity|transit/i],
};

/**
 * Which account plays which part: as told, else by its name if exactly one fits.
 *
 * @param told name or id of an account by part
 * @throws UserError when the account that was told is not there
 */
export function accountsOfParts(
  accounts: readonly FoundAccount[],
  told: Readonly<Partial<Record<Part, string>>>,
): Partial<Record<Part, FoundAccount>> {
  const result: Partial<Record<Part, FoundAccount>> = {};
  for (const part of parts) {
    const wanted = told[part];
    const free = accounts.filter((account) => !Object.values(result).includes(account));
    if (wanted !== undefined) {
      const account = free.find(({ id, name }) => id === wanted || name === wanted);
      if (!account)
        throw new UserError(`there is no other account "${wanted}" in the listing`, {
          where: `--${kebab(part)}`,
          allowed: free.map(({ name }) => name).join(", "),
        });
      result[part] = account;
      continue;
    }
    for (const pattern of partNames[part]) {
      const fitting = free.filter(({ name }) => pattern.test(name));
      if (fitting.length === 1) result[part] = fitting[0]!;
      if (fitting.length > 0) break;
    }
  }
  return result;
}

/** `logArchive` to `log-archive`. */
export function kebab(part: Part): string {
  return part.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Words that say an environment, in names of accounts and units. */
const environmentWords: Readonly<Record<string, RegExp>> = {
  sandbox: /^(sandbox(es)?|playground|sbx)$/,
  staging: /^(staging|stage|stg|uat|preprod)$/,
  development: /^(dev|development|test|testing|qa|nonprod)$/,
  production: /^(prod|production|prd|live)$/,
};

function words(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll(/\b(non|pre)[ _-]?prod(uction)?\b/g, "$1prod")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function environmentIn(text: string, known: readonly string[]): string | undefined {
  return words(text)
    .reverse()
    .flatMap((word) => known.filter((name) => name === word || environmentWords[name]?.test(word)))[0];
}

/**
 * The environment an account seems to be of, by its name, else by the units it is in, the nearest first.
 *
 * @param known names of environments
 */
export function guessEnvironment(
  { name, unit }: Pick<FoundAccount, "name" | "unit">,
  known: readonly string[],
): string {
  const places = [name, ...unit.split("/").reverse()];
  return places.flatMap((place) => environmentIn(place, known) ?? [])[0] ?? "shared";
}

/** The product an account seems to be of: its name without the words that say an environment. */
export function guessProduct(name: string): string {
  const all = words(name);
  const isEnvironment = (word: string): boolean =>
    Object.values(environmentWords).some((pattern) => pattern.test(word));
  while (all.length > 1 && isEnvironment(all.at(-1)!)) all.pop();
  return asName(all.join("-"));
}

/** What a folder, a product and the like can be called. */
export function asName(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .replace(/^(?=\d)/, "account-")
    .slice(0, 32)
    .replace(/-+$/, "");
  return plain === "" ? "account" : plain;
}

/** A name that is not taken: with a number behind it, if need be. */
export function freeName(text: string, taken: ReadonlySet<string>): string {
  const name = asName(text);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name.slice(0, 29)}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
