import { visible } from "@archipelago/report";
import { text } from "@archipelago/report/page";

/**
 * What follows the # of an address is the page's state: `#account=shop-dev&owner=...`. An account's section has such an id,
 * so that its link works without a script too.
 */
export const accountId = (name: string): string => text(`account=${name}`);

/** A link that selects something: `account`, `unit`, `state`. Its text is HTML. */
export function link(key: string, value: string, content: string, more = ""): string {
  return `<a href="#${key}=${encodeURIComponent(visible(value))}"${more}>${content}</a>`;
}

/** A link to an account that is on the map; its name where there is none. */
export function accountLink(name: string, known: ReadonlySet<string>): string {
  return known.has(name) ? link("account", name, text(name)) : text(name);
}

export const guardrailId = (rule: string): string => text(`guardrail:${rule}`);
export const guardrailLink = (rule: string): string =>
  `<a href="#guardrail:${encodeURIComponent(visible(rule))}">${text(rule)}</a>`;
