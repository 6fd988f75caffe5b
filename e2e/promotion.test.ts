import { resourcesOf } from "./support/cloud.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// Code reaches production through staging, and goes back as it came. Each test continues where the one before stopped.

jest.setTimeout(300_000);

const workspace = new Workspace(["management", "log-archive", "security", "shop-staging", "shop-production"]);
beforeAll(() => {
  makeSmall(workspace);
  for (const account of ["shop-staging", "shop-production"]) {
    const file = `accounts/${account}/stack.ts`;
    workspace.replace(
      file,
      'import "@archipelago/shop-service"',
      'import { shopConfiguration } from "@archipelago/shop-service"',
    );
    workspace.write(
      file,
      workspace.read(file).replace(
        /\}\);\n$/,
        `  const { image } = stack.configuration(shopConfiguration);
  new SsmParameter(stack, "image", { name: "/image", type: "String", value: image });
});
`,
      ),
    );
  }
  workspace.git("commit", "--quiet", "--all", "--message", "The shop's image");
});
afterAll(() => workspace.remove());

const apply = (...accounts: string[]) => workspace.archipelago(["apply", ...accounts, "--yes"]);

/** Everything in an account of the simulated cloud, by file. */
function contentOf(account: string): Record<string, unknown> {
  const { accountId } = workspace.summary(account);
  const mine = resourcesOf(workspace).filter((resource) => resource.account === accountId);
  // AWS counts how often a parameter was written, and does not count back.
  const version = (type: string): object => (type === "aws_ssm_parameter" ? { version: "any" } : {});
  return Object.fromEntries(mine.map(({ file, type, attributes }) => [file, { ...attributes, ...version(type) }]));
}

test("production waits until staging has been applied", async () => {
  await workspace.succeed(["apply", "management", "log-archive", "security", "--yes"]);
  const { exitCode, stderr } = await apply("shop-production");
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    "accounts/shop-production/account.json: promoteFrom: shop-production waits until shop-staging runs the same code: shop-staging has not been applied\n" +
      "  next: apply shop-staging first: npx nx apply shop-staging",
  );
});

test("in one run it comes after staging", async () => {
  const said = await workspace.succeed(["apply", "--all", "--yes"]);
  expect(said.indexOf("shop-staging: applied")).toBeGreaterThan(-1);
  expect(said.indexOf("shop-production: applied")).toBeGreaterThan(said.indexOf("shop-staging: applied"));
});

describe("another image", () => {
  const file = (environment: string) => `environments/${environment}.json`;
  const current = /ghcr\.io\/acme\/shop@sha256:[0-9a-f]{64}/;
  const next = `ghcr.io/acme/shop@sha256:${"5".repeat(64)}`;
  const setImage = (environment: string, image: string): void =>
    workspace.write(file(environment), workspace.read(file(environment)).replace(current, image));
  afterAll(() => workspace.git("checkout", "--quiet", "--", "."));

  test("by its tag is refused", async () => {
    setImage("production", "ghcr.io/acme/shop:1.5.0");
    const { exitCode, stderr } = await workspace.archipelago(["check", "shop-production"]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^environments\/production\.json:\d+:\d+: configuration\.shop\.image: must be an image by its digest, not by a tag/m,
    );
    workspace.git("checkout", "--quiet", "--", ".");
  });

  test("that staging never had is refused by check, and by apply", async () => {
    setImage("production", next);
    const check = await workspace.archipelago(["check", "shop-production"]);
    expect(check.exitCode).toBe(1);
    expect(check.stderr).toContain(`environments/production.json: ${next} was never in environments/staging.json`);
    const { exitCode, stderr } = await apply("shop-production");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`promoteFrom: shop-production waits until shop-staging has run ${next}`);
  });

  test("that is in staging's file but did not run there waits too", async () => {
    setImage("staging", next);
    const check = await workspace.archipelago(["check", "shop-production"]);
    expect(check.stderr).not.toContain("was never in");
    const { exitCode, stderr } = await apply("shop-production");
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`waits until shop-staging has run ${next}`)]);
  });

  test("goes on once staging runs it, and back without waiting", async () => {
    expect(await apply("shop-staging")).toMatchObject({ exitCode: 0 });
    expect(await apply("shop-production")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^shop-production: applied, 0 added, 1 changed, 0 replaced/),
    });
    workspace.git("checkout", "--quiet", "--", ".");
    expect(await apply("shop-production")).toMatchObject({ exitCode: 0 });
    expect(await apply("shop-staging")).toMatchObject({ exitCode: 0 });
  });
});

describe("a change of the code", () => {
  let before: Record<string, unknown>;
  let earlier: string;

  beforeAll(() => {
    before = contentOf("shop-production");
    earlier = workspace.git("rev-parse", "HEAD");
    workspace.replace(
      "modules/vpc-baseline/src/vpc-baseline.ts",
      "enableDnsHostnames: true",
      "enableDnsHostnames: false",
    );
    workspace.git("commit", "--quiet", "--all", "--message", "No host names");
  });

  test("waits for staging too, also under Nx", async () => {
    const { exitCode, stderr } = await apply("shop-production");
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(`shop-staging was last applied from other code, at ${earlier.slice(0, 7)}`),
    });
    const nx = await workspace.nx(["apply", "shop-production", "--yes"]);
    expect(nx).toMatchObject({ exitCode: 1, stdout: expect.stringContaining("was last applied from other code") });
    expect(contentOf("shop-production")).toEqual(before);
  });

  test("a change of values does not wait: they differ anyway", async () => {
    workspace.git("checkout", "--quiet", earlier);
    workspace.replace("accounts/shop-production/account.json", '"monthlyUsd": 2500', '"monthlyUsd": 2600');
    expect(await apply("shop-production")).toMatchObject({ exitCode: 0 });
    workspace.undoEdits();
    expect(await apply("shop-production")).toMatchObject({ exitCode: 0 });
    expect(contentOf("shop-production")).toEqual(before);
    workspace.git("checkout", "--quiet", "main");
  });

  test("goes on once staging runs it", async () => {
    expect(await apply("shop-staging")).toMatchObject({ exitCode: 0 });
    expect(await apply("shop-production")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^shop-production: applied, 0 added, 1 changed/),
    });
    expect(contentOf("shop-production")).not.toEqual(before);
  });

  test("is rolled back by applying the earlier commit: production ran it before, so it waits for nobody", async () => {
    workspace.git("checkout", "--quiet", earlier);
    expect(await apply("shop-production")).toMatchObject({ exitCode: 0 });
    expect(contentOf("shop-production")).toEqual(before);
    workspace.git("checkout", "--quiet", "main");
  });
});
