import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Account } from "@archipelago/account-stack/workspace";
import { paths } from "./paths.ts";
import type { Session } from "./session.ts";

/**
 * Digest of what the simulated cloud holds for an account, by the names, sizes and times of its files. People edit these
 * files to see drift: an account whose cloud was touched since its last apply is not skipped. Null on AWS, where only a
 * plan or a drift run can tell.
 */
export function simulatedContent({ workspace: { root }, cloud }: Session, account: Account): string | null {
  if (cloud.name === "aws") return null;
  const folder = path.join(paths(root).cloud, cloud.accountId(account)!);
  if (!fs.existsSync(folder)) return "";
  const hash = createHash("sha256");
  const files = fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const { size, mtimeMs } = fs.statSync(file);
    hash.update(`${path.relative(folder, file)}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest("hex");
}
