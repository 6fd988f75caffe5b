import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { App } from "cdktf";
import { AccountStack, type StackInput } from "./account-stack.ts";
import type { AccountContext } from "./organization.ts";
import type { StackRecords } from "./records.ts";
import type { AccountDefinition } from "./define-account.ts";

// cdktf records where every token was made, for messages that this repository does not show: it takes a tenth of the time
// of synthesis. There is no switch for it.
const tokens = createRequire(import.meta.url)("cdktf/lib/tokens/private/stack-trace.js") as {
  captureStackTrace: () => string[];
};
tokens.captureStackTrace = () => [];

/** A synthesised stack. */
export interface SynthesizedStack {
  /** The text of cdk.tf.json: the same bytes for the same input. */
  readonly json: string;
  readonly inputs: readonly StackInput[];
  readonly records: StackRecords;
}

/** Adds one account's stack to a CDKTF app. */
export function addAccountStack(
  app: App,
  context: AccountContext,
  definition: AccountDefinition,
  key?: string,
): AccountStack {
  const stack = new AccountStack(app, context, key);
  definition(stack, context);
  return stack;
}

/**
 * Synthesises one account in an app of its own, so that one failing stack does not stop the others.
 *
 * @param outdir a folder of this account's own: CDKTF writes there
 * @param key of the state in the account's bucket. Default: that of its own stack
 */
export function synthesizeAccount(
  context: AccountContext,
  definition: AccountDefinition,
  outdir: string,
  key?: string,
): SynthesizedStack {
  fs.mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, stackTraces: false, context: {} });
  const stack = addAccountStack(app, context, definition, key);
  app.synth();
  const file = path.join(outdir, "stacks", context.account.name, "cdk.tf.json");
  return { json: `${fs.readFileSync(file, "utf8")}\n`, inputs: stack.inputs, records: stack.records };
}
