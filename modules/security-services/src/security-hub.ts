import { Fn } from "cdktf";
import { Construct } from "constructs";
import { SecurityhubAccount } from "@cdktf/provider-aws/lib/securityhub-account/index.js";
import { SecurityhubConfigurationPolicy } from "@cdktf/provider-aws/lib/securityhub-configuration-policy/index.js";
import { SecurityhubConfigurationPolicyAssociation } from "@cdktf/provider-aws/lib/securityhub-configuration-policy-association/index.js";
import { SecurityhubFindingAggregator } from "@cdktf/provider-aws/lib/securityhub-finding-aggregator/index.js";
import { SecurityhubOrganizationConfiguration } from "@cdktf/provider-aws/lib/securityhub-organization-configuration/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { Forgotten, ImportBlock } from "./adoption.ts";
import { securityStandards } from "./security-standards.ts";

export interface SecurityHubProps {
  /** As of GuardDuty: once known, the hub that designation made is imported. */
  readonly designated?: string;
  /** Id of the organisation's root, output `rootId` of the management account. */
  readonly rootId: string;
  /**
   * Controls that are checked nowhere, with the reason: `{ "IAM.6": "members have no root user" }`.
   * @default {}
   */
  readonly disabledControls?: Readonly<Record<string, string>>;
}

/**
 * Security Hub CSPM with central configuration: one policy over the whole organisation, set in the home region for all
 * governed regions. AWS switches the hubs of all other accounts and regions on; no stack owns them.
 */
export class SecurityHub extends Construct {
  constructor(scope: Construct, id: string, props: SecurityHubProps) {
    super(scope, id);
    const { homeRegion, regions } = AccountStack.of(this).organization;
    const region = homeRegion;
    const hub = this.#hub(region, props.designated);
    const linked = regions.filter((each) => each !== homeRegion);
    const aggregator = new SecurityhubFindingAggregator(this, "findings", {
      region,
      ...(linked.length === 0
        ? { linkingMode: "NO_REGIONS" }
        : { linkingMode: "SPECIFIED_REGIONS", specifiedRegions: linked }),
      dependsOn: hub === undefined ? [] : [hub],
    });
    const central = new SecurityhubOrganizationConfiguration(this, "organization", {
      region,
      organizationConfiguration: { configurationType: "CENTRAL" },
      // What central configuration demands: accounts follow the policy below instead.
      autoEnable: false,
      autoEnableStandards: "NONE",
      dependsOn: [aggregator],
    });
    const partition = partitionOf(region);
    const policy = new SecurityhubConfigurationPolicy(this, "policy", {
      region,
      name: "organization",
      description: "Standards that every account is checked against",
      configurationPolicy: {
        serviceEnabled: true,
        enabledStandardArns: Object.keys(securityStandards).map(
          (standard) => `arn:${partition}:securityhub:${region}::standards/${standard}`,
        ),
        securityControlsConfiguration: { disabledControlIdentifiers: Object.keys(props.disabledControls ?? {}).sort() },
      },
      dependsOn: [central],
    });
    new SecurityhubConfigurationPolicyAssociation(this, "root", {
      region,
      policyId: policy.id,
      targetId: props.rootId,
    });
  }

  #hub(region: string, designated: string | undefined): SecurityhubAccount | undefined {
    // Security Hub stays on in the account that administers it, so an account that closes leaves it behind.
    if (designated !== undefined && AccountStack.of(this).account.lifecycle === "closing") {
      new Forgotten(this, "hub", SecurityhubAccount.tfResourceType);
      return undefined;
    }
    const hub = new SecurityhubAccount(this, "hub", {
      region,
      enableDefaultStandards: false,
      // AWS does not answer it, so after an import it would look changed, and a change replaces the hub.
      lifecycle: { ignoreChanges: ["enable_default_standards"] },
    });
    if (designated !== undefined) new ImportBlock(this, "import", hub, Fn.toset(Fn.compact([designated])), region);
    return hub;
  }
}
