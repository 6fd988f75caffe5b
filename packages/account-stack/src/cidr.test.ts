import { contains, formatCidr, overlaps, parseCidr, subnetOf } from "./cidr.ts";

const cidr = (text: string) => parseCidr(text)!;

test.each(["10.0.0.0/8", "10.32.48.0/20", "255.255.255.255/32", "0.0.0.0/0", "192.168.1.128/25"])(
  "%s is a block",
  (text) => {
    expect(formatCidr(cidr(text))).toBe(text);
  },
);

test.each([
  "10.0.0.1/8",
  "10.0.0.0",
  "10.0.0.0/33",
  "256.0.0.0/8",
  "010.0.0.0/8",
  "10.0.0.0/8 ",
  "::/0",
  "10.0.0.0/-1",
  "10.0.0/8",
])("%s is not a block in canonical form", (text) => {
  expect(parseCidr(text)).toBeUndefined();
});

test.each([
  ["10.0.0.0/16", "10.0.255.0/24", true, true],
  ["10.0.255.0/24", "10.0.0.0/16", true, false],
  ["10.0.0.0/16", "10.1.0.0/16", false, false],
  ["0.0.0.0/0", "255.255.255.255/32", true, true],
  ["128.0.0.0/1", "127.255.255.255/32", false, false],
])("%s and %s: overlap %s, contains %s", (a, b, overlap, inside) => {
  expect(overlaps(cidr(a), cidr(b))).toBe(overlap);
  expect(contains(cidr(a), cidr(b))).toBe(inside);
});

test("subnets count up from the start of the block", () => {
  expect([0, 1, 15].map((index) => formatCidr(subnetOf(cidr("10.32.48.0/20"), 4, index)))).toEqual([
    "10.32.48.0/24",
    "10.32.49.0/24",
    "10.32.63.0/24",
  ]);
  expect(() => subnetOf(cidr("10.32.48.0/20"), 4, 16)).toThrow("no block number 16");
  expect(() => subnetOf(cidr("10.32.48.0/20"), 13, 0)).toThrow(RangeError);
});
