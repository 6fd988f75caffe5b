import type { GuardrailFacts } from "./guardrail.ts";

/** Facts of an organisation that no test depends on in detail. */
export const exampleFacts: GuardrailFacts = {
  organization: "example",
  organizationId: "o-example123",
  partition: "aws",
  regions: ["eu-west-1", "eu-central-1"],
  repositoryOwner: "example",
  logArchive: "log-archive",
  backup: undefined,
  sandboxUnit: "Sandbox",
  suspendedUnit: "Suspended",
  environments: ["development", "staging", "production", "shared", "sandbox"],
  globalActions: {},
  partners: {},
};
