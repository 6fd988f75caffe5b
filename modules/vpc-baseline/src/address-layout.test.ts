import { contains, overlaps, parseCidr, UserError } from "@archipelago/account-stack";
import {
  isTaken,
  ipv6SubnetNumber,
  secondaryCidr,
  tierBlocks,
  tierCidr,
  zoneLetters,
  zonesOf,
  type Tier,
} from "./address-layout.ts";

const tiers: Tier[] = ["public", "private", "data"];
const prefixes = [16, 17, 18, 19, 20, 21, 22, 23, 24];

test.each(prefixes)(
  "in a /%i all subnets of four zones lie in the block, apart, and AWS accepts their size",
  (prefix) => {
    const block = `10.8.0.0/${prefix}`;
    const subnets = tiers.flatMap((tier) => zoneLetters.map((zone) => parseCidr(tierCidr(block, tier, zone))!));
    expect(subnets).toHaveLength(12);
    for (const [index, subnet] of subnets.entries()) {
      expect(contains(parseCidr(block)!, subnet)).toBe(true);
      expect(subnet.prefix).toBeGreaterThanOrEqual(16);
      expect(subnet.prefix).toBeLessThanOrEqual(28);
      for (const other of subnets.slice(index + 1)) expect(overlaps(subnet, other)).toBe(false);
    }
  },
);

test("the layout of a /20 is fixed: changing it would replace every subnet there is", () => {
  const all = tiers.map((tier) => zoneLetters.map((zone) => tierCidr("10.32.0.0/20", tier, zone)));
  expect(all).toEqual([
    ["10.32.12.0/25", "10.32.12.128/25", "10.32.13.0/25", "10.32.13.128/25"],
    ["10.32.0.0/23", "10.32.2.0/23", "10.32.4.0/23", "10.32.6.0/23"],
    ["10.32.8.0/24", "10.32.9.0/24", "10.32.10.0/24", "10.32.11.0/24"],
  ]);
});

test.each([
  [{ private: 22 }, { private: "10.32.0.0/22", data: "10.32.16.0/24", public: "10.32.20.0/25" }],
  [{ data: 22 }, { data: "10.32.0.0/22", private: "10.32.16.0/23", public: "10.32.24.0/25" }],
  [
    { private: 24, data: 26, public: 28 },
    { private: "10.32.0.0/24", data: "10.32.4.0/26", public: "10.32.5.0/28" },
  ],
])("tiers of sizes %j are laid out from the largest on", (sizes, firsts) => {
  const cidr = "10.32.0.0/19";
  const named = { private: 23, data: 24, public: 25, ...sizes };
  for (const tier of tiers) expect(tierCidr(cidr, tier, "a", named)).toBe(firsts[tier]);
  const subnets = tiers.flatMap((tier) => zoneLetters.map((zone) => parseCidr(tierCidr(cidr, tier, zone, named))!));
  for (const [index, subnet] of subnets.entries()) {
    expect(contains(parseCidr(cidr)!, subnet)).toBe(true);
    for (const other of subnets.slice(index + 1)) expect(overlaps(subnet, other)).toBe(false);
  }
});

test("sizes that are the default's are the default", () => {
  for (const tier of tiers)
    expect(tierCidr("10.32.0.0/20", tier, "c", { private: 23, data: 24, public: 25 })).toBe(
      tierCidr("10.32.0.0/20", tier, "c"),
    );
});

test("tiers that do not fit are refused, with the sum", () => {
  expect(() => tierCidr("10.32.0.0/20", "data", "a", { private: 22 })).toThrow(
    "four zones of /22 (private), /24 (data), /25 (public) do not fit into 10.32.0.0/20",
  );
});

test("each subnet has a /64 of its own, whatever zones there are", () => {
  const numbers = tiers.flatMap((tier) => zoneLetters.map((zone) => ipv6SubnetNumber(tier, zone)));
  expect(numbers).toEqual([0, 1, 2, 3, 16, 17, 18, 19, 32, 33, 34, 35]);
});

test.each(["10.0.0.0/15", "10.0.0.0/25", "10.0.0.1/20", "ten"])("%s is refused", (cidr) => {
  expect(() => tierCidr(cidr, "public", "a")).toThrow(UserError);
});

test.each<[string, number | string[], string[]]>([
  ["eu-west-1", 1, ["a"]],
  ["eu-west-1", 3, ["a", "b", "c"]],
  ["us-east-1", 4, ["a", "b", "c", "d"]],
  ["ap-northeast-1", 2, ["a", "c"]],
  ["eu-west-1", ["c", "a"], ["c", "a"]],
])("in %s zones %j are %j", (region, zones, letters) => {
  expect(zonesOf(region, zones)).toEqual(letters);
});

test.each<[string, number | string[]]>([
  ["eu-west-1", 0],
  ["eu-west-1", 4],
  ["us-east-1", 5],
  ["us-east-1", 1.5],
  ["us-east-1", []],
  ["us-east-1", ["a", "a"]],
  ["us-east-1", ["e"]],
])("in %s zones %j are refused", (region, zones) => {
  expect(() => zonesOf(region, zones)).toThrow(UserError);
});

test("subnets that were there before keep their blocks, the others are laid out", () => {
  const blockOf = tierBlocks("10.32.0.0/20", ["a", "b"], { public: { a: "10.32.15.0/26" }, private: {} });
  expect(blockOf("public", "a")).toBe("10.32.15.0/26");
  expect(blockOf("public", "b")).toBe(tierCidr("10.32.0.0/20", "public", "b"));
  expect(blockOf("private", "a")).toBe(tierCidr("10.32.0.0/20", "private", "a"));
});

test.each([
  ["outside of the network", { public: { a: "10.33.0.0/24" } }, "public.a is 10.33.0.0/24, which is not inside"],
  ["over another", { data: { a: "10.32.0.0/24" } }, "data.a (10.32.0.0/24) overlaps private.a (10.32.0.0/23)"],
])("a block %s is refused", (_what, given, message) => {
  expect(() => tierBlocks("10.32.0.0/20", ["a"], given)).toThrow(message);
});

test("subnets that were there may be in a secondary block, in which nothing else is laid out then", () => {
  const given = { data: { a: "100.64.0.0/24" } };
  const [data] = [tierBlocks("10.1.0.0/20", ["a", "b"], given, {}, ["100.64.0.0/18"])].map((of) => [
    of("data", "a"),
    of("data", "b"),
  ]);
  expect(data).toEqual(["100.64.0.0/24", tierCidr("10.1.0.0/20", "data", "b")]);
  expect(() => tierBlocks("10.1.0.0/20", ["a"], given, {}, ["100.64.64.0/18"])).toThrow("is not inside the network");
  expect(["100.64.0.0/18", "100.64.64.0/18"].map((cidr) => isTaken(cidr, given))).toEqual([true, false]);
  expect(isTaken("100.64.0.0/18")).toBe(false);
});

test("a secondary block is shared by four zones, and a size that AWS has no subnets for is refused", () => {
  expect(zoneLetters.map((zone) => secondaryCidr("100.64.0.0/16", zone))).toEqual([
    "100.64.0.0/18",
    "100.64.64.0/18",
    "100.64.128.0/18",
    "100.64.192.0/18",
  ]);
  for (const cidr of ["100.64.0.0/15", "100.64.0.0/27", "100.64.0.1/18"])
    expect(() => secondaryCidr(cidr, "a")).toThrow(UserError);
});
