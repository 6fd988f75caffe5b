import { Construct } from "constructs";
import { GuarddutyOrganizationAdminAccount } from "@cdktf/provider-aws/lib/guardduty-organization-admin-account/index.js";
import { OrganizationsDelegatedAdministrator } from "@cdktf/provider-aws/lib/organizations-delegated-administrator/index.js";
import { SecurityhubOrganizationAdminAccount } from "@cdktf/provider-aws/lib/securityhub-organization-admin-account/index.js";
import { AccountStack, type OutputContract } from "@archipelago/account-stack";

/** What the management account publishes of it. */
export const securityDelegationOutputs = { securityAdministrator: "string" } as const satisfies OutputContract;

/**
 * Services whose administrator AWS Organizations itself keeps, and why. GuardDuty and Security Hub have calls of their
 * own, which register the account here too. All need trusted access, which `Organization` gives.
 *
 * Source: AWS Config Developer Guide, "Registering a Delegated Administrator"; IAM User Guide, "Delegated administrator
 * for IAM Access Analyzer" (read 2026-11).
 */
export const delegatedServices: Readonly<Record<string, string>> = {
  "access-analyzer.amazonaws.com": "analyzers that trust the whole organisation",
  "config.amazonaws.com": "the aggregator sees every account",
  "config-multiaccountsetup.amazonaws.com": "rules that run in every account",
};

export interface SecurityDelegationProps {
  /** Id of the security account, from `Organization`: a token, so that all this waits for the organisation. */
  readonly securityAccountId: string;
}

/**
 * Makes the security account administrator of the security services. For the management account's stack. AWS switches
 * GuardDuty and Security Hub on in that account when it happens.
 */
export class SecurityDelegation extends Construct {
  /** The security account's id, once all is delegated: `securityAdministrator` of {@link securityDelegationOutputs}. */
  readonly securityAdministrator: string;

  constructor(scope: Construct, id: string, { securityAccountId }: SecurityDelegationProps) {
    super(scope, id);
    const { homeRegion, regions } = AccountStack.of(this).organization;
    const detectors = regions.map(
      (region) =>
        new GuarddutyOrganizationAdminAccount(this, `guardduty-${region}`, {
          region,
          adminAccountId: securityAccountId,
        }),
    );
    for (const servicePrincipal of Object.keys(delegatedServices)) {
      new OrganizationsDelegatedAdministrator(this, servicePrincipal.replace(".amazonaws.com", ""), {
        accountId: securityAccountId,
        servicePrincipal,
      });
    }
    // In the home region only: central configuration carries it to the others.
    const hub = new SecurityhubOrganizationAdminAccount(this, "securityhub", {
      region: homeRegion,
      adminAccountId: securityAccountId,
      // Last, so that what is published says that all is there.
      dependsOn: detectors,
    });
    this.securityAdministrator = hub.adminAccountId;
  }
}
