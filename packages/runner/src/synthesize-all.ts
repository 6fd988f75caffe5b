import { notSecrets, type Account } from "@archipelago/account-stack/workspace";
import type {
  OrganizationFacts,
  StackTemplate,
  SynthesizedAccount,
  SynthesizedOrganization,
} from "@archipelago/checks";
import { synthesize } from "./prepare.ts";
import type { Session } from "./session.ts";

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
  for (const account of accounts.values()) all.push(await synthesizeParsed(session, account));
  return all;
}

/** Synthesises one account, for rules. */
export async function synthesizeParsed(session: Session, account: Account): Promise<SynthesizedAccount> {
  const { json, inputs, records } = await synthesize(session, account);
  return { account, template: JSON.parse(json) as StackTemplate, inputs, records };
}

/** {@link synthesizeAll} with what rules know besides the stacks. */
export async function synthesizeOrganization(session: Session): Promise<SynthesizedOrganization> {
  return { ...factsOf(session), stacks: await synthesizeAll(session) };
}

/** What rules know besides the stack they look at, today. */
export function factsOf({ workspace }: Session): OrganizationFacts {
  const { organization, environments, members } = workspace;
  const today = new Date().toISOString().slice(0, 10);
  return { organization, environments, members: [...members.values()], notSecrets: notSecrets(workspace), today };
}
