import { existsSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import type { Environment } from "./environment.ts";
import { readIfExists } from "./files.ts";

const LARGEST = 1_000_000;

function logFile(logs: string): string {
  return path.join(logs, "terraform.log");
}

/**
 * Makes Terraform write its own log, without the provider's: the S3 backend says there which lock it asks for, before it
 * does. That is the only way to tell a lock of ours from that of somebody with the same user and host name.
 */
export function loggingEnvironment(logs: string): Environment {
  const file = logFile(logs);
  if (existsSync(file) && statSync(file).size > LARGEST) renameSync(file, `${file}.1`);
  return { TF_LOG_CORE: "INFO", TF_LOG_PATH: file };
}

/** Whether a Terraform of this work directory asked for the lock with this id, perhaps without learning that it got it. */
export function isOwnLock(logs: string, id: string): boolean {
  return lockIds(logs, "Attempting to lock").includes(id);
}

/** Whether a lock was asked for that was not given back, as far as we know. */
export function mayHoldLock(logs: string): boolean {
  const returned = new Set(lockIds(logs, "Unlocked remote state"));
  return lockIds(logs, "Attempting to lock").some((id) => !returned.has(id));
}

function lockIds(logs: string, message: string): string[] {
  const text = [`${logFile(logs)}.1`, logFile(logs)].map((file) => readIfExists(file) ?? "").join("\n");
  const lines = text.split("\n").filter((line) => line.includes(message));
  return lines.flatMap((line) => / tf_backend\.lock\.id=([0-9a-f-]{36}) /.exec(line)?.[1] ?? []);
}
