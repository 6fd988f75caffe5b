import type { GuardrailException } from "@archipelago/account-stack";
import type { Guardrail } from "@archipelago/guardrails";

/**
 * Accounts that a guardrail leaves out, each with a reason and its last day. `archipelago explain` says which guardrail
 * stands in the way; `check` fails from the day after `expires`. For example:
 *
 *   { rule: "allowed-regions", account: "analytics", reason: "Model only in us-east-1, CLOUD-481", expires: "2027-03-31" }
 */
export const exceptions: readonly GuardrailException[] = [];

/** Guardrails besides those every organisation starts with. `npx nx g guardrail` adds one. */
export const additional: readonly Guardrail[] = [];

/** New guardrails, by name, that hold in the sandbox only until nothing broke there. */
export const trial: readonly string[] = [];
