import type { OrganizationAccount } from "@archipelago/account-stack/workspace";
import { departedProblem, type Departed, type DepartedFacts } from "./departed.ts";

const departed: Departed = {
  name: "shop-dev",
  product: "shop",
  environment: "development",
  lifecycle: undefined,
  email: "aws+shop-dev@acme.example",
  existingAccountId: undefined,
};
const arrival = (account: Partial<OrganizationAccount>) =>
  ({
    name: "store-dev",
    product: "store",
    environment: "development",
    email: "other@acme.example",
    ...account,
  }) as OrganizationAccount;
const facts: DepartedFacts = { departed, base: "0123456789abcdef", resources: 3, status: "ACTIVE", arrived: [] };
const messageOf = (more: Partial<DepartedFacts>) => departedProblem({ ...facts, ...more })?.format() ?? "none";

test.each<[string, Partial<DepartedFacts>]>([
  ["never applied", { resources: 0, status: null }],
  ["never applied, and the organisation cannot be asked", { resources: 0, status: undefined }],
  [
    "never applied, under another name now",
    { resources: 0, status: null, arrived: [arrival({ email: departed.email })] },
  ],
  [
    "its state moved, its address kept",
    { resources: 0, status: "ACTIVE", arrived: [arrival({ email: departed.email })] },
  ],
])("may go: %s", (_name, more) => {
  expect(messageOf(more)).toBe("none");
});

test.each<[string, Partial<DepartedFacts>, RegExp]>([
  [
    "resources",
    {},
    /^accounts\/shop-dev: is gone, but its state holds 3 resources\n(.*\n)*.*git checkout 0123456 -- accounts\/shop-dev; set "lifecycle": "closing"/,
  ],
  ["a state that cannot be read", { resources: undefined }, /may hold resources, which cannot be told here/],
  ["an open account", { resources: 0 }, /is gone, but its AWS account is open/],
  [
    "a tombstone",
    { resources: 0, status: null, departed: { ...departed, lifecycle: "closed" } },
    /is what is left of a closed account/,
  ],
  ["a closed account without tombstone", { resources: 0, status: "SUSPENDED" }, /is what is left of a closed account/],
])("may not go: %s", (_name, more, message) => {
  expect(messageOf(more)).toMatch(message);
});

test.each<[string, Partial<OrganizationAccount>]>([
  ["the same address", { email: "AWS+shop-dev@acme.example" }],
  ["the same product and environment", { product: "shop" }],
])("a new folder with %s is the old one under another name", (_name, account) => {
  expect(messageOf({ arrived: [arrival(account)] })).toMatch(
    /became accounts\/store-dev, but its state holds 3 resources/,
  );
  expect(messageOf({ arrived: [arrival(account)] })).toContain("npm run archipelago -- rename shop-dev store-dev");
});

test("with an id, too; another folder is just another account", () => {
  const before = { ...departed, existingAccountId: "444455556666" };
  const arrived = [arrival({ existingAccountId: "444455556666" })];
  expect(messageOf({ departed: before, arrived })).toContain("became accounts/store-dev");
  expect(messageOf({ arrived: [arrival({})] })).toContain("is gone, but its state holds 3 resources");
});

test("without the old address it would be another AWS account: the line to add is said", () => {
  const arrived = [arrival({ product: "shop" })];
  expect(messageOf({ arrived })).toContain(
    'set "email": "aws+shop-dev@acme.example" in accounts/store-dev/account.json',
  );
  expect(messageOf({ arrived, resources: 0 })).toContain("which would be another AWS account");
});
