import { bucketObjects, type BucketObjects } from "@archipelago/state";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { Workspace } from "./support/workspace.ts";

// A state moves from a local file to S3, from there to another bucket, and is looked at and repaired. Each test continues
// where the one before stopped.

jest.setTimeout(600_000);

(s3ServerInstalled() ? describe : describe.skip)("archipelago state", () => {
  const server = useS3Server();
  let workspace: Workspace;
  let accountId: string;
  beforeAll(async () => {
    workspace = new Workspace(["management", "log-archive", "security"]);
    await workspace.succeed(["apply", "management", "--yes"]);
    ({ accountId } = workspace.summary("management"));
  });
  afterAll(() => workspace.remove());

  const key = "stack/terraform.tfstate";
  const lockKey = `${key}.tflock`;
  const bucket = (name = "acme-management-tfstate"): BucketObjects =>
    bucketObjects(name, "management", {
      endpoint: server().endpoint,
      region: "eu-west-1",
      credentials: server().credentials(accountId),
    });
  const state = (...args: string[]) => workspace.archipelago(["state", "management", ...args]);

  test("a state in a local file has no history here", async () => {
    const { exitCode, stderr } = await state("history");
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("the state is a local file") });
  });

  test("moves to S3 with its record, is the same there, and nothing is planned anew", async () => {
    const organization = workspace.json<object>("organization.json");
    workspace.write("organization.json", { ...organization, state: { s3: { endpoint: server().endpoint } } });
    await workspace.succeed(["bootstrap", "management"]);
    const file = ".archipelago/state/acme/management/terraform.tfstate";
    const before = workspace.read(file);
    const said = await workspace.succeed(["state", "management", "migrate", "--from", "local", "--to", "s3"]);
    expect(said).toMatch(/lineage \S+, serial \d+, \d+ resources: the same in both places\n {2}with the record/);
    expect((await bucket().read(key))?.text).toBe(before);
    expect([workspace.exists(file), workspace.read(`${file}.migrated`)]).toEqual([false, before]);
    await workspace.succeed(["plan", "management"]);
    expect(workspace.summary("management").status).toBe("no-changes");
    const history = await workspace.succeed(["show", "history", "management"]);
    expect(history).toContain("apply");
  });

  test("a second move finds nothing, and one onto a state is refused", async () => {
    expect((await state("migrate", "--from", "local")).stderr).toContain("there is no state to move");
    workspace.write(".archipelago/state/acme/management/terraform.tfstate", { lineage: "x", serial: 1, resources: [] });
    const { exitCode, stderr } = await state("migrate", "--from", "local");
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining("there is a state already") });
    expect(await bucket().read(lockKey)).toBeUndefined();
  });

  test("who holds the lock is named, apply waits for them in vain, and the lock goes by its id", async () => {
    const lock = { ID: "1b4e28ba-2fa1-11d2-883f-0016d3cca427", Operation: "OperationTypeApply", Who: "ada@laptop" };
    await bucket().write(lockKey, JSON.stringify({ ...lock, Created: "2026-11-21T10:00:00Z" }), null);
    expect(await workspace.succeed(["state", "management", "list"])).toMatch(
      /records\/last-apply\.json .*\n.*stack\/terraform\.tfstate .*\n.*\nlocked by ada@laptop since 2026-11-21T10:00:00Z/,
    );
    workspace.replace("accounts/management/account.json", '"monthlyUsd": 200', '"monthlyUsd": 250');
    const refused = await workspace.archipelago(["apply", "management", "--yes", "--lock-timeout", "1"]);
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("ada@laptop") });
    const shown = await state("unlock");
    expect(shown.stderr).toContain(`npm run archipelago -- state management unlock --id ${lock.ID}`);
    expect(await workspace.succeed(["state", "management", "unlock", "--id", lock.ID])).toContain("unlocked");
    await workspace.succeed(["apply", "management", "--yes"]);
  });

  test("an earlier version is restored, and a plan says what the state no longer knows", async () => {
    const versions = (await workspace.succeed(["state", "management", "history"])).split("\n").slice(1, -1);
    expect(versions[0]).toMatch(/current$/);
    const [oldest] = versions.at(-1)!.split(/\s+/);
    const said = await workspace.succeed(["state", "management", "restore", "--version", oldest!]);
    expect(said).toContain("Next: npx nx plan management");
    await workspace.succeed(["apply", "management", "--yes"]);
    await workspace.succeed(["plan", "management", "--full"]);
    expect(workspace.summary("management").status).toBe("no-changes");
  });
});
