import { Construct } from "constructs";
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { partitionOf, type Account, type Organization } from "@archipelago/account-stack";
import { baselinePath, policyDocument, WorkloadBoundary, type Statement } from "@archipelago/iam-baseline";
import { applyBoundaryStatements, applyStatements } from "./apply-policy.ts";
import { deploymentNames } from "./names.ts";
import { planBoundaryStatements, planStatements, type RoleProps } from "./plan-policy.ts";
import { applyTrust, audience, issuer, planTrust, type Deployment } from "./trust.ts";

export interface DeploymentRolesProps {
  readonly organization: Organization;
  /** The account, of account.json: its name is also the GitHub environment that applies it. */
  readonly account: Pick<Account, "name" | "region" | "reads" | "connections" | "promoteFrom">;
  /** 12-digit id of the account, or its token. */
  readonly accountId: string;
  /** The repository whose workflows plan and apply. */
  readonly deployment: Deployment;
}

/**
 * How pipelines reach an account: GitHub's identity provider, the plan role, the apply role, their boundaries, and the
 * boundary that the apply role must put on every role it makes.
 *
 * Made by the bootstrap, in any Terraform stack: a stack that owned the roles it is applied with could lock itself out, or
 * let itself off.
 */
export class DeploymentRoles extends Construct {
  readonly planRoleArn: string;
  readonly applyRoleArn: string;
  /** ARN of GitHub's identity provider. */
  readonly github: string;

  constructor(scope: Construct, id: string, { organization, account, accountId, deployment }: DeploymentRolesProps) {
    super(scope, id);
    const partition = partitionOf(account.region);
    const props: RoleProps = {
      partition,
      organization,
      account: account.name,
      accountId,
      reads: publishers(account, organization),
      follows: followed(account, organization),
    };
    // No thumbprint: AWS knows GitHub's certificate authority (IAM User Guide, "Create an OpenID Connect identity provider").
    const github = new IamOpenidConnectProvider(this, "github", { url: `https://${issuer}`, clientIdList: [audience] });
    this.github = github.arn;
    new WorkloadBoundary(this, "workload-boundary", { partition, accountId });
    this.planRoleArn = this.#role("plan", {
      description: "Plans pull requests and main: reads configuration, no content, writes nothing",
      // An hour: a plan that takes longer is stuck.
      maxSessionDuration: 3600,
      trust: planTrust(deployment, github.arn),
      permissions: planStatements(props),
      boundary: planBoundaryStatements(props),
    });
    this.applyRoleArn = this.#role("apply", {
      description: `Applies main, in the GitHub environment ${account.name}`,
      // Databases and clusters of a first apply take longer than an hour.
      maxSessionDuration: 7200,
      trust: applyTrust(deployment, github.arn, account.name),
      permissions: applyStatements(props),
      boundary: applyBoundaryStatements(props),
    });
  }

  #role(
    name: "plan" | "apply",
    role: {
      description: string;
      maxSessionDuration: number;
      trust: Statement;
      permissions: Statement[];
      boundary: Statement[];
    },
  ): string {
    const boundaryName = deploymentNames[`${name}Boundary`];
    const boundary = new IamPolicy(this, `${name}-boundary`, {
      name: boundaryName,
      path: baselinePath,
      description: `The most that ${deploymentNames[name]} can do`,
      policy: policyDocument("managed", boundaryName, role.boundary),
    });
    const iamRole = new IamRole(this, name, {
      name: deploymentNames[name],
      path: baselinePath,
      description: role.description,
      maxSessionDuration: role.maxSessionDuration,
      permissionsBoundary: boundary.arn,
      assumeRolePolicy: policyDocument("trust", deploymentNames[name], [role.trust]),
    });
    new IamRolePolicy(this, `${name}-permissions`, {
      name: "permissions",
      role: iamRole.name,
      policy: policyDocument("inline", deploymentNames[name], role.permissions),
    });
    return iamRole.arn;
  }
}

/** Accounts whose published outputs an account reads: by `reads`, and of its connections the other side and the ids. */
function publishers({ reads, connections }: DeploymentRolesProps["account"], { accounts }: Organization): string[] {
  const connected = connections.length === 0 ? [] : [accounts.management, ...connections.map((each) => each.with)];
  return [...new Set([...Object.keys(reads), ...connected])].sort();
}

/**
 * Accounts whose last apply an account reads. The management account any: it moves and closes an account once the account's
 * last apply says that nothing is left, and may not see its state.
 */
function followed(
  { name, promoteFrom }: DeploymentRolesProps["account"],
  { accounts }: Organization,
): readonly string[] {
  if (name === accounts.management) return ["*"];
  return promoteFrom === undefined ? [] : [promoteFrom];
}
