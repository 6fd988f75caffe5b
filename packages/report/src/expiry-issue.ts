import { count } from "./document.ts";
import { markdownText } from "./escape.ts";
import { githubLimit } from "./markdown.ts";

/** What `archipelago status --expiring --json` prints of one account. */
export interface ExpiryResult {
  readonly account: string;
  readonly owner: string;
  readonly environment: string;
  /** Last day, `2027-03-31`. */
  readonly expires: string;
  readonly state: "expiring" | "expired";
}

/**
 * The issue that tells owners about the last day of their accounts; undefined when none is near. It says dates, not
 * how many days are left: so it changes when there is news, not every day.
 */
export function expiryIssue(
  results: readonly ExpiryResult[],
): { readonly title: string; readonly text: string } | undefined {
  if (results.length === 0) return undefined;
  const expired = results.filter(({ state }) => state === "expired").length;
  const title = [
    ...(expired > 0 ? [`${count(expired, "account")} expired`] : []),
    ...(expired < results.length ? [`${count(results.length - expired, "account")} about to expire`] : []),
  ].join(", ");
  const text = (shown: number): string =>
    [
      "The last day of these accounts is near or past.",
      "",
      "| Account | Environment | Owner | Last day | |",
      "| --- | --- | --- | --- | --- |",
      ...results.slice(0, shown).map(row),
      "",
      ...(shown < results.length
        ? [`… and ${count(results.length - shown, "more account")}: npm run archipelago -- status --expiring`, ""]
        : []),
      "To keep an account: a later `expires` in its account.json, in a pull request.",
      "To let it go: nothing. After its last day a pull request proposes to destroy what it holds; nothing happens before its owner approves, and the account itself is closed in a step of its own.",
      "This issue is kept current, and closed when no last day is near.",
      "",
    ].join("\n");
  let shown = results.length;
  while (text(shown).length > githubLimit - 200) shown--;
  return { title: `Expiry: ${title}`, text: text(shown) };
}

function row({ account, environment, owner, expires, state }: ExpiryResult): string {
  // The one name that is meant to be mentioned.
  const mentioned = /^@[\w-]+(\/[\w.-]+)?$/.test(owner) ? owner : markdownText(owner);
  const cells = [markdownText(account), markdownText(environment), mentioned, markdownText(expires)];
  return `| ${[...cells, state === "expired" ? "expired" : ""].join(" | ")} |`;
}
