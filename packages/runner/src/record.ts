import { execFileSync } from "node:child_process";
import type { Account } from "@archipelago/account-stack/workspace";
import type { Plan } from "@archipelago/terraform";
import { codeDigest } from "./code.ts";
import { imagesOf } from "./images.ts";
import type { PlannedAccount } from "./plan.ts";
import type { RecordVersion } from "./record-store.ts";
import { closedBy } from "./refused-changes.ts";
import { forgetDrift } from "./recorded-drift.ts";
import { outsideData, versionsOf } from "./second-look.ts";
import type { Session } from "./session.ts";
import { simulatedContent } from "./simulated-content.ts";

/** Where code came from. */
export interface Source {
  /** Of git's HEAD; null outside of git. */
  readonly commit: string | null;
  /** Whether files differed from that commit. */
  readonly dirty: boolean;
}

/** One thing that was done to an account. Digests are sha256, hexadecimal. */
export interface Applied extends Source {
  readonly verb: "apply" | "destroy";
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly digests: {
    readonly configuration: string;
    readonly inputs: string;
    readonly code: string;
    /** Of the plan that was applied; that of nothing when there was nothing to change. */
    readonly plan: string;
  };
  /** Accounts that were closed by it, by name. */
  readonly closed?: readonly string[];
  /** Container images by digest that ran from then on. Left out: none. */
  readonly images?: readonly string[];
}

/** The last apply, with all that the second look compares. */
export interface LastApply extends Applied {
  /** Digest of each variable's value: tells which published output has changed. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Digest of the import blocks that are not the configuration's own; null without any. */
  readonly adopted: string | null;
  readonly versions: Readonly<Record<string, string>>;
  /** What the stack reads that no digest covers; such a stack is always planned. */
  readonly outside: readonly string[];
  /** The state that the apply left. */
  readonly state: {
    readonly lineage: string;
    readonly serial: number;
    readonly digest: string;
    /** Number of resources. Left out by applies of before it was noted. */
    readonly resources?: number;
  };
  /** What the simulated cloud held then, see `simulatedContent`; null on AWS. */
  readonly simulated: string | null;
}

/** last-apply.json: what is known of an account's applies. */
export interface ApplyRecord {
  readonly format: 1;
  /** Set before an apply or destroy starts. What still says so later was not finished. */
  readonly unfinished: (Source & Pick<Applied, "verb" | "time">) | null;
  /** Null while one is under way or was not finished, and after a destroy. */
  readonly last: LastApply | null;
  /** Newest first, at most {@link keptApplies}. */
  readonly history: readonly Applied[];
}

/** Applies that the history of an account goes back. */
export const keptApplies = 100;

/** An apply or destroy that has been announced; what {@link writeRecord} takes when it has succeeded. */
export interface StartedApply {
  readonly verb: Applied["verb"];
  /** Of the record that says so. */
  readonly version: RecordVersion;
}

/** Undefined when the account was never applied, or only before records were kept. */
export async function readRecord(
  session: Session,
  account: Account,
  reader = account,
): Promise<ApplyRecord | undefined> {
  return (await session.states.records.read(account, reader)).record;
}

/** To be called before an apply or destroy starts: whatever becomes of it, the account is planned next time. */
export async function invalidateRecord(
  session: Session,
  account: Account,
  verb: Applied["verb"] = "apply",
): Promise<StartedApply> {
  const store = session.states.records;
  const { record, version } = await store.read(account);
  const unfinished = { verb, time: new Date().toISOString(), ...sourceOf(session) };
  const invalid: ApplyRecord = { format: 1, unfinished, last: null, history: record?.history ?? [] };
  return { verb, version: await store.write(account, invalid, version) };
}

/**
 * To be called after an apply or destroy has succeeded, and after the plan of an apply that had nothing to change or was
 * skipped: the account then runs this commit's code too. Writes nothing when somebody else has written meanwhile: the
 * state may not be what this apply left then.
 *
 * @param started undefined when there was nothing to change
 */
export async function writeRecord(session: Session, planned: PlannedAccount, started?: StartedApply): Promise<void> {
  const { summary, prepared, recordVersion } = planned;
  const account = session.workspace.accounts.get(summary.account);
  const store = session.states.records;
  if (!account || (summary.placeholders.length > 0 && started?.verb !== "destroy")) return;
  const { record } = await store.read(account);
  const { configuration, inputs, plan } = summary.digests;
  const images = prepared ? imagesOf(prepared.configuration.json) : (record?.last?.images ?? []);
  const closed = started && planned.plan ? closedAccounts(session, planned.plan) : [];
  const applied: Applied = {
    verb: started?.verb ?? "apply",
    time: new Date().toISOString(),
    ...sourceOf(session),
    digests: {
      configuration: configuration!,
      inputs: inputs!,
      code: codeDigest(session.workspace.root, account.directory),
      plan: plan!,
    },
    ...(closed.length === 0 ? {} : { closed }),
    ...(images.length === 0 ? {} : { images }),
  };
  const last = prepared ? await lastApply(session, planned, applied, started) : { ...record!.last!, ...applied };
  if (last === undefined) return;
  if (started) forgetDrift(session.workspace.root, session.workspace.organization.name, account.name);
  const next: ApplyRecord = { format: 1, unfinished: null, last, history: continued(record, applied) };
  await store.write(account, next, started ? started.version : recordVersion);
}

/** Names of the accounts that a plan closed. */
function closedAccounts({ workspace }: Session, plan: Plan): string[] {
  const emails = closedBy(plan);
  return [...workspace.members.values()]
    .filter(({ email }) => emails.includes(email.toLowerCase()))
    .map(({ name }) => name);
}

/** Null after a destroy; undefined when it cannot be told what the state came from. */
async function lastApply(
  session: Session,
  { summary, prepared }: PlannedAccount,
  applied: Applied,
  started: StartedApply | undefined,
): Promise<LastApply | null | undefined> {
  const { configuration, terraform } = prepared!;
  if (applied.verb === "destroy") return null;
  const state = await session.states.read(prepared!.account);
  // A plan that nobody applied says something of the state it was made from only.
  if (!started && (state?.lineage !== summary.state?.lineage || state?.serial !== summary.state?.serial))
    return undefined;
  if (!state) return undefined;
  return {
    ...applied,
    inputs: configuration.inputDigests,
    adopted: configuration.digests.adopted,
    versions: versionsOf(session, await terraform.binary()),
    outside: outsideData(configuration.json),
    state: { lineage: state.lineage, serial: state.serial, digest: state.digest, resources: state.resources },
    simulated: simulatedContent(session, prepared!.account),
  };
}

/** History with one more entry, unless that would say the same again. */
export function continued(record: ApplyRecord | undefined, applied: Applied): readonly Applied[] {
  const history = record?.history ?? [];
  const [newest] = history;
  const same =
    newest !== undefined &&
    record?.unfinished === null &&
    (["verb", "commit", "dirty"] as const).every((key) => newest[key] === applied[key]) &&
    JSON.stringify({ ...newest.digests, plan: "" }) === JSON.stringify({ ...applied.digests, plan: "" });
  return (same ? history : [applied, ...history]).slice(0, keptApplies);
}

/** `4be91c2`, or `4be91c2-dirty` as `git describe` has it. */
export function shortCommit({ commit, dirty }: Source): string {
  return commit === null ? "an unknown commit" : `${commit.slice(0, 7)}${dirty ? "-dirty" : ""}`;
}

const sources = new WeakMap<Session, Source>();

/** The commit this session runs from. Files do not change under a run: git is asked once. */
function sourceOf(session: Session): Source {
  let source = sources.get(session);
  if (!source) {
    const git = (...args: string[]): string =>
      execFileSync("git", args, {
        cwd: session.workspace.root,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        maxBuffer: 1 << 28,
      }).trim();
    try {
      source = { commit: git("rev-parse", "--verify", "HEAD"), dirty: git("status", "--porcelain") !== "" };
    } catch {
      source = { commit: null, dirty: false };
    }
    sources.set(session, source);
  }
  return source;
}
