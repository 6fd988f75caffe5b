import path from "node:path";
import { offlineAccountId } from "./account-id.ts";

test("an id has 12 digits and depends on the address only", () => {
  expect(offlineAccountId("aws+shop-dev@acme.example")).toMatch(/^[1-9]\d{11}$/);
  expect(offlineAccountId(" AWS+shop-dev@acme.example ")).toBe(offlineAccountId("aws+shop-dev@acme.example"));
  expect(offlineAccountId("aws+shop-staging@acme.example")).not.toBe(offlineAccountId("aws+shop-dev@acme.example"));
  expect(path.basename(import.meta.dirname ?? "")).toBe("src");
});
