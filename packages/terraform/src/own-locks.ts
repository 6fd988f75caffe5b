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
  if (!/^[0-9a-f-]{36}$/.test(id)) return false;
  const texts = [logFile(logs), `${logFile(logs)}.1`].map((file) => readIfExists(file) ?? "");
  return texts.some((text) =>
    text.split("\n").some((line) => line.includes("Attempting to lock") && line.includes(`lock.id=${id} `)),
  );
}
