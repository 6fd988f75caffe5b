import type { StackInput, StackRecords } from "@archipelago/account-stack";
import type { Account } from "@archipelago/account-stack/workspace";
import { synthesize } from "./prepare.ts";
import type { Session } from "./session.ts";

/** cdk.tf.json, parsed. */
export interface StackTemplate {
  /** Type, then name, then attributes and blocks by Terraform's names. CDKTF's own comment is the key `//`. */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly data?: StackTemplate["resource"];
  readonly variable?: Readonly<Record<string, unknown>>;
}

/** One account as Terraform would get it, with what its stack says beyond resources. */
export interface SynthesizedAccount {
  readonly account: Account;
  readonly template: StackTemplate;
  readonly inputs: readonly StackInput[];
  readonly records: StackRecords;
}

/**
 * Synthesises every valid account of the organisation, in order of their names. Nothing is planned and no Terraform
 * runs. Questions about the organisation as a whole (compliance, explain, organisation checks) are answered from it.
 *
 * @throws UserError naming the account whose configuration is invalid or whose stack cannot be synthesised: an answer
 *   about the organisation that leaves an account out would be wrong
 */
export async function synthesizeAll(session: Session): Promise<SynthesizedAccount[]> {
  const { accounts, problems } = session.workspace;
  const [problem] = problems.values();
  if (problem) throw problem;
  const all: SynthesizedAccount[] = [];
  // One after the other: synthesis is work for the processor, and the first loads cdktf for all.
  for (const account of accounts.values()) {
    const { json, inputs, records } = await synthesize(session, account);
    all.push({ account, template: JSON.parse(json) as StackTemplate, inputs, records });
  }
  return all;
}
