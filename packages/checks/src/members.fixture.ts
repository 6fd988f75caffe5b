import type { Environment, OrganizationAccount, Workspace } from "@archipelago/account-stack/workspace";

/** Accounts with what a test says of them, in an organisation with the usual units. Only for tests. */
export function workspaceOf(accounts: Record<string, Partial<OrganizationAccount>>): Workspace {
  const members = Object.entries(accounts).map(([name, account]): [string, OrganizationAccount] => [
    name,
    {
      name,
      directory: `accounts/${name}`,
      product: "shop",
      environment: "development",
      owner: "@acme/team-shop",
      costCentre: "CC-1",
      budget: { monthlyUsd: 1 },
      access: {},
      lifecycle: "active",
      expires: undefined,
      email: `aws+${name}@acme.example`,
      organizationalUnit: "Workloads/Non-Production",
      region: "eu-west-1",
      regions: ["eu-west-1"],
      existingAccountId: undefined,
      ...account,
    },
  ]);
  const environments = ["development", "production", "sandbox", "shared", "staging"];
  return {
    organization: {
      repository: "acme/archipelago",
      platformTeam: "@acme/team-platform",
      accounts: { management: "management" },
      organizationalUnits: {
        "Security & Audit": [],
        "Workloads/Production": ["production"],
        "Workloads/Non-Production": ["development", "staging"],
        Suspended: [],
      },
    },
    environments: new Map(environments.map((name) => [name, { name } as Environment])),
    members: new Map(members),
  } as unknown as Workspace;
}
