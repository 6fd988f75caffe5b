import { UserError } from "@archipelago/account-stack/light";
import { synthesizeAll as synthesize } from "@archipelago/runner/cdktf-app";
import { findRoot } from "./root.ts";

/** What cdktf.json runs. */
export async function synthesizeAll(): Promise<void> {
  try {
    await synthesize(findRoot());
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof UserError ? error.format() : error);
  }
}
