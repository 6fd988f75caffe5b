export { planFiles, readSummary } from "./artefacts.ts";
export { importedTypes } from "./imported-types.ts";
export type { AccountResult, Outcome } from "./outcome.ts";
export { paths } from "./paths.ts";
export { reportPlans } from "./report-plans.ts";
export { runVerb, type Verb } from "./run.ts";
export { openSession, type Session, type VerbOptions } from "./session.ts";
export { factsOf, synthesizeAll, synthesizeOrganization } from "./synthesize-all.ts";
export type { StackTemplate, SynthesizedAccount } from "@archipelago/checks";
