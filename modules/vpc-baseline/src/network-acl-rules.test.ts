import { egressRules, ingressRules } from "./network-acl-rules.ts";
import type { Tier } from "./address-layout.ts";

const vpc = "10.1.0.0/16";
const vpc6 = "2001:db8:0:100::/56";
const options = { trusted: [vpc], publicPorts: [80, 443] };
const both = { ...options, ipv6Cidr: vpc6 };
const protocols = { tcp: "6", udp: "17", icmp: "1", icmpv6: "58" } as const;

/** The first rule that matches decides, as in AWS. */
function allows(rules: ReturnType<typeof ingressRules>, from: string, protocol: keyof typeof protocols, port = 0) {
  const rule = [...rules]
    .sort((a, b) => a.ruleNo! - b.ruleNo!)
    .find(
      (candidate) =>
        (candidate.protocol === "-1" || candidate.protocol === protocols[protocol]) &&
        (from.includes(":")
          ? ["::/0", from].includes(candidate.ipv6CidrBlock!)
          : ["0.0.0.0/0", from].includes(candidate.cidrBlock!)) &&
        (candidate.protocol === "-1" || (candidate.fromPort! <= port && port <= candidate.toPort!)),
    );
  return rule?.action === "allow";
}

const outside = "198.51.100.0/24";
const outside6 = "2001:db8:ffff::/48";

test.each<[Tier, string, "tcp" | "udp" | "icmp", number, boolean]>([
  ["public", outside, "tcp", 443, true],
  ["public", outside, "tcp", 80, true],
  ["public", outside, "tcp", 25, false],
  ["public", outside, "tcp", 22, false], // CIS 6.2
  ["public", outside, "tcp", 3389, false],
  ["public", outside, "udp", 3389, false],
  ["public", outside, "tcp", 32768, true],
  ["public", outside, "udp", 40000, true],
  ["public", outside, "icmp", 0, true],
  ["public", vpc, "tcp", 22, true],
  ["private", outside, "tcp", 443, false],
  ["private", outside, "tcp", 3389, false],
  ["private", outside, "tcp", 32768, true],
  ["private", vpc, "tcp", 443, true],
  ["data", outside, "tcp", 5432, true], // only an answer can come: there is no route from outside
  ["data", outside, "tcp", 22, false],
  ["data", outside, "udp", 40000, false],
  ["data", vpc, "tcp", 5432, true],
])("%s from %s %s %i: %s", (tier, from, protocol, port, allowed) => {
  expect(allows(ingressRules(tier, options), from, protocol, port)).toBe(allowed);
});

test.each<[Tier, string, "tcp" | "udp" | "icmpv6", number, boolean]>([
  ["public", outside6, "tcp", 443, true],
  ["public", outside6, "tcp", 25, false],
  ["public", outside6, "tcp", 22, false], // CIS 6.2
  ["public", outside6, "tcp", 3389, false],
  ["public", outside6, "udp", 3389, false],
  ["public", outside6, "tcp", 32768, true],
  ["public", outside6, "icmpv6", 0, true],
  ["private", outside6, "tcp", 443, false],
  ["private", outside6, "tcp", 32768, true],
  ["data", outside6, "tcp", 22, false],
  ["data", outside6, "udp", 40000, false],
  ["data", vpc6, "tcp", 5432, true],
])("over IPv6 %s from %s %s %i: %s, and nothing in a network without", (tier, from, protocol, port, allowed) => {
  expect(allows(ingressRules(tier, both), from, protocol, port)).toBe(allowed);
  expect(allows(ingressRules(tier, options), from, protocol, port)).toBe(false);
});

test.each<[Tier, string, number, boolean]>([
  ["private", outside6, 8443, true],
  ["data", outside6, 443, true],
  ["data", outside6, 80, false],
  ["data", vpc6, 49152, true],
])("over IPv6 %s to %s tcp %i: %s", (tier, to, port, allowed) => {
  expect(allows(egressRules(tier, both), to, "tcp", port)).toBe(allowed);
});

test("IPv6 beside IPv4 changes no rule of it", () => {
  for (const tier of ["public", "private", "data"] as const) {
    expect(ingressRules(tier, both).slice(0, ingressRules(tier, options).length)).toEqual(ingressRules(tier, options));
    expect(egressRules(tier, both).slice(0, egressRules(tier, options).length)).toEqual(egressRules(tier, options));
  }
});

test.each<[Tier, string, number, boolean]>([
  ["public", outside, 25, true],
  ["private", outside, 8443, true],
  ["data", outside, 443, true],
  ["data", outside, 80, false],
  ["data", vpc, 49152, true],
])("%s to %s tcp %i: %s", (tier, to, port, allowed) => {
  expect(allows(egressRules(tier, options), to, "tcp", port)).toBe(allowed);
});

test("numbers are different and in order", () => {
  const numbers = ingressRules("public", both).map(({ ruleNo }) => ruleNo!);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test("more rules than AWS allows are refused before the plan", () => {
  const trusted = Array.from({ length: 20 }, (_, index) => `10.${index}.0.0/16`);
  expect(() => ingressRules("private", { ...options, trusted })).toThrow("26 rules");
  // 20 are allowed, and the final denial is one of them; IPv6 is counted by itself.
  expect(ingressRules("private", { ...options, trusted: trusted.slice(0, 13) })).toHaveLength(19);
  expect(() => ingressRules("private", { ...options, trusted: trusted.slice(0, 14) })).toThrow("20 rules");
  expect(ingressRules("private", { ...both, trusted: trusted.slice(0, 13) })).toHaveLength(26);
});
