import { Construct } from "constructs";
import { RamPrincipalAssociation } from "@cdktf/provider-aws/lib/ram-principal-association/index.js";
import { RamResourceAssociation } from "@cdktf/provider-aws/lib/ram-resource-association/index.js";
import { RamResourceShare } from "@cdktf/provider-aws/lib/ram-resource-share/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";

export interface ResourceShareProps {
  readonly name: string;
  /** ARNs of this account's resources, by the name that the association's address in the state has. */
  readonly resources: Readonly<Record<string, string>>;
  /** Who may use them, by such a name: ids of accounts, ARNs of organizational units, or {@link organizationArn}. */
  readonly principals: Readonly<Record<string, string>>;
}

/** Resources of this account that others of the organisation may use, with AWS's default permission for their type. */
export class ResourceShare extends Construct {
  constructor(scope: Construct, id: string, { name, resources, principals }: ResourceShareProps) {
    super(scope, id);
    const share = new RamResourceShare(this, "Resource", { name, allowExternalPrincipals: false });
    for (const [resource, resourceArn] of Object.entries(resources))
      new RamResourceAssociation(this, `resource_${resource}`, { resourceShareArn: share.arn, resourceArn });
    for (const [who, principal] of Object.entries(principals))
      new RamPrincipalAssociation(this, `principal_${who}`, { resourceShareArn: share.arn, principal });
  }
}

/** The whole organisation as a principal. Both ids are published by the management account: `organizationOutputs`. */
export function organizationArn(
  scope: Construct,
  { managementAccountId, organizationId }: { readonly managementAccountId: string; readonly organizationId: string },
): string {
  const partition = partitionOf(AccountStack.of(scope).account.region);
  return `arn:${partition}:organizations::${managementAccountId}:organization/${organizationId}`;
}
