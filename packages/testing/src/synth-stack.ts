import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  synthesizeAccount,
  type Account,
  type AccountContext,
  type AccountDefinition,
  type Environment,
  type Organization,
  type OrganizationAccount,
} from "@archipelago/account-stack";
import { exampleAccount, exampleEnvironment, exampleOrganization } from "./example.ts";
import { Template } from "./template.ts";

/** What differs from the example account, its environment and its organisation. */
export interface ContextOverrides {
  readonly account?: Partial<Account>;
  readonly environment?: Partial<Environment>;
  readonly organization?: Partial<Organization>;
  /** The organisation's accounts, for what belongs to the management account. */
  readonly accounts?: readonly OrganizationAccount[];
  /** Values of the account's product. */
  readonly configuration?: unknown;
}

/**
 * Synthesises a stack as production does and returns what Terraform would get. CDKTF's own `Testing.synth` is not used:
 * it skips `prepareStack`, in which published outputs are written.
 *
 * @param build adds resources to the stack, as the default export of a stack.ts does
 */
export function synthStack(build: AccountDefinition, overrides: ContextOverrides = {}): Template {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-synth-"));
  try {
    const context: AccountContext = {
      account: { ...exampleAccount, ...overrides.account },
      environment: { ...exampleEnvironment, ...overrides.environment },
      organization: { ...exampleOrganization, ...overrides.organization },
      accounts: overrides.accounts ?? [],
      configuration: { read: (schema) => schema.parse(overrides.configuration) },
    };
    const { json, inputs } = synthesizeAccount(context, build, outdir);
    return new Template(json, inputs);
  } finally {
    fs.rmSync(outdir, { recursive: true, force: true });
  }
}
