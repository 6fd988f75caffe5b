import fs from "node:fs";
import path from "node:path";
import { loadWorkspace } from "@archipelago/account-stack/workspace";
import { judgeAccountData } from "@archipelago/checks";
import { accountGenerator, codeownersGenerator } from "./account.ts";
import type { AccountRequest } from "./account-request.ts";
import { Repository } from "./repository.fixture.ts";

let repository: Repository;
let said: string[];
beforeEach(() => {
  repository = new Repository();
  said = [];
  jest.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  repository.remove();
  jest.restoreAllMocks();
});

const checkout = { name: "checkout-dev", owner: "@acme/team-checkout", costCentre: "CC-2001" };
const run = (request: AccountRequest): Promise<string[]> => repository.run(accountGenerator, request);
const files = ["CREATE accounts/checkout-dev/account.json", "CREATE accounts/checkout-dev/stack.ts"];
const owners = "UPDATE .github/CODEOWNERS";

test("name, owner and cost centre are enough: the rest follows, and check has nothing against it", async () => {
  expect(await run(checkout)).toEqual([...files, owners]);
  expect(repository.read("accounts/checkout-dev/account.json")).toBe(`{
  "$schema": "../../packages/account-stack/schemas/account.schema.json",
  "product": "checkout",
  "environment": "development",
  "owner": "@acme/team-checkout",
  "costCentre": "CC-2001",
  "budget": {
    "monthlyUsd": 100
  },
  "network": {
    "cidr": "10.32.16.0/20"
  },
  "access": {
    "team-checkout": ["Developer"]
  }
}
`);
  expect(repository.read("accounts/checkout-dev/stack.ts")).toBe(repository.read("accounts/_template/stack.ts"));
  expect(repository.read(".github/CODEOWNERS")).toContain("\n/accounts/checkout-dev/ @acme/team-checkout\n");
  const workspace = loadWorkspace(repository.root);
  expect([...workspace.problems]).toEqual([]);
  const { problems, notes } = judgeAccountData(workspace);
  expect([...workspace.accounts.keys()].flatMap((name) => [...problems(name), ...notes(name)])).toEqual([]);
});

test("it says which network it took and what comes next", async () => {
  await run(checkout);
  expect(said.join("\n")).toBe(`checkout in development, network 10.32.16.0/20, the next free block of the address plan
Next: npx nx plan checkout-dev`);
});

test("networks of accounts with another mistake are not given away", async () => {
  const file = "accounts/shop-staging/account.json";
  repository.write(file, repository.read(file).replace("10.64.0.0/20", "10.32.16.0/20").replace("CC-1042", "?"));
  await run(checkout);
  expect(repository.read("accounts/checkout-dev/account.json")).toContain('"10.32.32.0/20"');
});

test("every value can be given", async () => {
  await run({
    ...checkout,
    product: "checkout",
    environment: "development",
    budget: 750,
    network: "10.32.200.0/22",
    access: "engineers",
    expires: "2027-06-30",
  });
  expect(JSON.parse(repository.read("accounts/checkout-dev/account.json"))).toMatchObject({
    budget: { monthlyUsd: 750 },
    network: { cidr: "10.32.200.0/22" },
    access: { engineers: ["Developer"] },
    expires: "2027-06-30",
  });
});

test("no network and nobody with access are left out; people only look at production", async () => {
  await run({ ...checkout, owner: "@someone", network: "none" });
  const data = JSON.parse(repository.read("accounts/checkout-dev/account.json")) as object;
  expect(Object.keys(data)).toEqual(["$schema", "product", "environment", "owner", "costCentre", "budget"]);
  await run({ ...checkout, name: "checkout-prod" });
  expect(repository.read("accounts/checkout-prod/account.json")).toContain('"team-checkout": ["ReadOnly"]');
});

test("a second run changes nothing, whatever it is given", async () => {
  await run(checkout);
  expect(await run(checkout)).toEqual([]);
  expect(await run({ ...checkout, budget: 9, owner: "@acme/team-other" })).toEqual([]);
  expect(await run({ name: "checkout-dev" })).toEqual([]);
  expect(said.at(-1)).toBe(
    "accounts/checkout-dev is there and stays as it is: edit accounts/checkout-dev/account.json",
  );
});

test("what somebody edited stays", async () => {
  await run(checkout);
  for (const file of ["account.json", "stack.ts"]) {
    const name = `accounts/checkout-dev/${file}`;
    repository.write(name, repository.read(name).replace("{", "{ "));
  }
  repository.write(".github/CODEOWNERS", `${repository.read(".github/CODEOWNERS")}/docs/ @acme/writers\n`);
  expect(await run(checkout)).toEqual([]);
});

test("what is missing of a folder is added, the rest stays", async () => {
  await run(checkout);
  fs.rmSync(path.join(repository.root, "accounts/checkout-dev/stack.ts"));
  expect(await run(checkout)).toEqual(["CREATE accounts/checkout-dev/stack.ts"]);
});

test("CODEOWNERS alone: made when it is missing, mended when it is stale, else left alone", async () => {
  expect(await repository.run(codeownersGenerator, {})).toEqual([]);
  const file = ".github/CODEOWNERS";
  const right = repository.read(file);
  repository.write(file, right.replace("@acme/team-data", "@mallory"));
  expect(await repository.run(codeownersGenerator, {})).toEqual([owners]);
  expect(repository.read(file)).toBe(right);
  fs.rmSync(path.join(repository.root, file));
  expect(await repository.run(codeownersGenerator, {})).toEqual(["CREATE .github/CODEOWNERS"]);
  expect(repository.read(file)).toBe(right);
});

describe("a request that cannot be", () => {
  test.each<[what: string, request: AccountRequest, said: RegExp]>([
    ["empty", {}, /^account: name, owner, costCentre: are missing\n {2}next: npx nx g account checkout-dev --owner=/],
    [
      "incomplete",
      { name: "a-dev", costCentre: "X" },
      /^account: owner: is missing\n {2}next: npx nx g account a-dev --owner=\S+ --costCentre=X$/,
    ],
    ["a way out", { ...checkout, name: "../../etc" }, /"\.\.\/\.\.\/etc" cannot be the name of an account/],
    ["the template", { ...checkout, name: "_template" }, /cannot be the name/],
    ["look-alike letters", { ...checkout, name: "сheckout-dev" }, /cannot be the name/],
    [
      "no environment in the name",
      { ...checkout, name: "checkout" },
      /environment: the name "checkout" ends with no environment\n {2}allowed: development, /,
    ],
    ["an unknown environment", { ...checkout, environment: "qa" }, /there is no environment "qa"/],
    [
      "another environment than the name's",
      { ...checkout, environment: "production" },
      /says development of checkout, the file says production/,
    ],
    [
      "a taken network",
      { ...checkout, network: "10.32.0.0/20" },
      /overlaps 10\.32\.0\.0\/20 of shop-dev\n[^]*10\.32\.16\.0\/20 is free/,
    ],
    ["a network that is none", { ...checkout, network: "10.0.0.1/20" }, /network\.cidr: must be an IPv4 block/],
    ["a team of elsewhere", { ...checkout, owner: "@other/team" }, /is no team of acme/],
    ["no owner at all", { ...checkout, owner: "team" }, /owner: must be a GitHub team/],
    ["a wrong cost centre", { ...checkout, costCentre: "CC 1" }, /costCentre: must be a cost centre/],
    ["a budget of nothing", { ...checkout, budget: 0 }, /budget\.monthlyUsd/],
    [
      "a second account of the same",
      { ...checkout, name: "shop-development" },
      /shop-dev is the development account of shop already/,
    ],
    ["a day that is none", { ...checkout, expires: "soon" }, /expires: must be a date/],
  ])("%s: is refused, and nothing is written", async (_what, request, message) => {
    const before = fs.readdirSync(repository.root, { recursive: true });
    await expect(run(request)).rejects.toThrow(message);
    expect(fs.readdirSync(repository.root, { recursive: true })).toEqual(before);
  });

  test("a full address plan says what to do", async () => {
    const file = "environments/development.json";
    repository.write(file, repository.read(file).replace('"10.32.0.0/12"', '"10.32.0.0/20"'));
    await expect(run(checkout)).rejects.toThrow(/no block of 4,096 addresses is left in 10\.32\.0\.0\/20\n {2}next: /);
  });
});
