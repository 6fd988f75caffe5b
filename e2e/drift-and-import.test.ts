import fs from "node:fs";
import { resourcesOf } from "./support/cloud.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// What happens outside of the organisation's code: somebody changes what a stack made, and things exist that no stack
// made. Each test continues where the one before stopped.

jest.setTimeout(600_000);

const workspace = new Workspace(["management", "log-archive", "security", "shop-dev"]);
const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
const offline = (...command: string[]): Promise<string> => archipelago("offline", "--", ...command);

beforeAll(async () => {
  makeSmall(workspace);
  await archipelago("apply", "--all", "--yes");
});
afterAll(() => workspace.remove());

describe("drift", () => {
  let parameter: string;

  beforeAll(() => {
    const mine = resourcesOf(workspace).filter(({ account }) => account === workspace.summary("shop-dev").accountId);
    const tampered = mine.find(({ type }) => type === "aws_ssm_parameter")!;
    parameter = tampered.file;
    const { id, attributes } = tampered;
    fs.writeFileSync(parameter, JSON.stringify({ id, attributes: { ...attributes, type: "StringList" } }));
    fs.rmSync(mine.find(({ type }) => type === "aws_vpc_endpoint")!.file);
  });

  test("the attribute and the missing resource are named, with exit code 2", async () => {
    const { exitCode, stdout } = await workspace.archipelago(["drift", "shop-dev", "security"]);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("shop-dev: 2 drifted\n");
    expect(stdout).toMatch(/^ {2}- aws_vpc_endpoint\.\S+: is gone$/m);
    expect(stdout).toMatch(/^ {2}~ aws_ssm_parameter\.\S+: type: "String" -> "StringList"$/m);
    expect(stdout).toContain("security: as in the state\n");
  });

  test("as JSON", async () => {
    const { exitCode, stdout } = await workspace.archipelago(["drift", "shop-dev", "--json"]);
    expect(exitCode).toBe(2);
    const [result] = JSON.parse(stdout) as [{ account: string; success: boolean; drift: { kind: string }[] }];
    expect(result).toMatchObject({ account: "shop-dev", success: false });
    expect([...result.drift].sort((a, b) => a.kind.localeCompare(b.kind))).toEqual([
      { address: expect.stringMatching(/^aws_vpc_endpoint\./), kind: "delete", attributes: [] },
      { address: expect.stringMatching(/^aws_ssm_parameter\./), kind: "update", attributes: ["type"] },
    ]);
  });

  test("nx drift fails with 1, and shows it", async () => {
    const { exitCode, stdout } = await workspace.nx(["run-many", "-t", "drift", "-p", "shop-dev", "security"]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("shop-dev: 2 drifted\n");
  });

  test("nothing was changed by looking; nx apply repairs it, since what it depends on is settled", async () => {
    expect(fs.readFileSync(parameter, "utf8")).toContain("StringList");
    const { exitCode } = await workspace.nx(["apply", "shop-dev", "--yes"]);
    expect(exitCode).toBe(0);
    expect(fs.readFileSync(parameter, "utf8")).not.toContain("StringList");
    expect(await archipelago("drift", "shop-dev")).toBe("shop-dev: as in the state\n");
  });
});

describe("import", () => {
  const stack = "accounts/security/stack.ts";

  beforeAll(async () => {
    // Buckets that somebody else's Terraform made in the account, long ago.
    const region = "eu-west-1";
    workspace.write("scratch/main.tf.json", {
      terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
      provider: { aws: { region, allowed_account_ids: [workspace.summary("security").accountId] } },
      resource: { aws_s3_bucket: { a: { bucket: "acme-old-a" }, b: { bucket: "acme-old-b" } } },
    });
    await offline("sh", "-c", "cd scratch && terraform init && terraform apply -auto-approve");
    fs.rmSync(workspace.path("scratch"), { recursive: true });
    workspace.write(
      stack,
      workspace
        .read(stack)
        .replace(/^/, 'import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";\n')
        .replace(
          /\}\);\s*$/,
          '  new S3Bucket(stack, "old_a", { bucket: "acme-old-a" }).importFrom("acme-old-a");\n' +
            '  new S3Bucket(stack, "old_b", { bucket: "acme-old-b" });\n});\n',
        ),
    );
  });

  test("importFrom in stack.ts is planned as an import, in every report", async () => {
    const table = await archipelago("plan", "security");
    expect(table).toMatch(/^security .* 1 import /m);
    // old_b exists too, but nothing says that it is the one.
    expect(workspace.summary("security").counts).toMatchObject({ import: 1, add: 1, replace: 0, destroy: 0 });
    const text = workspace.read(".archipelago/report/plan.md");
    expect(text).toContain("aws_s3_bucket.old_a (imports acme-old-a)");
    expect(text).toContain("+ aws_s3_bucket.old_b");
  });

  test("terraform import works in the work directory", async () => {
    await offline("terraform", "-chdir=.archipelago/work/security", "import", "aws_s3_bucket.old_b", "acme-old-b");
    await archipelago("plan", "security");
    expect(workspace.summary("security").counts).toMatchObject({ import: 1, add: 0, replace: 0, destroy: 0 });
  });

  test("applied, both belong to the stack", async () => {
    expect(await archipelago("apply", "security", "--yes")).toMatch(/^security: applied, 1 imported, 0 added/);
    await archipelago("plan", "security", "--full");
    expect(workspace.summary("security").status).toBe("no-changes");
    for (const { attributes } of resourcesOf(workspace).filter(({ id }) => id.startsWith("acme-old-")))
      expect(attributes["tags_all"]).toMatchObject({ account: "security" });
  });

  test("taken out of stack.ts, they are planned as destroyed", async () => {
    workspace.undoEdits();
    await archipelago("plan", "security");
    expect(workspace.summary("security").counts).toMatchObject({ add: 0, destroy: 2 });
    expect(workspace.read(".archipelago/report/plan.md")).toMatch(/Look first[^]*destroys `aws_s3_bucket\.old_a`/);
    await archipelago("apply", "security", "--yes");
  });
});
