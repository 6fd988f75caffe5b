import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { organizationAccessRole, partitionOf } from "@archipelago/account-stack";
import { baselinePath, policyDocument } from "@archipelago/iam-baseline";
import { deploymentNames } from "./names.ts";

export interface OrganizationAccessRoleProps {
  /** 12-digit id of the management account. */
  readonly managementAccountId: string;
  /** Any region of the account: says which partition ARNs are of. */
  readonly region: string;
  /** All else that the bootstrap makes: until it is there, a bootstrap that was interrupted can be run again. */
  readonly dependsOn: ITerraformDependable[];
}

/**
 * Closes the door behind the bootstrap: the role that AWS makes in every account of an organisation goes on trusting the
 * administrators of the management account, and no longer the pipeline that bootstraps new accounts. So that pipeline can
 * enter accounts that were not bootstrapped, and no others.
 *
 * Imported, because it is there: only its trust is looked after.
 */
export class OrganizationAccessRole extends Construct {
  constructor(scope: Construct, id: string, { managementAccountId, region, dependsOn }: OrganizationAccessRoleProps) {
    super(scope, id);
    const management = `arn:${partitionOf(region)}:iam::${managementAccountId}`;
    const role = new IamRole(this, "Resource", {
      dependsOn,
      name: organizationAccessRole,
      assumeRolePolicy: policyDocument("trust", organizationAccessRole, [
        {
          Sid: "AdministratorsOfManagement",
          Effect: "Allow",
          Action: ["sts:AssumeRole"],
          Principal: { AWS: `${management}:root` },
        },
        {
          Sid: "NotThePipelineOnceBootstrapped",
          Effect: "Deny",
          Action: ["sts:AssumeRole"],
          Principal: { AWS: "*" },
          Condition: {
            ArnLike: { "aws:PrincipalArn": `${management}:role${baselinePath}${deploymentNames.newAccount}` },
          },
        },
      ]),
      lifecycle: {
        preventDestroy: true,
        // As AWS, or whoever made it in an account that was invited, made them.
        ignoreChanges: ["description", "force_detach_policies", "max_session_duration", "permissions_boundary", "tags"],
      },
    });
    role.importFrom(organizationAccessRole);
  }
}
