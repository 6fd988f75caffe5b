export { AccountStack, standardTags, type AccountContext, type StackInput } from "./account-stack.ts";
export { defineAccount, type AccountDefinition } from "./define-account.ts";
export { isOptOut, type OptOut } from "./opt-out.ts";
export { addAccountStack, synthesizeAccount, type SynthesizedStack } from "./synthesize.ts";
export * from "./workspace.ts";
