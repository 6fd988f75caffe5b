import path from "node:path";
import { knownAccountId, loadWorkspace, type Account } from "@archipelago/account-stack/workspace";
import type { StackInput } from "@archipelago/account-stack";
import { DeploymentRoles, NewAccountRole, OrganizationAccessRole } from "@archipelago/deployment-roles";
import { BreakGlassRole } from "@archipelago/iam-baseline";
import { synthesizeAll, type Session } from "@archipelago/runner";
import { synthStack } from "@archipelago/testing";

// The organisation as it would be applied: every account's stack, and what bootstrap makes in every account.

/** A resource with its attributes as they are written, references and all. */
export interface Resource {
  readonly account: Account;
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** True: bootstrap makes it, not the account's stack. */
  readonly bootstrap: boolean;
}

export interface Organization {
  readonly name: string;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly management: string;
  readonly resources: readonly Resource[];
  readonly data: readonly Resource[];
  readonly locals: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly inputs: ReadonlyMap<string, readonly StackInput[]>;
  idOf(account: string): string;
  /** Resources of a type that an account's stack, or its bootstrap, makes. */
  made(account: string, type: string): Resource[];
}

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

interface Template {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly locals?: Readonly<Record<string, unknown>>;
}

export async function synthesizedOrganization(): Promise<Organization> {
  const workspace = loadWorkspace(path.resolve(import.meta.dirname, "../../.."));
  const { organization, accounts } = workspace;
  const idOf = (name: string): string => knownAccountId(accounts.get(name)!, organization)!;
  const stacks = await synthesizeAll({ workspace } as unknown as Session);
  const { repository, deployment } = organization;

  const bootstrapped = [...accounts.values()].map((account) => {
    const { text } = synthStack(
      (stack) => {
        const accountId = idOf(account.name);
        const gitHub = { repository, ...deployment! };
        const roles = new DeploymentRoles(stack, "roles", { organization, account, accountId, deployment: gitHub });
        const managementAccountId = idOf(organization.accounts.management);
        const { region } = account;
        new BreakGlassRole(stack, "break-glass", { managementAccountId, region });
        if (accountId === managementAccountId)
          new NewAccountRole(stack, "new-accounts", {
            organization,
            account,
            deployment: gitHub,
            github: roles.github,
          });
        else new OrganizationAccessRole(stack, "organization-access", { managementAccountId, region, dependsOn: [] });
      },
      { account, organization },
    );
    return { account, template: JSON.parse(text) as Template };
  });

  const flatten = (account: Account, blocks: Blocks = {}, bootstrap = false): Resource[] =>
    Object.entries(blocks).flatMap(([type, named]) =>
      Object.entries(named).map(([name, properties]) => ({ account, type, name, properties, bootstrap })),
    );
  const resources = [
    ...stacks.flatMap(({ account, template }) => flatten(account, template.resource)),
    ...bootstrapped.flatMap(({ account, template }) => flatten(account, template.resource, true)),
  ];
  return {
    name: organization.name,
    accounts,
    management: organization.accounts.management,
    resources,
    data: stacks.flatMap(({ account, template }) => flatten(account, template.data)),
    locals: new Map(stacks.map(({ account, template }) => [account.name, (template as Template).locals ?? {}])),
    inputs: new Map(stacks.map(({ account, inputs }) => [account.name, inputs])),
    idOf,
    made: (account, type) => resources.filter((each) => each.account.name === account && each.type === type),
  };
}
