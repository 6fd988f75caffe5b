export { exampleAccount, exampleEnvironment, exampleOrganization } from "./example.ts";
export { synthStack, type ContextOverrides } from "./synth-stack.ts";
export { policyOf, type PolicyDocument, type PolicyStatement } from "./policy.ts";
export { Template, type TemplateResource } from "./template.ts";
