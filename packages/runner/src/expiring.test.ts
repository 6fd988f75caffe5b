import type { OrganizationAccount } from "@archipelago/account-stack/workspace";
import { expiringAccounts } from "./expiring.ts";

const today = "2027-03-20";
const account = (name: string, expires: string | undefined, lifecycle: OrganizationAccount["lifecycle"] = "active") =>
  ({ name, owner: "@acme/team", environment: "sandbox", expires, lifecycle }) as OrganizationAccount;
const found = (...accounts: OrganizationAccount[]) => expiringAccounts(accounts, today, 14);

test.each([
  ["long past", "2026-03-20", -365, "expired"],
  ["yesterday", "2027-03-19", -1, "expired"],
  ["today, which is the last day", today, 0, "expiring"],
  ["tomorrow", "2027-03-21", 1, "expiring"],
  ["the last of the days, over the change to summer time", "2027-04-03", 14, "expiring"],
])("%s", (_name, expires, daysLeft, state) => {
  expect(found(account("lab", expires))).toEqual([
    { account: "lab", owner: "@acme/team", environment: "sandbox", expires, daysLeft, state },
  ]);
});

test.each([
  ["one day later than that", account("lab", "2027-04-04")],
  ["no last day", account("lab", undefined)],
  ["being closed", account("lab", "2027-01-01", "closing")],
  ["closed", account("lab", "2027-01-01", "closed")],
])("left out: %s", (_name, left) => {
  expect(found(left)).toEqual([]);
});

test("the first to expire comes first, then by name", () => {
  const accounts = [account("b", "2027-03-22"), account("a", "2027-03-22"), account("c", "2027-01-01")];
  expect(found(...accounts).map(({ account }) => account)).toEqual(["c", "a", "b"]);
});
