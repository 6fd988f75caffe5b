import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Account, Workspace } from "@archipelago/account-stack/workspace";
import type { Cloud } from "./cloud.ts";
import { paths } from "./paths.ts";
import { openStates } from "./state.ts";

let root: string;
let file: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-state-"));
  file = paths(root).state("acme", "shop-dev");
  fs.mkdirSync(path.dirname(file), { recursive: true });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const states = () =>
  openStates({ root, organization: { name: "acme", state: "local" } } as unknown as Workspace, {} as Cloud);
const account = { name: "shop-dev" } as Account;
const text = JSON.stringify({ lineage: "a", serial: 3, resources: [] });

test("a local state is read whole, although Terraform writes it in place", async () => {
  fs.writeFileSync(file, text.slice(0, 20));
  const reading = states().read(account);
  fs.writeFileSync(file, text);
  expect(await reading).toMatchObject({ lineage: "a", serial: 3, resources: 0 });
});

test("one that stays a part is damaged", async () => {
  fs.writeFileSync(file, text.slice(0, 20));
  await expect(states().read(account)).rejects.toMatchObject({
    message: expect.stringMatching(/^the state is damaged/),
  });
});
