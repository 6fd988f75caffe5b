import { Construct } from "constructs";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone/index.js";
import { Route53ProfilesProfile } from "@cdktf/provider-aws/lib/route53profiles-profile/index.js";
import { Route53ProfilesResourceAssociation } from "@cdktf/provider-aws/lib/route53profiles-resource-association/index.js";
import { AccountStack, type OutputContract, type OutputTokens } from "@archipelago/account-stack";
import { organizationArn, ResourceShare } from "@archipelago/resource-sharing";

/** What the network account publishes for those who resolve its names. */
export const privateDnsOutputs = { dnsProfileId: "string" } as const satisfies OutputContract;

export interface PrivateDnsProps {
  /**
   * The zone that all names are in. Nobody can own a name below `.internal` in public DNS: ICANN keeps it for private use
   * (board resolution 2024.07.29.06).
   * @default "<name of the organisation>.internal"
   */
  readonly zoneName?: string;
  /** A VPC of this account: a zone without one is public. */
  readonly vpcId: string;
  /** `organizationOutputs`: whom the Profile is shared with. */
  readonly organization: { readonly managementAccountId: string; readonly organizationId: string };
}

/**
 * A private zone for the whole organisation, in a Route 53 Profile that is shared with every account. An account associates
 * the Profile with its VPC and resolves the zone, and whatever else is put into the Profile later.
 *
 * Not an authorisation for each VPC: this account would have to know every VPC before the VPC's account may use the zone.
 */
export class PrivateDns extends Construct {
  /** For records: new Route53Record(stack, "api", { zoneId: dns.zoneId, name: "api", ... }). */
  readonly zoneId: string;
  /** To be published. */
  readonly outputs: OutputTokens<typeof privateDnsOutputs>;

  constructor(scope: Construct, id: string, props: PrivateDnsProps) {
    super(scope, id);
    const { organization } = AccountStack.of(this);
    const zone = new Route53Zone(this, "zone", {
      name: props.zoneName ?? `${organization.name}.internal`,
      comment: "Names inside the organisation",
      vpc: [{ vpcId: props.vpcId }],
    });
    this.zoneId = zone.zoneId;
    const profile = new Route53ProfilesProfile(this, "profile", { name: organization.name });
    new Route53ProfilesResourceAssociation(this, "zone-in-profile", {
      name: "private-zone",
      profileId: profile.id,
      resourceArn: zone.arn,
    });
    new ResourceShare(this, "share", {
      name: "private-dns",
      resources: { profile: profile.arn },
      principals: { organization: organizationArn(this, props.organization) },
    });
    this.outputs = { dnsProfileId: profile.id };
  }
}
