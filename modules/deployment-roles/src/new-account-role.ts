import { Construct } from "constructs";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import {
  newAccountEnvironment,
  organizationAccessRole,
  partitionOf,
  publishedOutputsKey,
  type Account,
  type Organization,
} from "@archipelago/account-stack";
import { allow, baselinePath, policyDocument, type Statement } from "@archipelago/iam-baseline";
import { deploymentNames } from "./names.ts";
import { bucketArn, decryptStates } from "./state-access.ts";
import { applyTrust, type Deployment } from "./trust.ts";

export interface NewAccountRoleProps {
  readonly organization: Organization;
  /** The management account. */
  readonly account: Pick<Account, "name" | "region">;
  readonly deployment: Deployment;
  /** ARN of GitHub's identity provider in the management account. */
  readonly github: string;
}

/**
 * How a pipeline bootstraps an account that the management account has just made: a role of the management account that
 * enters new accounts, through the role that AWS makes in them, and can do nothing else. For a job of main in the GitHub
 * environment `new_accounts`.
 *
 * An account that was bootstrapped does not let it in any more: see {@link OrganizationAccessRole}.
 */
export class NewAccountRole extends Construct {
  constructor(scope: Construct, id: string, { organization, account, deployment, github }: NewAccountRoleProps) {
    super(scope, id);
    const statements = newAccountStatements(organization, account);
    const boundary = new IamPolicy(this, "boundary", {
      name: deploymentNames.newAccountBoundary,
      path: baselinePath,
      description: `The most that ${deploymentNames.newAccount} can do`,
      policy: policyDocument("managed", deploymentNames.newAccountBoundary, statements),
    });
    const role = new IamRole(this, "Resource", {
      name: deploymentNames.newAccount,
      path: baselinePath,
      description: `Bootstraps new accounts, in the GitHub environment ${newAccountEnvironment}`,
      maxSessionDuration: 3600,
      permissionsBoundary: boundary.arn,
      assumeRolePolicy: policyDocument("trust", deploymentNames.newAccount, [
        applyTrust(deployment, github, newAccountEnvironment),
      ]),
    });
    new IamRolePolicy(this, "permissions", {
      name: "permissions",
      role: role.name,
      policy: policyDocument("inline", deploymentNames.newAccount, statements),
    });
  }
}

/** Entering accounts of the organisation, and reading which there are. */
function newAccountStatements(
  organization: Organization,
  { name, region }: NewAccountRoleProps["account"],
): Statement[] {
  const partition = partitionOf(region);
  const bucket = bucketArn({ partition, organization }, name);
  const outputs = `${bucket}/${publishedOutputsKey}`;
  return [
    allow({
      sid: "EnterAccounts",
      actions: ["sts:AssumeRole"],
      // Which of them are new, only they themselves can tell.
      resources: [`arn:${partition}:iam::*:role/${organizationAccessRole}`],
      condition: { StringEquals: { "aws:ResourceOrgID": "$${aws:PrincipalOrgID}" } },
    }),
    allow({ sid: "ReadAccountIds", actions: ["s3:GetObject"], resources: [outputs] }),
    allow({
      sid: "FindAccountIds",
      actions: ["s3:ListBucket"],
      resources: [bucket],
      condition: { StringEquals: { "s3:prefix": [publishedOutputsKey] } },
    }),
    decryptStates({ partition, organization }, [bucket, outputs]),
  ];
}
