import { symbols, type AccountReport, type ReportedChange } from "./account-report.ts";

/** Accounts whose plans are shown as one. */
export interface Group {
  readonly accounts: readonly AccountReport[];
  readonly changes: readonly ReportedChange[];
  /** Whether the accounts differ in what is left out here: the values of new resources. */
  readonly valuesDiffer: boolean;
}

/** How much of a plan is shown: `named` leaves out the attributes of new resources. */
export type Detail = "full" | "named";

/**
 * Accounts with the same changes, together. Same means: equal once the account's own name, its number and the ids of
 * its own resources are replaced by what they stand for. That replacement loses nothing, so nothing that differs is
 * ever merged. What is dangerous comes first, then what concerns most accounts.
 */
export function groupAccounts(accounts: readonly AccountReport[], detail: Detail): Group[] {
  const groups = new Map<
    string,
    { members: AccountReport[]; template: readonly ReportedChange[]; exact: Set<string> }
  >();
  for (const account of accounts) {
    if (account.changes.length === 0) continue;
    const full = template(account);
    const changes = detail === "full" ? full : full.map(named);
    const key = JSON.stringify([changes, account.summary.status === "pending"]);
    const group = groups.get(key) ?? { members: [], template: changes, exact: new Set() };
    group.members.push(account);
    group.exact.add(JSON.stringify(full));
    groups.set(key, group);
  }
  return [...groups.values()]
    .map(({ members, template: changes, exact }) => ({
      accounts: members,
      changes: members.length > 1 ? changes : detail === "full" ? members[0]!.changes : members[0]!.changes.map(named),
      valuesDiffer: exact.size > 1,
    }))
    .sort((a, b) => danger(b) - danger(a) || b.accounts.length - a.accounts.length);
}

/** Whether a change takes something away. */
export function isDangerous({ kind }: ReportedChange): boolean {
  return kind === "delete" || kind === "replace";
}

/** An account's changes without what is its own; see {@link groupAccounts}. */
export function template(account: AccountReport): readonly ReportedChange[] {
  const known = templates.get(account);
  if (known) return known;
  const made = makeTemplate(account);
  templates.set(account, made);
  return made;
}

// The table, the Markdown and the page each group the same accounts.
const templates = new WeakMap<AccountReport, readonly ReportedChange[]>();

function makeTemplate({ summary, changes, ownIds }: AccountReport): ReportedChange[] {
  const own: [text: string, stands: string][] = Object.entries(ownIds).map(([id, address]) => [id, `‹${address}›`]);
  if (summary.accountId !== null) own.push([summary.accountId, "‹account id›"]);
  own.push([summary.account, "‹account›"]);
  // The longest first: an ARN holds the account's number.
  const pattern = new RegExp(
    own
      .map(([text]) => text)
      .sort((a, b) => b.length - a.length)
      .map((text) => `(?<![A-Za-z0-9])${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")}(?![A-Za-z0-9])`)
      .concat("[‹›]")
      .join("|"),
    "g",
  );
  const stands = new Map(own);
  // A text that looks like a replacement would be taken for one.
  const replace = (text: string): string =>
    text.replaceAll(pattern, (match) => stands.get(match) ?? `${match}${match}`);
  return changes.map((change) => ({
    ...change,
    // An address that has the account's name in it by chance is the same address everywhere.
    title: change.address + replace(change.title.slice(change.address.length)),
    attributes: change.attributes.map((attribute) => ({
      ...attribute,
      ...(attribute.old === undefined ? {} : { old: replace(attribute.old) }),
      ...(attribute.new === undefined ? {} : { new: replace(attribute.new) }),
    })),
  }));
}

function named(change: ReportedChange): ReportedChange {
  return change.kind === "create" ? { ...change, attributes: [] } : change;
}

function danger({ changes }: Group): number {
  return changes.some(isDangerous) ? 1 : 0;
}

/** A change as lines of text. */
export function changeLines({ kind, title, attributes }: ReportedChange): string[] {
  return [
    `${symbols[kind]} ${title}`,
    ...attributes.map(({ path, old, new: now, forcesReplacement }) => {
      const [before, after] = shorten(old ?? "(none)", now ?? "(none)");
      const values = kind === "create" ? after : `${before} -> ${after}`;
      return `    ${path}: ${values}${forcesReplacement ? "  # forces replacement" : ""}`;
    }),
  ];
}

/** Characters of a value that are shown. */
const shown = 400;

/** Long values, cut to where they begin to differ. */
function shorten(before: string, after: string): [string, string] {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const cut = (text: string): string => {
    if (text.length <= shown) return text;
    const start = text.length - Math.max(0, same - 40) < shown ? text.length - shown : Math.max(0, same - 40);
    const end = Math.min(text.length, start + shown);
    return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""} (${text.length} characters)`;
  };
  return [cut(before), cut(after)];
}
