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
  [[{ ...role, kind: "bucket", access: "read" }], true],
  [[{ ...role, kind: "bucket" }], false],
  [[{ ...role, kind: "bucket", access: "delete" }], false],
  [[{ ...role, kind: "queue", access: "receive" }], true],
  [[{ ...role, kind: "queue", access: "read" }], false],
  [[{ ...role, kind: "topic", access: "publish" }], true],
  [[{ ...role, kind: "event-bus", access: "send" }], true],
  [[{ ...role, kind: "key", access: "decrypt" }], true],
  [[{ ...role, kind: "key", access: "decrypt", role: "*" }], false],
  [[{ ...role, kind: "repository", access: "pull" }], true],
  [[{ ...role, kind: "repository", access: "delete" }], false],
  [[{ kind: "private-endpoint", name: "api", with: "shop", side: "consumer", port: 443 }], true],
  [[{ kind: "private-endpoint", name: "api", with: "shop", side: "consumer", port: 0 }], false],
  [[{ kind: "private-endpoint", name: "api", with: "shop", side: "consumer" }], false],
  [[{ kind: "peering", name: "backoffice", with: "shop", side: "requester" }], true],
  [[{ kind: "peering", name: "backoffice", with: "shop", side: "provider" }], false],
])("%j is valid: %s", (value, valid) => expect(connections.safeParse(value).success).toBe(valid));
