import { UserError } from "@archipelago/account-stack/user-error";
import {
  affectedStatus,
  openSession,
  shortCommit,
  statusOfAll,
  type AccountStatus,
  type AffectedStatus,
} from "@archipelago/runner";
import { accountFolders } from "@archipelago/account-stack/light";
import { findRoot } from "../root.ts";
import { columns } from "./columns.ts";

export interface StatusFlags {
  readonly json?: boolean;
  readonly base?: string;
}

/**
 * What `status` prints about accounts: where each is, or with `--base` which differ from a commit and why.
 *
 * @param names default: every account
 * @throws UserError for an account there is not
 */
export async function accountStatusText(
  names: readonly string[],
  { json, base }: StatusFlags,
  organization: string,
): Promise<string> {
  const root = findRoot();
  const known = accountFolders(root);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(`there is no account "${unknown}"`, { where: "archipelago status", allowed: known.join(", ") });
  if (base !== undefined && names.length > 0)
    throw new UserError("names accounts and says --base", { where: "archipelago status", allowed: "one of the two" });
  const session = await openSession(root, [], { organization });
  try {
    if (base !== undefined) {
      const affected = await affectedStatus(session, base);
      return json ? JSON.stringify(affected, null, 2) : affectedText(affected, base);
    }
    const all = await statusOfAll(session, names.length === 0 ? known : names);
    const shown = all.map(({ differences: _, ...status }) => status);
    return json ? JSON.stringify(shown, null, 2) : statusText(shown);
  } finally {
    await session.close();
  }
}

/** One line for each account, and a tally. */
export function statusText(all: readonly AccountStatus[]): string {
  const count = new Map<string, number>();
  for (const { status } of all) count.set(status, (count.get(status) ?? 0) + 1);
  return [
    ...columns(
      ["ACCOUNT", "ENVIRONMENT", "STATUS", "APPLIED", "WHY"],
      all.map(({ account, environment, status, applied, reasons, planned }) => [
        account,
        environment,
        status,
        applied === null ? "-" : `${shortCommit(applied)}, ${minute(applied.time)}`,
        `${status === "in sync" && planned ? "always planned: " : ""}${reasons.join("; ").split("\n")[0]!}`,
      ]),
    ),
    "",
    [...count].map(([status, accounts]) => `${accounts} ${status}`).join(", "),
  ].join("\n");
}

/** Both looks in words. */
export function affectedText({ base, total, selected, dropped, accounts }: AffectedStatus, said: string): string {
  if (accounts.length === 0) return `0 of ${total} accounts differ from ${said} (${base.slice(0, 7)})`;
  return [
    ...columns(
      ["ACCOUNT", "STATUS", "PLAN", "BECAUSE"],
      accounts.map(({ account, status, planned, because, selected }) => [
        account,
        status,
        planned ? "yes" : "skipped",
        because.join(", ") || (selected ? "selected by Nx" : ""),
      ]),
    ),
    "",
    `${selected} of ${total} accounts selected by the graph since ${base.slice(0, 7)}, ${dropped.length} dropped: as applied`,
  ].join("\n");
}

/** `2026-11-21 07:36 UTC` */
export function minute(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}
