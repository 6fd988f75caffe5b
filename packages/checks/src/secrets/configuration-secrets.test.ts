import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadWorkspace, notSecrets } from "@archipelago/account-stack/workspace";
import { configurationSecrets } from "./configuration-secrets.ts";

const repository = path.resolve(import.meta.dirname, "../../../..");
let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-secrets-"));
  for (const entry of ["organization.json", "environments", "accounts"])
    fs.cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

type Json = Record<string, any>;
function edit(file: string, change: (json: Json) => void): void {
  const json = JSON.parse(fs.readFileSync(path.join(root, file), "utf8")) as Json;
  change(json);
  fs.writeFileSync(path.join(root, file), JSON.stringify(json, null, 2));
}
const problems = () =>
  Object.fromEntries([...configurationSecrets(loadWorkspace(root))].map(([name, error]) => [name, error.format()]));

const key = ["sk_live", "aB3dE5gH7jK9mN1pQ3sT5vX7"].join("_");
const staging = "environments/staging.json";

test("this repository's configuration holds none", () => expect(problems()).toEqual({}));

test("a secret in an environment is told to each of its accounts, with its place and without the secret", () => {
  edit(staging, (json) => (json["configuration"]["shop"]["paymentKey"] = key));
  const said = problems();
  expect(Object.keys(said)).toEqual(["shop-staging"]);
  expect(said["shop-staging"]).toMatch(
    /^environments\/staging\.json:\d+:\d+: configuration\.shop\.paymentKey holds what looks like a Stripe key\n {2}next: take it out/,
  );
  expect(said["shop-staging"]).not.toContain(key);
});

test("a secret in account.json and one in organization.json are told to their account", () => {
  edit("accounts/shop-dev/account.json", (json) => (json["costCentre"] = ["AKIA", "Q3EGRXHZ5DNW7LTB"].join("")));
  edit("organization.json", (json) => (json["contacts"]["billing"]["title"] = key));
  expect(problems()).toEqual({
    "shop-dev": expect.stringMatching(/^accounts\/shop-dev\/account\.json:\d+:\d+: costCentre holds/),
    management: expect.stringMatching(/^organization\.json:\d+:\d+: contacts\.billing\.title holds/),
  });
});

test("an exception names the place and the reason; it then holds for stacks too, and goes when it is needed no more", () => {
  const reason = "the provider publishes this key on its own site";
  edit(staging, (json) => {
    json["configuration"]["shop"]["paymentKey"] = key;
    json["notSecrets"] = { "configuration.shop.paymentKey": reason };
  });
  expect(problems()).toEqual({});
  expect(notSecrets(loadWorkspace(root)).get("staging")).toEqual([key]);
  edit(staging, (json) => (json["configuration"]["shop"]["paymentKey"] = "none"));
  expect(problems()["shop-staging"]).toContain(
    "notSecrets: configuration.shop.paymentKey does not look like a secret\n  next: remove the exception",
  );
});

test("an exception without a reason is refused when the file is read", () => {
  edit(staging, (json) => (json["notSecrets"] = { "configuration.shop.paymentKey": "ok" }));
  expect(loadWorkspace(root).problems.get("shop-staging")?.format()).toContain("must be a reason, in words");
});
