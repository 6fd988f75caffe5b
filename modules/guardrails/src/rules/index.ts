import type { Guardrail, GuardrailFacts } from "../guardrail.ts";
import { backupGuardrails } from "./backups.ts";
import { detectionGuardrails } from "./detection.ts";
import { exposureGuardrails } from "./exposure.ts";
import { identityGuardrails } from "./identity.ts";
import { managementGuardrails } from "./management.ts";
import { membershipGuardrails } from "./membership.ts";
import { perimeterGuardrails } from "./perimeter.ts";
import { regionGuardrails } from "./regions.ts";
import { sandboxGuardrails } from "./sandbox.ts";
import { stateGuardrails } from "./state.ts";

/**
 * The guardrails every organisation starts with. The order is that in which they are packed into policies: a new one goes
 * to the end of its file, so that it moves as few others as possible.
 */
export function defaultGuardrails(facts: GuardrailFacts): Guardrail[] {
  return [
    ...membershipGuardrails(facts),
    ...identityGuardrails(facts),
    ...detectionGuardrails(facts),
    ...stateGuardrails(facts),
    ...regionGuardrails(facts),
    ...exposureGuardrails(),
    ...backupGuardrails(facts),
    ...sandboxGuardrails(facts),
    ...perimeterGuardrails(facts),
    ...managementGuardrails(facts),
  ];
}
