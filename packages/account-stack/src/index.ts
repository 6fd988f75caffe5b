export { AccountStack, type StackInput } from "./account-stack.ts";
export { defineAccount, type AccountDefinition } from "./define-account.ts";
export { onceKnown } from "./once-known.ts";
export { isOptOut, type OptOut } from "./opt-out.ts";
export { addAccountStack, synthesizeAccount, type SynthesizedStack } from "./synthesize.ts";
export type { GuardrailException, GuardrailRecord, StackRecords } from "./records.ts";
export * from "./workspace.ts";
/** For schemas of configuration: problems are described from this copy of zod only. */
export { z } from "zod";
