/** IAM path of roles and policies that belong to the platform: what workloads may not touch is said by path. */
export const platformPath = "/archipelago/";

/**
 * Path of the parameters that tell applications their configuration, by product. They hold no secrets: the role that plans
 * pull requests may read them, and no other parameters.
 */
export const configurationParameterPath = `${platformPath}config/`;

/**
 * Name, below {@link platformPath}, of the permission boundary that every role of an account's stack carries. Like the
 * state bucket it is there before the account's first apply: the bootstrap makes it, because a role that could write its
 * own boundary would have none.
 */
export const workloadBoundaryName = "workload-boundary";

/**
 * Names, below {@link platformPath}, of the roles that pipelines plan and apply an account with. The bootstrap makes them.
 */
export const deploymentRoles = { plan: "archipelago-plan", apply: "archipelago-apply" } as const;

/** Name, below {@link platformPath}, of the role of the management account with which a pipeline bootstraps new accounts. */
export const newAccountRole = "archipelago-new-account";

/** GitHub environment of the job that does so. No account can be called so: names of folders have no underscores. */
export const newAccountEnvironment = "new_accounts";

/** Role that AWS makes in every account it creates; the management account's administrators may assume it. */
export const organizationAccessRole = "OrganizationAccountAccessRole";

/** Alias of the KMS key of an account's state bucket, if organization.json asks for a key of its own. */
export const stateKeyAlias = "alias/archipelago-state";
