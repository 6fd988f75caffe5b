import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "@archipelago/account-stack/workspace";
import { isProcessAlive, type Interruption } from "@archipelago/terraform";
import { paths } from "./paths.ts";
import type { Session } from "./session.ts";

/** Who holds an account, or its work directory, in this checkout. */
interface Holder {
  readonly pid: number;
  /** `user@host` */
  readonly who: string;
  readonly host: string;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** What one process of a checkout does at a time: the file in the work directory that says who, and how to wait longer. */
const exclusive = {
  changing: { name: "applying.json", next: "wait for it, or give more time: --lock-timeout <seconds>" },
  planning: { name: "planning.json", next: "wait for it" },
} as const;

/**
 * Keeps other processes of this checkout from writing to an account's work directory, from before its configuration is
 * written until Terraform has planned it: what was planned is what was written. Whoever holds the account needs it too.
 * It waits for as long as `--lock-timeout` says. Default: 5 minutes, since on AWS Terraform plans for minutes.
 *
 * @returns releases it
 * @throws UserError naming who holds it, InterruptedError on Ctrl-C
 */
export async function holdWorkDirectory(session: Session, account: string): Promise<() => void> {
  const { workspace, interruption, options } = session;
  const directory = paths(workspace.root).work(account);
  return holdAccount(directory, account, interruption, options.lockTimeoutSeconds ?? 300, "planning");
}

/**
 * Keeps other processes of this checkout from changing an account: Terraform's lock guards the state while Terraform
 * runs, but not the plan between plan and apply. A lock whose process has ended counts as none.
 *
 * @param directory the account's work directory
 * @param timeoutSeconds how long to wait for the holder to end
 * @returns releases it
 * @throws UserError naming who holds it, InterruptedError on Ctrl-C
 */
export async function holdAccount(
  directory: string,
  account: string,
  interruption: Pick<Interruption, "throwIfRequested">,
  timeoutSeconds = 30,
  doing: keyof typeof exclusive = "changing",
): Promise<() => void> {
  const { name, next } = exclusive[doing];
  const file = path.join(directory, name);
  const mine = `${file}.${randomUUID()}`;
  const holder: Holder = {
    pid: process.pid,
    who: thisUser(),
    host: os.hostname(),
    since: new Date().toISOString(),
  };
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  fs.writeFileSync(mine, JSON.stringify(holder));
  try {
    for (const deadline = Date.now() + timeoutSeconds * 1000; ;) {
      interruption.throwIfRequested();
      if (link(mine, file)) return () => fs.rmSync(file, { force: true });
      const other = read(file);
      if (other === undefined || !isAlive(other)) discard(file, other);
      else if (Date.now() >= deadline)
        throw new UserError(`${other.who} is ${doing} this account (process ${other.pid}, since ${other.since})`, {
          where: account,
          next: `${next}; if that process is surely another one: rm ${file}`,
        });
      else await wait(Math.min(200, Math.max(0, deadline - Date.now())));
    }
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** `user@host`; a container may run under a number that has no name. */
export function thisUser(): string {
  let user: string;
  try {
    user = os.userInfo().username;
  } catch {
    user = String(process.getuid?.());
  }
  return `${user}@${os.hostname()}`;
}

/** A link appears whole or not at all, and never over another. */
function link(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(file: string): Holder | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** Of another machine nothing is known: a checkout may be on a shared disk. */
function isAlive({ pid, host }: Holder): boolean {
  return host !== os.hostname() || isProcessAlive(pid);
}

/** Removes a lock that nobody holds; two who do so at once must not remove each other's new one. */
function discard(file: string, dead: Holder | undefined): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return; // somebody else was faster
  }
  const taken = read(aside);
  if (taken?.pid !== dead?.pid || taken?.since !== dead?.since) link(aside, file);
  fs.rmSync(aside, { force: true });
}
