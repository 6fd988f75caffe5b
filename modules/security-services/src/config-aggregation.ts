import { Construct } from "constructs";
import { ConfigConfigurationAggregator } from "@cdktf/provider-aws/lib/config-configuration-aggregator/index.js";
import { ConfigOrganizationManagedRule } from "@cdktf/provider-aws/lib/config-organization-managed-rule/index.js";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { workloadBoundaryArn } from "@archipelago/iam-baseline";
import { organizationRules } from "./organization-rules.ts";

export interface ConfigAggregationProps {
  /**
   * Whether the rules of {@link organizationRules} run in every account and governed region. AWS refuses them until
   * every account has a recorder (an account that joins later has seven hours), so not in the first apply.
   * @default false
   */
  readonly rules?: boolean;
}

/** What AWS Config records in all accounts and regions, in one place, from the delegated administrator. */
export class ConfigAggregation extends Construct {
  constructor(scope: Construct, id: string, { rules = false }: ConfigAggregationProps) {
    super(scope, id);
    const { accountId, organization } = AccountStack.of(this);
    const { homeRegion, regions } = organization;
    const partition = partitionOf(homeRegion);
    const role = new IamRole(this, "role", {
      name: "config-aggregator",
      path: "/archipelago/",
      permissionsBoundary: workloadBoundaryArn({ partition, accountId }),
      description: "Lets AWS Config list the accounts of the organisation",
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "config.amazonaws.com" } }],
      }),
    });
    const access = new IamRolePolicyAttachment(this, "role-access", {
      role: role.name,
      policyArn: `arn:${partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations`,
    });
    new ConfigConfigurationAggregator(this, "aggregator", {
      region: homeRegion,
      name: "organization",
      // All regions, not the governed ones: what is recorded elsewhere ought to be seen.
      organizationAggregationSource: { allRegions: true, roleArn: role.arn },
      dependsOn: [access],
    });
    if (!rules) return;
    for (const region of regions) {
      for (const [name, { identifier, parameters }] of Object.entries(organizationRules)) {
        new ConfigOrganizationManagedRule(this, `${name}-${region}`, {
          region,
          name,
          ruleIdentifier: identifier,
          ...(parameters === undefined ? {} : { inputParameters: JSON.stringify(parameters) }),
        });
      }
    }
  }
}
