import { connections } from "./connections.ts";

const role = { kind: "role", name: "orders", with: "analytics", side: "provider", role: "report" };

test.each([
  [[], true],
  [[role], true],
  [[{ ...role, role: "jobs/nightly/report" }], true],
  [[{ ...role, role: "*" }], false],
  [[{ ...role, role: "report?" }], false],
  [[{ ...role, role: "/report" }], false],
  [[{ ...role, role: "arn:aws:iam::111122223333:role/report" }], false],
  [[{ ...role, side: "both" }], false],
  [[{ ...role, kind: "roles" }], false],
  [[{ ...role, with: "Analytics" }], false],
  [[{ ...role, actions: ["s3:*"] }], false],
  [[{ kind: "role", name: "orders", with: "analytics", side: "provider" }], false],
])("%j is valid: %s", (value, valid) => expect(connections.safeParse(value).success).toBe(valid));
