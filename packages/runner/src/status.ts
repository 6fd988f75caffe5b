import { failureText } from "./failure.ts";
import { configure } from "./prepare.ts";
import type { ApplyRecord } from "./record.ts";
import { secondLook, type Difference } from "./second-look.ts";
import { accountOf, type Session } from "./session.ts";

/** Where an account is, as its records say: nothing is planned and the cloud is not asked. */
export interface AccountStatus {
  readonly account: string;
  readonly environment: string;
  readonly status:
    /** The configuration is that of the last apply. */
    | "in sync"
    /** Something differs from the last apply, or that did not finish. */
    | "ahead"
    /** As applied, but the last drift run found that something was changed elsewhere. */
    | "drifted"
    | "never applied"
    /** Its lifecycle says so: the reasons say how far it is. */
    | "closing"
    | "closed"
    /** It does not exist yet. */
    | "pending"
    /** It cannot be read or synthesised. */
    | "invalid";
  /** Why it is not in sync, or is planned all the same. */
  readonly reasons: readonly string[];
  /** Whether a plan runs Terraform. */
  readonly planned: boolean;
  /** The last apply that finished; null without one. */
  readonly applied: { readonly commit: string | null; readonly dirty: boolean; readonly time: string } | null;
}

/** The kinds of difference that say something else than "ahead". */
const statuses: Readonly<Partial<Record<Difference["kind"], AccountStatus["status"]>>> = {
  "never applied": "never applied",
  drift: "drifted",
  outside: "in sync",
};

/** Compares an account with its records. Never throws for what a user can mend. */
export async function statusOf(
  session: Session,
  name: string,
): Promise<AccountStatus & { differences: readonly Difference[] }> {
  const environment = session.workspace.accounts.get(name)?.environment ?? "-";
  const base = { account: name, environment, applied: null, differences: [] };
  const member = session.workspace.members.get(name);
  if (member?.lifecycle === "closed")
    return { ...base, environment: member.environment, status: "closed", reasons: [], planned: false };
  try {
    const account = accountOf(session, name);
    const id = session.cloud.accountId(account);
    if (id === undefined) return { ...base, status: "pending", reasons: ["no such account yet"], planned: true };
    const { record, state, differences } = await secondLook(session, account, await configure(session, account, id));
    const isClosing = account.lifecycle === "closing";
    return {
      ...base,
      applied: lastApplied(record),
      status: isClosing ? "closing" : statusFor(differences),
      reasons: isClosing
        ? [state?.resources ? `${state.resources} resources left` : "nothing is left in its state"]
        : differences.map(({ text }) => text).filter((text) => text !== "never applied"),
      planned: differences.length > 0,
      differences,
    };
  } catch (error) {
    return { ...base, status: "invalid", reasons: [failureText(error)], planned: true };
  }
}

/** {@link statusOf} several accounts, one after the other: it is work for the processor. */
export async function statusOfAll(session: Session, names: readonly string[]) {
  const all = [];
  for (const name of names) all.push(await statusOf(session, name));
  return all;
}

/** The most telling of what the differences say. */
export function statusFor(differences: readonly Difference[]): AccountStatus["status"] {
  const found = new Set(differences.map(({ kind }) => statuses[kind] ?? "ahead"));
  return (["never applied", "ahead", "drifted"] as const).find((status) => found.has(status)) ?? "in sync";
}

function lastApplied(record: ApplyRecord | undefined): AccountStatus["applied"] {
  const [newest] = record?.history.filter(({ verb }) => verb === "apply") ?? [];
  return newest === undefined ? null : { commit: newest.commit, dirty: newest.dirty, time: newest.time };
}
