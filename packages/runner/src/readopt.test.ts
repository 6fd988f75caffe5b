import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Account } from "@archipelago/account-stack/workspace";
import { openCloud, startOfflineAws, type OfflineAws } from "@archipelago/offline-aws";
import { cleanEnvironment, Terraform, type Json } from "@archipelago/terraform";
import { paths } from "./paths.ts";
import { writeConfiguration, type PreparedAccount } from "./prepare.ts";
import { planReadopting } from "./readopt.ts";
import type { Session } from "./session.ts";

// Real Terraform, over the simulated AWS.

const accountId = "111111111111";
const account = { name: "shop-dev", region: "eu-west-1" } as Account;
let root: string;
let offline: OfflineAws;

beforeAll(async () => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-readopt-"));
  const { cloud: cloudDirectory, cache: cacheDirectory } = paths(root);
  offline = await startOfflineAws({ cloudDirectory, cacheDirectory, accounts: [accountId] });
});
afterAll(async () => {
  await offline.stop();
  fs.rmSync(root, { recursive: true });
});

test("of instances, those that exist are taken over, those that do not are made, those no longer configured are listed", async () => {
  const role = (key: string) => `aws_iam_role.x[${JSON.stringify(key)}]`;
  const keys = ["a", 'b\\"c', "d", "gone"];
  const event = (addr: string, id_value: string): Json => ({
    ...{ type: "apply_complete", "@message": "" },
    hook: { resource: { addr, resource_type: "aws_iam_role" }, action: "create", id_key: "id", id_value },
  });
  const creations = Object.fromEntries(
    keys.map((key) => [role(key), { type: "aws_iam_role", values: { name: nameOf(key) }, references: {} }]),
  );
  write(path.join(paths(root).journals("acme", account.name), "apply-1.json"), [
    { format: 1, time: "2026-11-21T09:00:00.000Z", who: "ada@laptop", creations },
  ]);
  write(
    path.join(paths(root).logs(account.name), "apply-1.jsonl"),
    keys.map((key) => event(role(key), nameOf(key))),
  );
  const policy = { Version: "2012-10-17", Statement: [] };
  openCloud(paths(root).cloud).create({
    ...{ type: "aws_iam_role", id: "d", accountId, region: "global" },
    attributes: { name: "d", path: "/", assume_role_policy: JSON.stringify(policy) },
  });
  const configured = Object.fromEntries(keys.slice(0, -1).map((key) => [key, nameOf(key)]));
  const prepared = await prepare({
    provider: { aws: [{ region: account.region }] },
    resource: {
      aws_iam_role: {
        x: { for_each: configured, name: "${each.value}", assume_role_policy: JSON.stringify(policy) },
      },
    },
  });
  const { hasChanges, reasons } = await planReadopting(session(), prepared, { out: path.join(root, "plan.tfplan") });
  expect(hasChanges).toBe(true);
  expect(reasons).toEqual([
    "re-adopts 1 resource of an interrupted apply",
    expect.stringMatching(/^look for aws_iam_role\.x\["gone"\] .*\(id gone; .*: the configuration no longer has it; /),
  ]);
});

function session(): Session {
  const organization = { name: "acme", cloud: "offline" };
  // Nobody can list what AWS has.
  return { workspace: { root, organization }, cloud: { existing: async () => undefined }, states: {} } as never;
}

async function prepare(configuration: object): Promise<PreparedAccount> {
  const text = { json: JSON.stringify(configuration), inputs: { values: {} }, adopted: undefined };
  const prepared = { account, accountId, configuration: text } as unknown as PreparedAccount;
  writeConfiguration(session(), account, prepared.configuration);
  const terraform = new Terraform({
    directory: paths(root).work(account.name),
    logDirectory: paths(root).logs(account.name),
    environment: cleanEnvironment(process.env, {
      cloud: "offline",
      add: { TF_REATTACH_PROVIDERS: offline.reattach(accountId) },
    }),
  });
  await terraform.init();
  return { ...prepared, terraform };
}

/** One value a line. */
function write(file: string, lines: readonly Json[]): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

function nameOf(key: string): string {
  return key.replaceAll(/\W/g, "-");
}
