import { closingAllowance, type Closing } from "./closing-quota.ts";

const now = Date.parse("2027-03-31T12:00:00Z");
const closed = (count: number, time: string): Closing[] =>
  Array.from({ length: count }, (_, index) => ({ account: `a${index}`, time }));

test.each([
  ["a small organisation may close ten", 5, 10],
  ["so may one of a hundred", 109, 10],
  ["a tenth of it", 250, 25],
  ["never more than a thousand", 20_000, 1000],
])("%s", (_name, members, limit) => {
  expect(closingAllowance(members, [], now)).toEqual({ limit, left: limit, used: 0, next: undefined });
});

test("what was closed counts for thirty days", () => {
  const [old, first, second] = [
    closed(5, "2027-03-01T12:00:00Z"),
    closed(4, "2027-03-01T12:00:01Z"),
    closed(6, "2027-03-20T00:00:00Z"),
  ];
  expect(closingAllowance(50, [...old, ...first], now)).toMatchObject({ used: 4, left: 6, next: undefined });
  expect(closingAllowance(50, [...second, ...first], now)).toEqual({
    limit: 10,
    used: 10,
    left: 0,
    next: "2027-03-31T12:00:01.000Z",
  });
});
