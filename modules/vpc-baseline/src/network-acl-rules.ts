import type { NetworkAclIngress } from "@cdktf/provider-aws/lib/network-acl/index.js";
import { UserError } from "@archipelago/account-stack";
import type { Tier } from "./address-layout.ts";

/** Rules AWS lets a list have in each direction (Amazon VPC User Guide, "Amazon VPC quotas"). */
const ruleQuota = 20;

const anywhere = "0.0.0.0/0";

/** Protocols by number, as the API returns them: a name would differ from what is read back. */
const protocols = { all: "-1", icmp: "1", tcp: "6", udp: "17" } as const;

/** Ports that the answers to a connection come back to, of clients, NAT gateways and load balancers. */
const answerPorts = [1024, 65535] as const;

/** Remote administration: closed to the internet before the answer ports open, which contain 3389. (CIS 6.2) */
const administration = [
  { protocol: "tcp", port: 22 },
  { protocol: "tcp", port: 3389 },
  { protocol: "udp", port: 3389 },
] as const;

interface Rule {
  readonly action: "allow" | "deny";
  readonly protocol: keyof typeof protocols;
  /** First and last; left out: all. */
  readonly ports?: readonly [number, number];
  readonly from: string;
}

/** What a VPC's user decides about the access lists. */
export interface NetworkAclOptions {
  /** Blocks that may connect to every tier: the VPC's own, and networks it is joined to. */
  readonly trusted: readonly string[];
  /** TCP ports of the public tier that are open to the internet. */
  readonly publicPorts: readonly number[];
}

/**
 * Incoming rules of a tier. An access list keeps no state: who may connect out needs the answers let in.
 *
 * The data tier has no route to the internet. The addresses outside the VPC it reaches are those of the S3 and DynamoDB
 * gateway endpoints, which an access list cannot name: hence answers from anywhere, and HTTPS to anywhere.
 */
export function ingressRules(tier: Tier, { trusted, publicPorts }: NetworkAclOptions): NetworkAclIngress[] {
  const rules: Rule[] = [
    ...trusted.map((from): Rule => ({ action: "allow", protocol: "all", from })),
    ...administration.map(({ protocol, port }): Rule => ({
      action: "deny",
      protocol,
      ports: [port, port],
      from: anywhere,
    })),
    ...(tier === "public" ? publicPorts : []).map((port): Rule => ({
      action: "allow",
      protocol: "tcp",
      ports: [port, port],
      from: anywhere,
    })),
    { action: "allow", protocol: "tcp", ports: answerPorts, from: anywhere },
  ];
  if (tier !== "data") {
    rules.push(
      { action: "allow", protocol: "udp", ports: answerPorts, from: anywhere },
      // Destination unreachable: without it path MTU discovery fails and large packets vanish.
      { action: "allow", protocol: "icmp", from: anywhere },
    );
  }
  return numbered(rules);
}

/** Outgoing rules of a tier. */
export function egressRules(tier: Tier, { trusted }: NetworkAclOptions): NetworkAclIngress[] {
  const rules: Rule[] =
    tier === "data"
      ? [
          ...trusted.map((from): Rule => ({ action: "allow", protocol: "all", from })),
          { action: "allow", protocol: "tcp", ports: [443, 443], from: anywhere },
        ]
      : [{ action: "allow", protocol: "all", from: anywhere }];
  return numbered(rules);
}

/**
 * Rules in order, with numbers that leave room in between.
 *
 * @throws UserError when there are more than AWS allows
 */
function numbered(rules: readonly Rule[]): NetworkAclIngress[] {
  if (rules.length > ruleQuota) {
    throw new UserError(`a network access list would have ${rules.length} rules`, {
      allowed: `${ruleQuota}`,
      next: "join neighbouring blocks of trustedCidrs, or ports of publicPorts",
    });
  }
  return rules.map(({ action, protocol, ports = [0, 0], from }, index) => ({
    ruleNo: 100 + 10 * index,
    action,
    protocol: protocols[protocol],
    cidrBlock: from,
    fromPort: ports[0],
    toPort: ports[1],
    // Destination unreachable, any code; for other protocols the values the API returns.
    icmpType: protocol === "icmp" ? 3 : 0,
    icmpCode: protocol === "icmp" ? -1 : 0,
  }));
}
