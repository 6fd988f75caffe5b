import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/workspace";

/** @returns sha256 of a file, hexadecimal */
export function fileDigest(file: string): string {
  return createHash("sha256").update(fs.readFileSync(file)).digest("hex");
}

/**
 * Takes a plan file out of everybody's reach: while a person reads a plan, another run may write to the same file, and
 * what is applied must be what was shown.
 *
 * @param seal digest of the file, taken before it was shown
 * @param directory where Terraform works; the copy is replaced by the next one
 * @returns the copy; it holds secrets: mode 0600
 * @throws UserError when the file is another one by now
 */
export function takeSealedPlan(planFile: string, seal: string, directory: string): string {
  const copy = path.join(directory, "applying.tfplan");
  fs.rmSync(copy, { force: true });
  const content = fs.existsSync(planFile) ? fs.readFileSync(planFile) : undefined;
  if (content === undefined || createHash("sha256").update(content).digest("hex") !== seal) {
    throw new UserError(`the plan file ${content === undefined ? "is gone" : "was changed"} since it was shown`, {
      where: planFile,
      next: "apply again: it plans anew; if another run of Archipelago plans this account, wait for it",
    });
  }
  fs.writeFileSync(copy, content, { mode: 0o600 });
  return copy;
}
