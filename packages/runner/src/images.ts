import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { UserError, type Account } from "@archipelago/account-stack/workspace";

/** Container images that a configuration names by their digest, `ghcr.io/acme/shop@sha256:...`, sorted, each once. */
export function imagesOf(json: string): string[] {
  return [...new Set(json.match(/[a-z0-9][\w./:-]*@sha256:[0-9a-f]{64}/g))].sort();
}

/** What git can say of an image before anything is applied. */
export interface ImageHistory {
  /** Images that the file of the environment they should come from has never held. */
  readonly strange: readonly string[];
  /** Those of which git cannot tell, because it has not the whole history. */
  readonly unknown: readonly string[];
}

/**
 * Looks for images in an environment's file and in all that it ever was. That it held an image does not say that it was
 * applied: apply asks the records for that.
 */
export function imageHistory(root: string, environment: string, images: readonly string[]): ImageHistory {
  const file = `environments/${environment}.json`;
  const now = fs.readFileSync(path.join(root, file), "utf8");
  const absent = images.filter((image) => !now.includes(image));
  if (absent.length === 0) return { strange: [], unknown: [] };
  const never = absent.filter((image) => git(root, "log", "-1", "--format=%h", `-S${image}`, "--", file) === "");
  const whole = git(root, "rev-parse", "--is-shallow-repository") === "false";
  return whole ? { strange: never, unknown: [] } : { strange: [], unknown: never };
}

/** What is wrong with images of an account that is promoted from another one. */
export function strangeImage(account: Account, from: Account, image: string): UserError {
  return new UserError(`${image} was never in environments/${from.environment}.json`, {
    where: `environments/${account.environment}.json`,
    allowed: `an image that ${from.name} has run`,
    next: `set it in environments/${from.environment}.json and apply ${from.name} first`,
  });
}

/** What git prints; nothing outside of a repository. */
function git(root: string, ...args: string[]): string {
  try {
    return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return "";
  }
}
