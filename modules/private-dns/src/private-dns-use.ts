import { Construct } from "constructs";
import { Route53ProfilesAssociation } from "@cdktf/provider-aws/lib/route53profiles-association/index.js";
import { AccountStack, onceKnown } from "@archipelago/account-stack";
import { privateDnsOutputs } from "./private-dns.ts";

export interface PrivateDnsUseProps {
  /** A VPC can have one Profile. */
  readonly vpcId: string;
}

/**
 * Lets a VPC of this account resolve the organisation's private names, if its account.json reads the network account's
 * `dnsProfileId`; without that nothing is made. Absent until the network account has been applied: the two may be applied
 * in any order.
 */
export class PrivateDnsUse extends Construct {
  constructor(scope: Construct, id: string, { vpcId }: PrivateDnsUseProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const { network } = stack.organization.accounts;
    if (!stack.account.reads[network]?.includes("dnsProfileId")) return;
    const { dnsProfileId } = stack.await(network, privateDnsOutputs);
    new Route53ProfilesAssociation(this, "Resource", {
      count: onceKnown(dnsProfileId),
      name: `${stack.organization.name}-names`,
      profileId: dnsProfileId,
      resourceId: vpcId,
    });
  }
}
