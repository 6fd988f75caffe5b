import { blocks, list, type Resource } from "../synthesized.ts";

/** Where anybody is. */
export const anywhere = { ipv4: "0.0.0.0/0", ipv6: "::/0" } as const;

/** An incoming rule of a security group or an access list. */
export interface IngressRule {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly sources: readonly string[];
}

/** Types of resource that let traffic into a security group. */
export const securityGroupTypes = [
  "aws_security_group",
  "aws_default_security_group",
  "aws_security_group_rule",
  "aws_vpc_security_group_ingress_rule",
] as const;

/** What a resource of {@link securityGroupTypes} lets in. */
export function securityGroupRules({ type, properties }: Resource): IngressRule[] {
  if (type === "aws_vpc_security_group_ingress_rule")
    return [
      {
        protocol: String(properties["ip_protocol"]),
        from: Number(properties["from_port"] ?? 0),
        to: Number(properties["to_port"] ?? 65535),
        sources: [...list(properties["cidr_ipv4"]), ...list(properties["cidr_ipv6"])],
      },
    ];
  const rules =
    type === "aws_security_group_rule"
      ? properties["type"] === "ingress"
        ? [properties]
        : []
      : blocks(properties["ingress"]);
  return rules.map((rule) => ({
    protocol: String(rule["protocol"]),
    from: Number(rule["from_port"] ?? 0),
    to: Number(rule["to_port"] ?? 65535),
    sources: [...list(rule["cidr_blocks"]), ...list(rule["ipv6_cidr_blocks"])],
  }));
}

/** True when a rule lets traffic to the port in, from anywhere. */
export function opens(rule: IngressRule, port: number, source: string, protocols = ["6", "17", "tcp", "udp"]): boolean {
  const all = rule.protocol === "-1" || rule.protocol === "all";
  return (
    rule.sources.includes(source) &&
    (all || (protocols.includes(rule.protocol) && rule.from <= port && port <= rule.to))
  );
}

/** A numbered rule of a network access list. */
export interface AccessListRule extends IngressRule {
  readonly number: number;
  readonly allows: boolean;
}

/** Incoming rules written in an access list, or the one that a rule of its own makes. */
export function accessListRules({ type, properties }: Resource): AccessListRule[] {
  const own = type === "aws_network_acl_rule";
  const rules = own ? (properties["egress"] === true ? [] : [properties]) : blocks(properties["ingress"]);
  return rules.map((rule) => ({
    number: Number(rule[own ? "rule_number" : "rule_no"]),
    allows: rule[own ? "rule_action" : "action"] === "allow",
    protocol: String(rule["protocol"]),
    from: Number(rule["from_port"] ?? 0),
    to: Number(rule["to_port"] ?? 65535),
    sources: [...list(rule["cidr_block"]), ...list(rule["ipv6_cidr_block"])],
  }));
}

/** What an access list does with a packet from anywhere: the rule with the lowest number that matches decides. */
export function lets(rules: readonly AccessListRule[], port: number, source: string): boolean {
  return ["6", "17"].some((protocol) => {
    const named = protocol === "6" ? "tcp" : "udp";
    const [first] = rules
      .filter((rule) => opens(rule, port, source, [protocol, named]))
      .sort((a, b) => a.number - b.number);
    return first?.allows === true;
  });
}
