import { Construct } from "constructs";
import { OrganizationsOrganization } from "@cdktf/provider-aws/lib/organizations-organization/index.js";
import type { OutputContract } from "@archipelago/account-stack";
import { policyTypes, trustedServices } from "./features.ts";

/** What the management account publishes about the organisation. */
export const organizationOutputs = { organizationId: "string" } as const satisfies OutputContract;

/** The AWS organisation, with all features. For the management account's stack. */
export class Organization extends Construct {
  /** Id of the organisation, `o-...`. */
  readonly organizationId: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const organization = new OrganizationsOrganization(this, "organization", {
      featureSet: "ALL",
      awsServiceAccessPrincipals: Object.keys(trustedServices).sort(),
      enabledPolicyTypes: Object.keys(policyTypes).sort(),
      // Deleting it would set every account free of its guardrails.
      lifecycle: { preventDestroy: true },
    });
    this.organizationId = organization.id;
  }
}
