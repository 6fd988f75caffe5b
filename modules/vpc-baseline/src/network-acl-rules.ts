import type { NetworkAclIngress } from "@cdktf/provider-aws/lib/network-acl/index.js";
import { UserError } from "@archipelago/account-stack";
import type { Tier } from "./address-layout.ts";

/**
 * Rules AWS lets a list have in each direction, of IPv4 and of IPv6 each: 20, the final denial included (Amazon VPC User Guide,
 * "Amazon VPC quotas", read 2026-11).
 */
export const ruleQuota = 19;

type Family = "ipv4" | "ipv6";

const anywhere: Readonly<Record<Family, string>> = { ipv4: "0.0.0.0/0", ipv6: "::/0" };

/** Protocols by number, as the API returns them: a name would differ from what is read back. */
const protocols = { all: "-1", icmp: "1", tcp: "6", udp: "17", icmpv6: "58" } as const;

/** Ports that the answers to a connection come back to, of clients, NAT gateways and load balancers. */
const answerPorts = [1024, 65535] as const;

/** Remote administration: closed to the internet before the answer ports open, which contain 3389. (CIS 6.2) */
const administration = [
  { protocol: "tcp", port: 22 },
  { protocol: "tcp", port: 3389 },
  { protocol: "udp", port: 3389 },
] as const;

/** Destination unreachable (RFC 792), packet too big (RFC 4443). */
const icmpTypes: Readonly<Partial<Record<keyof typeof protocols, number>>> = { icmp: 3, icmpv6: 2 };

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
  /** The VPC's own IPv6 block, may be a token. Left out: it has none, and no IPv6 gets through. */
  readonly ipv6Cidr?: string | undefined;
}

/**
 * Incoming rules of a tier. An access list keeps no state: who may connect out needs the answers let in.
 *
 * The data tier has no route to the internet. The addresses outside the VPC it reaches are those of the S3 and DynamoDB
 * gateway endpoints, which an access list cannot name: hence answers from anywhere, and HTTPS to anywhere.
 */
export function ingressRules(tier: Tier, options: NetworkAclOptions): NetworkAclIngress[] {
  return ofBoth(options, (family, trusted) => {
    const from = anywhere[family];
    const rules: Rule[] = [
      ...trusted.map((block): Rule => ({ action: "allow", protocol: "all", from: block })),
      ...administration.map(({ protocol, port }): Rule => ({ action: "deny", protocol, ports: [port, port], from })),
      ...(tier === "public" ? options.publicPorts : []).map((port): Rule => ({
        action: "allow",
        protocol: "tcp",
        ports: [port, port],
        from,
      })),
      { action: "allow", protocol: "tcp", ports: answerPorts, from },
    ];
    if (tier !== "data") {
      rules.push(
        { action: "allow", protocol: "udp", ports: answerPorts, from },
        // What does not fit is answered with it: without it path MTU discovery fails and large packets vanish.
        { action: "allow", protocol: family === "ipv4" ? "icmp" : "icmpv6", from },
      );
    }
    return rules;
  });
}

/** Outgoing rules of a tier. */
export function egressRules(tier: Tier, options: NetworkAclOptions): NetworkAclIngress[] {
  return ofBoth(options, (family, trusted) =>
    tier === "data"
      ? [
          ...trusted.map((block): Rule => ({ action: "allow", protocol: "all", from: block })),
          { action: "allow", protocol: "tcp", ports: [443, 443], from: anywhere[family] },
        ]
      : [{ action: "allow", protocol: "all", from: anywhere[family] }],
  );
}

/** Rules of IPv4, and the same of IPv6 if the VPC has any. The numbers of one leave those of the other alone. */
function ofBoth(
  { trusted, ipv6Cidr }: NetworkAclOptions,
  rulesOf: (family: Family, trusted: readonly string[]) => Rule[],
): NetworkAclIngress[] {
  return [
    ...numbered("ipv4", 100, rulesOf("ipv4", trusted)),
    ...(ipv6Cidr === undefined ? [] : numbered("ipv6", 1100, rulesOf("ipv6", [ipv6Cidr]))),
  ];
}

/**
 * Rules in order, with numbers that leave room in between.
 *
 * @throws UserError when there are more than AWS allows
 */
function numbered(family: Family, first: number, rules: readonly Rule[]): NetworkAclIngress[] {
  if (rules.length > ruleQuota) {
    throw new UserError(`a network access list would have ${rules.length} rules`, {
      allowed: `${ruleQuota}`,
      next: "join neighbouring blocks of trustedCidrs, or ports of publicPorts",
    });
  }
  return rules.map(({ action, protocol, ports = [0, 0], from }, index) => ({
    ruleNo: first + 10 * index,
    action,
    protocol: protocols[protocol],
    ...(family === "ipv4" ? { cidrBlock: from } : { ipv6CidrBlock: from }),
    fromPort: ports[0],
    toPort: ports[1],
    // Any code; for other protocols the values the API returns.
    icmpType: icmpTypes[protocol] ?? 0,
    icmpCode: icmpTypes[protocol] === undefined ? 0 : -1,
  }));
}
