import fs from "node:fs";
import { bucketObjects, type BucketObjects } from "@archipelago/state";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { renameShopDev } from "./support/renamed-folder.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// Folders that go, or get another name, where the states are on a server of S3, each in a bucket named after the account.

jest.setTimeout(600_000);

const stateKey = "stack/terraform.tfstate";

(s3ServerInstalled() ? describe : describe.skip)("states on S3 (needs an S3 server)", () => {
  const server = useS3Server();
  let workspace: Workspace;
  let accountId: string;
  const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
  const bucket = (account: string): BucketObjects =>
    bucketObjects(`acme-${account}-tfstate`, account, {
      endpoint: server().endpoint,
      region: "eu-west-1",
      credentials: server().credentials(accountId),
    });
  const stateOf = async (account: string) => {
    const { lineage, serial, resources } = JSON.parse((await bucket(account).read(stateKey))!.text) as {
      lineage: string;
      serial: number;
      resources: { mode: string; instances: unknown[] }[];
    };
    const managed = resources.filter(({ mode }) => mode === "managed").flatMap(({ instances }) => instances);
    return { lineage, serial, held: managed.length };
  };

  beforeAll(async () => {
    workspace = new Workspace(["management", "log-archive", "security", "shop-dev"]);
    makeSmall(workspace);
    const organization = workspace.json<object>("organization.json");
    workspace.write("organization.json", { ...organization, state: { s3: { endpoint: server().endpoint } } });
    workspace.git("commit", "--quiet", "--all", "--message", "States on S3");
    await archipelago("bootstrap", "management");
    await archipelago("apply", "management", "--yes");
    await archipelago("bootstrap", "--all");
    await archipelago("apply", "--all", "--yes");
    ({ accountId } = workspace.summary("shop-dev"));
    workspace.git("checkout", "--quiet", "-b", "pull-request");
  });
  afterEach(() => {
    workspace.git("reset", "--quiet", "--hard", "main");
    workspace.git("clean", "--quiet", "-d", "--force");
  });
  afterAll(() => workspace.remove());

  test("a folder is not deleted while its state holds resources: check says how many, and management is not planned", async () => {
    const { held } = await stateOf("shop-dev");
    fs.rmSync(workspace.path("accounts/shop-dev"), { recursive: true });
    workspace.git("commit", "--quiet", "--all", "--message", "Delete shop-dev");
    const message = `accounts/shop-dev: is gone, but its state holds ${held} resources`;
    const checked = await workspace.archipelago(["check", "management"]);
    expect([checked.exitCode, checked.stderr]).toEqual([1, expect.stringContaining(message)]);
    expect((await workspace.archipelago(["plan", "management"])).exitCode).toBe(1);
    expect(workspace.summary("management").error).toContain(message);
  });

  test("a folder of which nothing was ever made may go", async () => {
    workspace.git("checkout", "--quiet", "main");
    fs.cpSync(workspace.path("accounts/shop-dev"), workspace.path("accounts/checkout-dev"), { recursive: true });
    workspace.replace("accounts/checkout-dev/account.json", '"product": "shop"', '"product": "checkout"');
    workspace.replace("accounts/checkout-dev/account.json", "10.32.0.0/20", "10.32.16.0/20");
    workspace.git("add", "--all");
    workspace.git("commit", "--quiet", "--message", "Add checkout-dev");
    workspace.git("checkout", "--quiet", "-B", "pull-request");
    fs.rmSync(workspace.path("accounts/checkout-dev"), { recursive: true });
    workspace.git("commit", "--quiet", "--all", "--message", "Do without");
    expect(await archipelago("check", "management")).toBe("management: ok\n");
  });

  test("a renamed account gets a bucket of its new name, and its states move there", async () => {
    const before = await stateOf("shop-dev");
    renameShopDev(workspace);
    const refused = await workspace.archipelago(["check", "management"]);
    const [, command] = /npm run archipelago -- (rename shop-dev store-dev)/.exec(refused.stderr)!;
    const [copy, note] = [
      "journal/apply-1.json",
      { time: "2026-11-21T09:00:00.000Z", who: "ada@laptop", creations: {} },
    ];
    const text = JSON.stringify({ name: "apply-1", note, journal: "", ended: true });
    const etag = (await bucket("shop-dev").write(copy, text, null))!;
    const unsettled = await workspace.archipelago(command!.split(" "));
    expect([unsettled.exitCode, unsettled.stderr]).toEqual([1, expect.stringContaining("npx nx apply shop-dev")]);
    expect(await stateOf("shop-dev")).toEqual(before);
    await bucket("shop-dev").remove(copy, etag);
    const said = await archipelago(...command!.split(" "));
    expect(said).toContain("acme-store-dev-tfstate: made in eu-west-1");
    expect(said).toContain(`lineage ${before.lineage}, serial ${before.serial}, ${before.held} resources`);
    expect(await stateOf("store-dev")).toEqual(before);
    expect(await bucket("shop-dev").read(stateKey)).toBeUndefined();
    expect((await bucket("shop-dev").versions(stateKey)).some(({ deleted }) => !deleted)).toBe(true);
    expect(await archipelago("bootstrap", "store-dev")).toBe("store-dev: as it should be\n");

    expect((await workspace.archipelago(["check", "management"])).stderr).not.toContain("accounts/shop-dev");
    await workspace.archipelago(["plan", "management", "store-dev"]);
    expect(["management", "store-dev"].map((name) => workspace.summary(name).error)).toEqual([undefined, undefined]);
    expect(workspace.summary("store-dev").counts["destroy"]).toBe(0);
    expect(workspace.summary("store-dev").accountId).toBe(accountId);

    const again = await workspace.archipelago(["rename", "shop-dev", "store-dev"]);
    expect([again.exitCode, again.stderr]).toEqual([
      1,
      expect.stringContaining("the state of shop-dev holds nothing to move"),
    ]);
  });
});
