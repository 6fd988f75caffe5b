import fs from "node:fs";
import { isBootstrapped, resourcesOf, stateOf } from "./support/cloud.ts";
import { stopBefore } from "./support/stopped-terraform.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// Destroying a stack that lets go of something: what stays is forgotten, and the rest is what was agreed to. Each test
// continues where the one before stopped.

jest.setTimeout(300_000);

const workspace = new Workspace(["management", "log-archive", "security", "sandbox"]);
const buckets = () =>
  resourcesOf(workspace)
    .filter((each) => each.type === "aws_s3_bucket" && each.id.startsWith("acme-sandbox-kept"))
    .map(({ id }) => id)
    .sort();
const kept = ["acme-sandbox-kept", "acme-sandbox-kept-0", "acme-sandbox-kept-1"];
const destroy = ["destroy", "sandbox", "--yes"];

beforeAll(async () => {
  makeSmall(workspace);
  workspace.replace(
    "accounts/sandbox/stack.ts",
    "export default",
    'import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";\n\nexport default',
  );
  workspace.replace(
    "accounts/sandbox/stack.ts",
    '  new SsmParameter(stack, "budget"',
    [
      '  if (account.lifecycle === "closing") {',
      '    const removed = ["kept", "several"].map((name) => ({ from: `aws_s3_bucket.${name}`, lifecycle: { destroy: false } }));',
      '    stack.addOverride("removed", removed);',
      "  } else {",
      '    new S3Bucket(stack, "kept", { bucket: "acme-sandbox-kept" });',
      '    new S3Bucket(stack, "several", { count: 2, bucket: "acme-sandbox-kept-${count.index}" });',
      "  }",
      '  new SsmParameter(stack, "budget"',
    ].join("\n"),
  );
  await workspace.succeed(["apply", "--all", "--yes"]);
  expect(buckets()).toEqual(kept);
});
afterAll(() => workspace.remove());

test("what is to be destroyed has changed since it was agreed to: refused, with the difference", async () => {
  const before = stateOf(workspace, "sandbox");
  const goOn = await stopBefore("state", workspace, destroy);
  const { accountId } = workspace.summary("sandbox");
  const budget = resourcesOf(workspace).find(
    ({ account, type }) => account === accountId && type === "aws_ssm_parameter",
  )!;
  const attributes = { ...budget.attributes, description: "mine now" };
  fs.writeFileSync(budget.file, JSON.stringify({ id: budget.id, attributes }));
  const { exitCode, stderr } = await goOn();
  expect(exitCode).toBe(1);
  expect(stderr).toContain("nothing was destroyed: without what stays (aws_s3_bucket.kept, aws_s3_bucket.several[0]");
  expect(stderr).toMatch(/^ {2}\+ description: .*mine now/m);
  expect(stateOf(workspace, "sandbox")).toEqual(before.filter((each) => !each.includes("acme-sandbox-kept")));
});

test("agreed to as it is now, the rest is destroyed, and what was let go of is still there", async () => {
  const { length } = stateOf(workspace, "sandbox");
  expect(await workspace.succeed(destroy)).toContain(`sandbox: destroyed, ${length} resources`);
  expect(buckets()).toEqual(kept);
});

test("in one go: forgets, destroys the rest and says how many", async () => {
  for (const { file } of resourcesOf(workspace).filter(({ id }) => kept.includes(id))) fs.rmSync(file);
  await workspace.succeed(["apply", "sandbox", "--yes"]);
  const { length } = stateOf(workspace, "sandbox");
  expect(await workspace.succeed(destroy)).toContain(`sandbox: destroyed, ${length - kept.length} resources`);
  expect(buckets()).toEqual(kept);
  const { accountId } = workspace.summary("sandbox");
  const rest = resourcesOf(workspace).filter(({ account, id }) => account === accountId && !kept.includes(id));
  expect(rest.filter((each) => !isBootstrapped(each))).toEqual([]);
});
