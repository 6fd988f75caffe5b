import { conditionOperators, holds } from "./condition.ts";
import { contextOf } from "./pattern.ts";

const context = contextOf({
  text: "Shop",
  arn: "arn:aws:iam::111111111111:role/app/worker",
  number: "10",
  date: "2026-06-01T00:00:00Z",
  address: "192.0.2.7",
  address6: "2001:db8::7",
  yes: "true",
  list: ["owner", "team"],
});

// operator, key, values, whether it holds
test.each<[string, string, string[], boolean]>([
  ["StringEquals", "text", ["Data", "Shop"], true],
  ["StringEquals", "TEXT", ["Shop"], true], // keys without regard to case
  ["StringEquals", "text", ["shop"], false],
  ["StringEquals", "text", ["S*"], false],
  ["StringEquals", "none", ["Shop"], false],
  ["StringEqualsIfExists", "none", ["Shop"], true],
  ["StringEqualsIfExists", "text", ["Data"], false],
  ["StringNotEquals", "text", ["Data", "Shop"], false],
  ["StringNotEquals", "text", ["Data"], true],
  ["StringNotEquals", "none", ["Shop"], true],
  ["StringEqualsIgnoreCase", "text", ["shop"], true],
  ["StringNotEqualsIgnoreCase", "text", ["shop"], false],
  ["StringLike", "text", ["S?op"], true],
  ["StringLike", "text", ["s*"], false],
  ["StringLike", "text", ["*"], true],
  ["StringNotLike", "text", ["Sh*"], false],
  ["StringEquals", "text", ["${text}"], true],
  ["StringEquals", "text", ["${none}"], false],
  ["StringEquals", "text", ["${none, 'Shop'}"], true],
  ["StringLike", "text", ["Shop${*}"], false],
  ["ArnLike", "arn", ["arn:aws:iam::*:role/app/*"], true],
  ["ArnEquals", "arn", ["arn:aws:iam::*:role/app/*"], true],
  ["ArnLike", "arn", ["arn:aws:iam:*:role/app/*"], false], // a part is missing
  ["ArnLike", "arn", ["arn:aws:*:role/app/worker"], false], // no wildcard reaches over a colon
  ["ArnNotLike", "arn", ["arn:aws:iam::*:role/archipelago/*"], true],
  ["ArnNotEquals", "arn", ["arn:aws:iam::111111111111:role/*"], false],
  ["NumericEquals", "number", ["10.0"], true],
  ["NumericNotEquals", "number", ["10"], false],
  ["NumericLessThan", "number", ["10"], false],
  ["NumericLessThanEquals", "number", ["10"], true],
  ["NumericGreaterThan", "number", ["9"], true],
  ["NumericGreaterThanEquals", "number", ["11"], false],
  ["NumericLessThan", "text", ["11"], false],
  ["NumericLessThanEqualsIfExists", "none", ["11"], true],
  ["DateEquals", "date", ["2026-06-01T00:00:00Z"], true],
  ["DateNotEquals", "date", ["2026-06-01T00:00:00Z"], false],
  ["DateLessThan", "date", ["2026-06-02T00:00:00Z"], true],
  ["DateLessThanEquals", "date", ["2026-05-31T00:00:00Z"], false],
  ["DateGreaterThan", "date", ["1700000000"], true],
  ["DateGreaterThanEquals", "date", ["2026-06-01T00:00:00Z"], true],
  ["Bool", "yes", ["true"], true],
  ["Bool", "yes", ["false"], false],
  ["Bool", "none", ["false"], false],
  ["BoolIfExists", "none", ["true"], true],
  ["BinaryEquals", "text", ["Shop"], true],
  ["IpAddress", "address", ["192.0.2.0/29"], true],
  ["IpAddress", "address", ["192.0.2.8/29"], false],
  ["IpAddress", "address", ["192.0.2.7"], true],
  ["IpAddress", "address", ["0.0.0.0/0"], true],
  ["IpAddress", "address6", ["2001:db8::/32"], true],
  ["IpAddress", "address6", ["2001:db9::/32"], false],
  ["IpAddress", "address6", ["0.0.0.0/0"], false],
  ["NotIpAddress", "address", ["10.0.0.0/8", "192.0.2.0/24"], false],
  ["NotIpAddress", "address", ["10.0.0.0/8"], true],
  ["Null", "none", ["true"], true],
  ["Null", "text", ["true"], false],
  ["Null", "text", ["false"], true],
  ["ForAnyValue:StringEquals", "list", ["owner"], true],
  ["ForAnyValue:StringEquals", "list", ["cost"], false],
  ["ForAnyValue:StringEquals", "none", ["owner"], false],
  ["ForAnyValue:StringNotEquals", "list", ["owner"], true],
  ["ForAnyValue:StringNotEquals", "none", ["owner"], false],
  ["ForAllValues:StringEquals", "list", ["owner", "team", "cost"], true],
  ["ForAllValues:StringEquals", "list", ["owner"], false],
  ["ForAllValues:StringEquals", "none", ["owner"], true],
  ["ForAllValues:StringLike", "list", ["*e*"], true],
  ["ForAllValues:StringNotEquals", "list", ["secret"], true],
  ["ForAllValues:StringNotEquals", "list", ["owner"], false],
  ["ForAnyValue:StringLikeIfExists", "none", ["owner"], true],
  ["StringSomething", "text", ["Shop"], false],
])("%s %s %j: %s", (operator, key, values, expected) => {
  expect(holds({ operator, key, values }, context)).toBe(expected);
});

test("every operator has been tried", () => {
  // Operators are few; the table above names each of them.
  const source = jest.requireActual<typeof import("node:fs")>("node:fs").readFileSync(__filename, "utf8");
  for (const operator of conditionOperators) expect(source).toContain(`["${operator}", `);
});
