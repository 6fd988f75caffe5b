import type { Account, Environment, Organization } from "@archipelago/account-stack";

/** An organisation, an environment and an account that no test depends on in detail: say what matters by overriding. */
export const exampleOrganization: Organization = {
  name: "example",
  cloud: "offline",
  homeRegion: "eu-west-1",
  regions: ["eu-west-1", "eu-central-1"],
  emailPattern: "aws+{account}@example.com",
  repository: "example/archipelago",
  platformTeam: "@example/team-platform",
  addressPlan: { supernet: "10.0.0.0/8" },
  organizationalUnits: {
    "Security & Audit": [],
    "Shared Infrastructure": ["shared"],
    "Workloads/Production": ["production"],
    "Workloads/Non-Production": ["development", "staging"],
    Sandbox: ["sandbox"],
    Suspended: [],
  },
  accounts: { management: "management", logArchive: "log-archive", security: "security", network: "network" },
};

export const exampleEnvironment: Environment = {
  name: "development",
  zones: 2,
  nat: "one",
  logRetentionDays: 30,
  flowLogTraffic: "ALL",
  deletionProtection: false,
};

export const exampleAccount: Account = {
  name: "example-dev",
  directory: "accounts/example-dev",
  product: "example",
  environment: "development",
  owner: "@example/team-example",
  costCentre: "CC-1",
  budget: { monthlyUsd: 100 },
  network: { cidr: "10.1.0.0/16", zones: 2 },
  access: {},
  dependsOn: ["management", "log-archive"],
  promoteFrom: undefined,
  canary: undefined,
  maxDestroy: undefined,
  connections: [],
  reads: { management: ["organizationId"], "log-archive": ["flowLogBucketArn"] },
  lifecycle: "active",
  expires: undefined,
  email: "aws+example-dev@example.com",
  organizationalUnit: "Workloads/Non-Production",
  region: "eu-west-1",
  regions: ["eu-west-1"],
  existingAccountId: undefined,
};
