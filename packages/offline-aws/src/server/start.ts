import { spawn } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "@archipelago/account-stack/user-error";
import { ANY } from "./addresses.ts";
import type { ObjectServerOptions } from "./object-server.ts";
import { reattachVariable } from "./reattach.ts";
import type { Addresses, ServeOptions } from "./serve.ts";

/** What {@link startOfflineAws} needs. */
export interface OfflineAwsOptions {
  /** Where the simulated cloud is kept, see `openCloud`. */
  readonly cloudDirectory: string;
  /** Where the derived schema is kept between runs, and the log of the process (`offline-aws.log`). */
  readonly cacheDirectory: string;
  /** Ids of the accounts to serve, each on an address of its own. */
  readonly accounts: readonly string[];
  /** Types to serve besides those of the facts table, data sources as `data.aws_ami`. Unknown ones are left out. */
  readonly types?: readonly string[];
  /**
   * Files, by account, whose text names every type the account uses: its configuration first, then its state. The account's
   * Terraform then need not read the schemas of all the others. Default: every type.
   */
  readonly sources?: Readonly<Record<string, readonly string[]>>;
  /** Server of S3 with the objects of some buckets. Default: the simulated cloud has them all. */
  readonly objects?: ObjectServerOptions;
  /** Milliseconds that every creation, update and deletion takes. Default: 0. */
  readonly applyDelayMs?: number;
  /** Process for which it runs: it ends after that one. Default: this process. */
  readonly ownerPid?: number;
}

/** A running offline AWS provider. */
export interface OfflineAws {
  readonly pid: number;
  /**
   * Value of `TF_REATTACH_PROVIDERS` for Terraform with this account's credentials. Without an account, the provider
   * acts in the one that `allowed_account_ids` names. Throws UserError for an account that is not served.
   */
  reattach(accountId?: string): string;
  /** Ends the process once nothing is connected to it, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** What the process answers once it listens. */
interface Answer {
  readonly pid: number;
  readonly addresses: Addresses;
}

// A shell that puts the process into the background and ends: it is nobody's child then, so that who kills us with all
// our children (Nx does, five seconds after Ctrl-C) does not find it.
const REPARENT = '"$@" &';

/**
 * Starts the provider as a process of its own, in a session of its own: it outlives an interrupted owner for as long as a
 * Terraform is connected, and then ends by itself.
 *
 * @throws Error with the process's log when it does not start.
 */
export async function startOfflineAws(options: OfflineAwsOptions): Promise<OfflineAws> {
  const told: ServeOptions = { ownerPid: process.pid, ...options };
  mkdirSync(options.cacheDirectory, { recursive: true });
  const logFile = path.join(options.cacheDirectory, "offline-aws.log");
  const log = openSync(logFile, "a", 0o600);
  const logged = fstatSync(log).size;
  const entry = fileURLToPath(new URL("../../bin/offline-aws.mjs", import.meta.url));
  const node = [process.execPath, entry];
  const [file, ...args] = process.platform === "win32" ? node : ["/bin/sh", "-c", REPARENT, "sh", ...node];
  const child = spawn(file!, args, { detached: true, stdio: ["ignore", log, log, "ipc"], windowsHide: true });
  closeSync(log);
  // The channel is what is left of a child that is no child: it closes when the process ends.
  const ended = new Promise<void>((resolve) => child.once("disconnect", resolve));
  const { pid, addresses } = await new Promise<Answer>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Answer));
    child.once("error", reject);
    void ended.then(() => {
      reject(
        new Error(
          `the offline AWS provider did not start:\n${readFileSync(logFile).subarray(logged).toString("utf8")}`,
        ),
      );
    });
    child.send(told);
  });
  child.unref();
  child.channel?.unref();
  return {
    pid,
    reattach(accountId = ANY) {
      const address = addresses[accountId];
      if (!address)
        throw new UserError(`the offline cloud does not serve account ${accountId}`, {
          allowed: options.accounts.join(", "),
        });
      return reattachVariable(pid, address);
    },
    async stop() {
      if (!child.connected) return;
      child.channel?.ref();
      process.kill(pid, "SIGTERM");
      await ended;
    },
  };
}
