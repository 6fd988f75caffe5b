export { denyServices, type DenyServicesProps } from "./deny-services.ts";
export { globalServices, type GlobalService } from "./global-services.ts";
export type { DenyStatement, DocumentGuardrail, Guardrail, PolicyType, StatementGuardrail } from "./guardrail.ts";
export { Guardrails, type GuardrailsProps } from "./guardrails.ts";
export { platformRoles } from "./principals.ts";
export { quotas, type PolicyQuota } from "./quotas.ts";
