import { bucketObjects, openS3, stateBucketPolicy, type BucketObjects } from "@archipelago/state";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { resourcesOf } from "./support/cloud.ts";
import { leaveOut } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// From an empty AWS to applied accounts whose states lie on a server of S3. Each test continues where the one before
// stopped.

jest.setTimeout(600_000);

const accounts = ["management", "log-archive", "security"];

(s3ServerInstalled() ? describe : describe.skip)("states on S3 (needs an S3 server)", () => {
  const server = useS3Server();
  let workspace: Workspace;
  const clone = (): Workspace => {
    const made = new Workspace(accounts);
    leaveOut(made, "management", "guardrails", "quotas", "costs", "cost-data", "access", "trail", "baseline");
    leaveOut(made, "log-archive", "baseline");
    return made;
  };
  beforeAll(() => {
    workspace = clone();
    const { endpoint } = server();
    const organization = workspace.json<object>("organization.json");
    workspace.write("organization.json", { ...organization, state: { s3: { endpoint } } });
    workspace.git("commit", "--quiet", "--all", "--message", "States on S3");
  });
  afterAll(() => workspace.remove());

  const access = (account: string) => ({
    endpoint: server().endpoint,
    region: "eu-west-1",
    credentials: server().credentials(workspace.summary(account).accountId),
  });
  const bucket = (account: string): BucketObjects => bucketObjects(`acme-${account}-tfstate`, account, access(account));
  const keys = async (account: string): Promise<string[]> =>
    (await bucket(account).list()).map(({ key }) => key).sort();

  test("nothing is planned before it was bootstrapped, and the message says how", async () => {
    const { exitCode, stdout } = await workspace.archipelago(["plan", "management"]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 1,
      stdout: expect.stringContaining("next: npm run archipelago -- bootstrap management"),
    });
    expect(resourcesOf(workspace)).toEqual([]);
  });

  test("a dry run says what would be made, and makes nothing", async () => {
    const said = await workspace.succeed(["bootstrap", "management", "--dry-run"]);
    expect(said).toMatch(/^management: would be changed\n {2}acme-management-tfstate: made in eu-west-1\n/);
    expect(said).toContain("+ aws_iam_role.roles_apply\n");
    expect(resourcesOf(workspace)).toEqual([]);
  });

  test("a member waits until the organisation has it", async () => {
    const { exitCode, stderr } = await workspace.archipelago(["bootstrap", "security"]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining("next: apply management first: it creates the account"),
    });
  });

  test("management is bootstrapped, makes the organisation, and the members follow", async () => {
    await workspace.succeed(["bootstrap", "management"]);
    expect(await workspace.succeed(["bootstrap", "management"])).toBe("management: as it should be\n");
    expect(await workspace.succeed(["apply", "management", "--yes"])).toContain("management: applied");
    expect(await keys("management")).toEqual([
      "bootstrap/terraform.tfstate",
      "published/outputs.json",
      "records/last-apply.json",
      "stack/terraform.tfstate",
    ]);
    // Now that the organisation has an id, the bucket's policy names it.
    const said = await workspace.succeed(["bootstrap", "--all"]);
    expect(said).toContain(
      "management: bootstrapped\n  acme-management-tfstate: was not as it should be, now policy\n",
    );
    expect(said).toContain("log-archive: bootstrapped\n  acme-log-archive-tfstate: made in eu-west-1\n");
    await workspace.succeed(["apply", "--all", "--yes"]);
    const { stdout } = await workspace.archipelago(["apply", "--all", "--yes"]);
    for (const account of accounts) expect(stdout).toMatch(new RegExp(`${account}: (no-changes|applied)`));
  });

  test("what an account publishes is an object beside its state: one that is gone is published again", async () => {
    const key = "published/outputs.json";
    const { text, etag } = (await bucket("log-archive").read(key))!;
    expect(JSON.parse(text)).toMatchObject({ flowLogBucketArn: expect.stringMatching(/^arn:aws:s3:::/) });
    await bucket("log-archive").remove(key, etag);
    await workspace.succeed(["plan", "log-archive", "--full"]);
    expect(workspace.summary("log-archive").counts).toMatchObject({ add: 1, change: 0, destroy: 0 });
    await workspace.succeed(["apply", "log-archive", "--yes"]);
    expect((await bucket("log-archive").read(key))?.text).toBe(text);
  });

  test("what was applied is told from the records on S3, without Terraform", async () => {
    await workspace.succeed(["plan", "log-archive"]);
    expect(workspace.summary("log-archive").status).toBe("skipped");
    await bucket("log-archive").write("stack/terraform.tfstate.tflock", "{}", null);
    await workspace.succeed(["plan", "log-archive"]);
    expect(workspace.summary("log-archive").status).toBe("no-changes");
    const [lock] = await bucket("log-archive").list("stack/terraform.tfstate.tflock");
    await bucket("log-archive").remove(lock!.key, lock!.etag);
  });

  test("the same commit synthesises the same bytes in another clone, and no id or credential", async () => {
    const other = clone();
    try {
      other.write("organization.json", workspace.read("organization.json"));
      for (const each of [workspace, other]) await each.succeed(["synth", "security"]);
      const text = workspace.read(".archipelago/work/security/cdk.tf.json");
      expect(other.read(".archipelago/work/security/cdk.tf.json")).toBe(text);
      expect(text).not.toContain(workspace.summary("security").accountId);
    } finally {
      other.remove();
    }
  });

  test("what somebody changed is repaired: the bucket's settings, a role, the boundary", async () => {
    const s3 = await openS3(access("security"));
    const { PutBucketPolicyCommand } = await import("@aws-sdk/client-s3");
    const Policy = JSON.stringify(
      stateBucketPolicy({ bucket: "acme-security-tfstate", partition: "aws", organizationId: undefined }),
    );
    await s3.send(new PutBucketPolicyCommand({ Bucket: "acme-security-tfstate", Policy }));
    const { accountId } = workspace.summary("security");
    const role = resourcesOf(workspace).find(
      ({ account, type, id }) => account === accountId && type === "aws_iam_role" && id === "archipelago-apply",
    )!;
    const stored = workspace.json<{ attributes: object }>(role.file.slice(workspace.root.length + 1));
    const attributes = { ...stored.attributes, max_session_duration: 43200 };
    workspace.write(role.file.slice(workspace.root.length + 1), { ...stored, attributes });
    const said = await workspace.succeed(["bootstrap", "security"]);
    expect(said).toContain("acme-security-tfstate: was not as it should be, now policy\n");
    expect(said).toContain("~ aws_iam_role.roles_apply\n");
    expect(said).toContain("max_session_duration: 43200 -> 7200");
    expect(await workspace.succeed(["bootstrap", "security"])).toBe("security: as it should be\n");
  });

  test("a state of it that was emptied is not taken for none", async () => {
    const key = "bootstrap/terraform.tfstate";
    const good = (await bucket("security").read(key))!;
    const etag = (await bucket("security").write(key, "", good.etag))!;
    const { exitCode, stderr } = await workspace.archipelago(["bootstrap", "security"]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /bootstrap\/terraform\.tfstate: the state is damaged: [^]*next: restore an earlier/,
      ),
    });
    await bucket("security").write(key, good.text, etag);
    expect(await workspace.succeed(["bootstrap", "security"])).toBe("security: as it should be\n");
  });
});
