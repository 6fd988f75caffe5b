import { egressRules, ingressRules } from "./network-acl-rules.ts";
import type { Tier } from "./address-layout.ts";

const vpc = "10.1.0.0/16";
const options = { trusted: [vpc], publicPorts: [80, 443] };
const protocols = { tcp: "6", udp: "17", icmp: "1" } as const;

/** The first rule that matches decides, as in AWS. */
function allows(rules: ReturnType<typeof ingressRules>, from: string, protocol: keyof typeof protocols, port = 0) {
  const rule = [...rules]
    .sort((a, b) => a.ruleNo! - b.ruleNo!)
    .find(
      (candidate) =>
        (candidate.protocol === "-1" || candidate.protocol === protocols[protocol]) &&
        (candidate.cidrBlock === "0.0.0.0/0" || candidate.cidrBlock === from) &&
        (candidate.protocol === "-1" || (candidate.fromPort! <= port && port <= candidate.toPort!)),
    );
  return rule?.action === "allow";
}

const outside = "198.51.100.0/24";

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
  const numbers = ingressRules("public", options).map(({ ruleNo }) => ruleNo!);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
});

test("more rules than AWS allows are refused before the plan", () => {
  const trusted = Array.from({ length: 20 }, (_, index) => `10.${index}.0.0/16`);
  expect(() => ingressRules("private", { ...options, trusted })).toThrow("26 rules");
});
