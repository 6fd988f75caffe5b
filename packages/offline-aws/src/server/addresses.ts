import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** Longest path of a unix socket: macOS allows 104 bytes with the terminator. */
const LONGEST = 100;
/** Name of the address that stands for any account. */
export const ANY = "any";

/** Where the provider of one account listens, in the terms of Terraform's reattach configuration. */
export interface Address {
  readonly Network: "unix" | "tcp";
  readonly String: string;
}

/** A private folder for sockets, in the system's temporary folder, or in /tmp where that one's path is too long. */
export function makeSocketFolder(): string {
  const fits = path.join(os.tmpdir(), "offline-aws-XXXXXX", `${"0".repeat(12)}.sock`).length < LONGEST;
  return mkdtempSync(path.join(fits || process.platform === "win32" ? os.tmpdir() : "/tmp", "offline-aws-"));
}

/** What to listen on for an account: a socket in the folder, or on Windows a free port of this machine. */
export function listenOn(folder: string, account: string): { path: string } | { host: string; port: number } {
  return process.platform === "win32" ? { host: "127.0.0.1", port: 0 } : { path: path.join(folder, `${account}.sock`) };
}
