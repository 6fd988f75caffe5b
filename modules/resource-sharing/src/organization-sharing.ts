import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { RamSharingWithOrganization } from "@cdktf/provider-aws/lib/ram-sharing-with-organization/index.js";

export interface OrganizationSharingProps {
  /** What has to be there first: the organisation, with `ram.amazonaws.com` among its trusted services. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Lets accounts share with the organisation, its units and its accounts, and nobody has to accept. For the management
 * account's stack: trusted access alone does not switch this on. (AWS RAM User Guide, "Enable resource sharing within
 * AWS Organizations", read 2026-11)
 */
export class OrganizationSharing extends Construct {
  constructor(scope: Construct, id: string, { dependsOn }: OrganizationSharingProps) {
    super(scope, id);
    new RamSharingWithOrganization(this, "Resource", { dependsOn: [...dependsOn] });
  }
}
