import { adoptAccounts, renamedAccounts } from "./adoption.ts";

const stack = (more: object = {}): string =>
  JSON.stringify({
    resource: {
      aws_organizations_account: { shop: { email: "Shop@acme.example" }, data: { email: "data@acme.example" } },
    },
    ...more,
  });
const shop = { id: "444455556666", email: "shop@ACME.example" };

test("an account is found by its e-mail address, in any case", () => {
  expect(adoptAccounts(stack(), [shop, { id: "1", email: "else@acme.example" }])).toEqual([
    { to: "aws_organizations_account.shop", id: "444455556666" },
  ]);
});

test("nothing for accounts that do not exist, that the stack imports itself, and for other stacks", () => {
  expect(adoptAccounts(stack(), [])).toEqual([]);
  expect(adoptAccounts(stack({ import: [{ to: "aws_organizations_account.shop", id: "4" }] }), [shop])).toEqual([]);
  expect(adoptAccounts("{}", [shop])).toEqual([]);
});

test("an account that closes has a number in its address", () => {
  const json = JSON.stringify({
    resource: { aws_organizations_account: { shop: { email: shop.email, count: "${1}" } } },
  });
  expect(adoptAccounts(json, [shop])).toEqual([{ to: "aws_organizations_account.shop[0]", id: shop.id }]);
});

test("an account that the state has under another name is moved, by its address", () => {
  const known = (name: string, email: string) => ({
    address: `aws_organizations_account.${name}`,
    block: `aws_organizations_account.${name}`,
    type: "aws_organizations_account",
    attributes: { email },
  });
  expect(renamedAccounts(stack(), [known("store", "SHOP@acme.example"), known("data", "data@acme.example")])).toEqual([
    { from: "aws_organizations_account.store", to: "aws_organizations_account.shop" },
  ]);
  expect(renamedAccounts(stack(), [known("shop", "shop@acme.example"), known("gone", "gone@acme.example")])).toEqual(
    [],
  );
  // Two folders with one address are refused elsewhere; here neither takes what the other has.
  expect(renamedAccounts(stack(), [known("data", "shop@acme.example")])).toEqual([]);
});
