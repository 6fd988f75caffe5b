import fs from "node:fs";
import { isBootstrapped, resourcesOf } from "./support/cloud.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace, type Run } from "./support/workspace.ts";

// Continuous integration applies what was reviewed, and nothing else. Each test continues where the one before stopped.

jest.setTimeout(600_000);

const workspace = new Workspace(["management", "log-archive", "security", "shop-dev"]);
beforeAll(() => makeSmall(workspace));
afterAll(() => workspace.remove());

const ci = { env: { CI: "true" } };
const applyInCi = (...args: string[]): Promise<Run> => workspace.archipelago(["apply", ...args], ci);

interface Planned {
  readonly digests: { readonly review: string | null };
}

/** Plans an account and returns what its reviewer agrees to. */
async function review(account: string): Promise<string> {
  await workspace.succeed(["plan", account]);
  const { digests } = workspace.json<Planned>(`.archipelago/plans/${account}/summary.json`);
  expect(digests.review).toMatch(/^[0-9a-f]{64}$/);
  return digests.review!;
}

const reviewFile = (account: string): string => `.archipelago/plans/${account}/review.json`;
const cloud = (): string => JSON.stringify(resourcesOf(workspace).filter((one) => !isBootstrapped(one)));

/** An apply that must change nothing; returns what it says. */
async function refused(...args: string[]): Promise<string> {
  const before = cloud();
  const { exitCode, stderr } = await applyInCi(...args);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 });
  expect(cloud()).toBe(before);
  return stderr;
}

test("where CI is set, --yes is not enough", async () => {
  expect(await refused("management", "--yes")).toMatch(
    /^management: nobody reviewed this plan\nmanagement: \d+ to add[^]*--reviewed management=<digest>/,
  );
  const nx = await workspace.nx(["apply", "management", "--yes"], ci);
  expect(nx).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("nobody reviewed this plan") });
});

test("the reviewed plan is applied; once more there is nothing to do", async () => {
  const digest = await review("management");
  expect(await applyInCi("management", "--reviewed", digest)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^management: applied, as reviewed, /),
  });
  expect(await applyInCi("management", "--reviewed", digest)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^management: no-changes/),
  });
});

test("what is set up before anybody can review says why", async () => {
  expect(await refused("log-archive", "--unreviewed", " ")).toContain("a reason is missing");
  expect(await applyInCi("log-archive", "--unreviewed", "bootstrap")).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^log-archive: applied, .*\(not reviewed: bootstrap\)/),
  });
  await workspace.succeed(["apply", "security", "--yes"]);
});

describe("an account that was planned", () => {
  const vpc = "modules/vpc-baseline/src/vpc-baseline.ts";
  let digest: string;
  let reviewed: string;
  beforeAll(async () => {
    digest = await review("shop-dev");
    reviewed = workspace.read(reviewFile("shop-dev"));
  });
  afterEach(() => {
    workspace.undoEdits();
    workspace.write(reviewFile("shop-dev"), reviewed);
  });

  /** What was reviewed, in a file as a pull request would bring it along, with some of it changed. */
  const fileWith = (changes: object): string => {
    workspace.write(".archipelago/reviewed.json", { "shop-dev": { ...JSON.parse(reviewed), ...changes } });
    return workspace.path(".archipelago/reviewed.json");
  };

  test("another configuration: says so, and shows what differs", async () => {
    workspace.replace(vpc, "enableDnsHostnames: true", "enableDnsHostnames: false");
    const said = await refused("shop-dev", "--reviewed", digest);
    expect(said).toMatch(
      /^shop-dev: the plan is not the one that was reviewed: reviewed [0-9a-f]{12}, now [0-9a-f]{12}$/m,
    );
    expect(said).toMatch(/^ {2}the synthesised configuration: reviewed [0-9a-f]{12}, now [0-9a-f]{12}$/m);
    expect(said).toMatch(
      /^ {2}@ aws_vpc\.\S+\n {2}- enable_dns_hostnames: null -> true\n {2}\+ enable_dns_hostnames: null -> false$/m,
    );
    expect(said).not.toContain("Terraform version");
  });

  // That each decides by itself: packages/runner/src/review-difference.test.ts.
  test("another Terraform version, organisation, cloud, AWS account, other values of other accounts: names each", async () => {
    const accountId = "123456789012";
    const changes = {
      terraformVersion: "1.10.0",
      organization: "other",
      cloud: "aws",
      accountId,
      inputs: "0".repeat(64),
    };
    const said = await refused("shop-dev", "--reviewed-file", fileWith(changes));
    for (const message of [
      /the Terraform version: reviewed 1\.10\.0, now 1\.\d/,
      /the organisation: reviewed other, now acme/,
      /the cloud: reviewed aws, now offline/,
      /the account's id: reviewed 123456789012, now \d{12}/,
      /the values read from other accounts: reviewed 0{12}, now/,
    ])
      expect(said).toMatch(message);
  });

  test("the review of another account, a digest of nothing, no digest", async () => {
    expect(await refused("shop-dev", "--reviewed-file", fileWith({ account: "shop-staging" }))).toContain(
      "shop-dev: is neither a digest nor the review of shop-dev",
    );
    expect(await refused("shop-dev", "--reviewed", "0".repeat(64))).toMatch(
      /what was reviewed is not at hand \(its review\.json\); now:\nshop-dev: \d+ to add/,
    );
    expect(await refused("shop-dev", "--reviewed", "yes")).toContain('"yes" is no digest of a plan');
  });

  test("an account that nobody reviewed is refused among those that were", async () => {
    expect(await refused("shop-dev", "--reviewed", `management=${digest}`)).toContain(
      "shop-dev: nobody reviewed this plan",
    );
  });

  test("a plan file that somebody put in its place is never applied; another commit of the same content goes", async () => {
    workspace.write(".archipelago/plans/shop-dev/plan.tfplan", "not what was reviewed");
    workspace.git("commit", "--quiet", "--allow-empty", "--message", "Squashed");
    const { exitCode, stdout } = await workspace.nx(
      ["apply", "shop-dev", `--reviewed=${digest}`, "--output-style=static"],
      ci,
    );
    expect(stdout).toMatch(/^shop-dev: applied, as reviewed, \d+ added/m);
    expect(exitCode).toBe(0);
  });

  test("the state moved on since the review: refused when that changes the plan", async () => {
    workspace.replace(vpc, "enableDnsHostnames: true", "enableDnsHostnames: false");
    const change = await review("shop-dev");
    // Somebody else gets there first, by hand.
    const { accountId } = workspace.summary("shop-dev");
    const found = resourcesOf(workspace).find(
      ({ account, type }) => account === accountId && type === "aws_ssm_parameter",
    )!;
    const content = fs.readFileSync(found.file);
    fs.rmSync(found.file);
    const said = await refused("shop-dev", "--reviewed", change);
    expect(said).toMatch(/^ {2}@ aws_ssm_parameter\.\S+\n {2}\+ create$/m);
    expect(said).not.toContain("synthesised configuration");
    fs.writeFileSync(found.file, content);
    expect(await review("shop-dev")).toBe(change);
    expect(await applyInCi("shop-dev", "--reviewed", change)).toMatchObject({ exitCode: 0 });
  });

  test("more destroyed than the environment allows: refused, unless somebody says why", async () => {
    workspace.replace("accounts/shop-dev/stack.ts", "account.network)", "account.expires && account.network)");
    workspace.replace("environments/development.json", '"deletionProtection"', '"maxDestroy": 2, "deletionProtection"');
    const change = await review("shop-dev");
    const said = await refused("shop-dev", "--reviewed", change);
    const [, count] = /the plan destroys or replaces (\d+) resources\n/.exec(said)!;
    expect(said).toContain("maxDestroy of environments/development.json");
    expect(await refused("shop-dev", "--reviewed", change, "--allow-destroy", count!)).toContain("a reason is missing");
    const less = String(Number(count) - 1);
    expect(await refused("shop-dev", "--reviewed", change, "--allow-destroy", less, "--because", "moved")).toContain(
      `allowed: ${less} in one apply (--allow-destroy)`,
    );
    const done = await applyInCi("shop-dev", "--reviewed", change, "--allow-destroy", count!, "--because", "moved");
    expect(done).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`(may destroy ${count}: moved)`),
    });
  });
});
