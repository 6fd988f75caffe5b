import { expectReadable } from "./support/messages.ts";
import { leaveOut } from "./support/small-stacks.ts";
import { Workspace, type Run } from "./support/workspace.ts";

// What an app team does to get an account, each way in the words of the README, from a clone in which packages are installed.

jest.setTimeout(600_000);

const workspace = new Workspace();
// Of the management account what makes accounts, and guardrails.
beforeAll(() =>
  leaveOut(workspace, "management", "backups", "quotas", "costs", "cost-data", "access", "trail", "baseline"),
);
afterAll(() => workspace.remove());

interface Step {
  readonly command: string;
  readonly seconds: number;
}
const steps: Step[] = [];

/** Runs a line of the README in a shell; `npx nx` is the clone's own, without the time npx takes to find it. */
async function step(command: string, run = (): Promise<Run> => workspace.run(["bash", "-c", command])): Promise<Run> {
  const start = performance.now();
  const result = await run();
  steps.push({ command, seconds: (performance.now() - start) / 1000 });
  return result;
}

/** Commands of the README's section, without their comments. */
const readme = /## Add an account\n[^]*?```sh\n([^]*?)```/
  .exec(workspace.read("README.md"))![1]!
  .trim()
  .split("\n")
  .map((line) => line.replace(/ *#.*$/, ""));
const accountFile = "accounts/checkout-dev/account.json";
/** What a person types into the five places that wait for it. */
const values: [from: string, to: string][] = [
  ['"product": "REPLACE-ME"', '"product": "checkout"'],
  ['"owner": "@REPLACE-ME"', '"owner": "@acme/team-checkout"'],
  ['"costCentre": "REPLACE-ME"', '"costCentre": "CC-2001"'],
  ['"cidr": "REPLACE-ME"', '"cidr": "10.32.48.0/20"'],
  ['"REPLACE-ME": ["Developer"]', '"team-checkout": ["Developer"]'],
];
const accountsOfManagement = async (): Promise<string[]> => {
  await workspace.succeed(["plan", "management"]);
  const plan = workspace.json<{ resource_changes: { address: string; type: string }[] }>(
    ".archipelago/plans/management/plan.json",
  );
  return plan.resource_changes.filter(({ type }) => type === "aws_organizations_account").map(({ address }) => address);
};

describe("by copying the template", () => {
  let before: string[];

  test("nobody plans the template", async () => {
    before = await accountsOfManagement();
    expect(before.length).toBeGreaterThan(5);
    expect(before.join()).not.toContain("template");
    const { stdout } = await workspace.nx(["show", "projects"]);
    expect(stdout).not.toContain("_template");
  });

  test("a copy that nobody edited is refused, each place by name", async () => {
    expect(readme).toEqual([
      "cp -r accounts/_template accounts/checkout-dev",
      "$EDITOR accounts/checkout-dev/account.json",
      "npx nx plan checkout-dev",
    ]);
    expect((await step(readme[0]!)).exitCode).toBe(0);
    const { exitCode, stdout, stderr } = await workspace.archipelago(["plan", "checkout-dev"]);
    expect(exitCode).toBe(1);
    for (const place of ["product", "owner", "costCentre", "network.cidr", "access"])
      expect(stdout + stderr).toMatch(
        new RegExp(`accounts/checkout-dev/account\\.json:\\d+:\\d+: ${place} is still the template's`),
      );
    expectReadable(stderr);
  });

  test("five values later it is planned in full", async () => {
    expect(workspace.read(accountFile).match(/REPLACE-ME/g)).toHaveLength(values.length);
    await step(readme[1]!, () => {
      for (const [from, to] of values) workspace.replace(accountFile, from, to);
      return Promise.resolve({ exitCode: 0, stdout: "", stderr: "" });
    });
    const { exitCode, stdout } = await step(readme[2]!, () => workspace.nx(readme[2]!.split(" ").slice(2)));
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
    expect(stdout).toMatch(/^checkout-dev\* +development +never applied .*[1-9]\d* +0 +0 /m);
    expect(workspace.summary("checkout-dev")).toMatchObject({ status: "changed", counts: { destroy: 0, replace: 0 } });
    const total = steps.reduce((sum, { seconds }) => sum + seconds, 0);
    console.info(
      [
        `A new account in ${steps.length} steps and ${total.toFixed(1)} s, besides the time to type ${values.length} values:`,
        ...steps.map(({ command, seconds }) => `${seconds.toFixed(1).padStart(5)} s  ${command}`),
      ].join("\n"),
    );
    expect(steps.map(({ command }) => command)).toEqual(readme);
  });

  test("the management account's plan has exactly one account more", async () => {
    const after = await accountsOfManagement();
    expect(after.filter((address) => !before.includes(address))).toEqual([expect.stringContaining("checkout-dev")]);
    expect(after).toHaveLength(before.length + 1);
  });

  test("check has nothing against it, and says who reviews it until CODEOWNERS names its owner", async () => {
    const { exitCode, stdout } = await workspace.archipelago(["check", "checkout-dev"]);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^checkout-dev: ok; until \.github\/CODEOWNERS has its line, .*npx nx g codeowners/,
      ),
    });
    expect((await workspace.nx(["g", "codeowners"])).exitCode).toBe(0);
    expect(workspace.read(".github/CODEOWNERS")).toContain("/accounts/checkout-dev/ @acme/team-checkout\n");
    expect(await workspace.succeed(["check", "checkout-dev"])).toBe("checkout-dev: ok\n");
  });

  test("the pull request plans it and the management account, and no other", async () => {
    workspace.git("add", "--all");
    workspace.git("commit", "--quiet", "--message", "Add the account checkout-dev");
    const { stdout } = await workspace.nx([
      "show",
      "projects",
      "--affected",
      "--withTarget=plan",
      "--base=HEAD~1",
      "--json",
    ]);
    expect((JSON.parse(stdout) as string[]).sort()).toEqual(["checkout-dev", "management"]);
  });

  test("check says all that contradicts itself at once, with what to do", async () => {
    workspace.replace(accountFile, "@acme/", "@other/");
    workspace.replace(accountFile, "10.32.48.0", "10.96.0.0");
    workspace.replace(accountFile, '"development"', '"production"');
    const { exitCode, stderr } = await workspace.archipelago(["check", "checkout-dev"]);
    expect(exitCode).toBe(1);
    for (const message of [
      /the folder's name says development of checkout, the file says production of checkout\n.*\n {2}next: /,
      /owner: @other\/team-checkout is no team of acme, .*\n.*\n {2}next: use @acme\/team-checkout/,
      /10\.96\.0\.0\/20 overlaps 10\.96\.0\.0\/20 of shop-production\n.*\n {2}next: .*: 10\.96\.32\.0\/20 is free/,
      /CODEOWNERS: .*the owner in accounts\/checkout-dev\/account\.json is @other\/.*\n {2}next: npx nx g codeowners/,
    ])
      expect(stderr).toMatch(message);
    workspace.undoEdits();
  });
});

describe("by the generator", () => {
  const flags = ["--owner=@acme/team-returns", "--costCentre=CC-2002"];
  const changes = (): string => workspace.git("status", "--porcelain");

  test("without a terminal, all that is missing is said at once, with a command that would do", async () => {
    const { exitCode, stderr } = await workspace.nx(["g", "account", "returns-dev"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("account: owner, costCentre: are missing");
    expect(stderr).toContain("npx nx g account returns-dev --owner=");
  });

  test("--dry-run writes nothing", async () => {
    const { exitCode, stdout } = await workspace.nx(["g", "account", "returns-dev", ...flags, "--dry-run"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("CREATE accounts/returns-dev/account.json");
    expect(stdout).toContain("network 10.32.16.0/20, the next free block of the address plan");
    expect(changes()).toBe("");
  });

  test("one command makes an account that plans; a second changes nothing, nor does it after an edit", async () => {
    expect((await workspace.nx(["g", "account", "returns-dev", ...flags])).exitCode).toBe(0);
    expect((await workspace.nx(["plan", "returns-dev"])).exitCode).toBe(0);
    expect(workspace.summary("returns-dev")).toMatchObject({ status: "changed" });
    workspace.replace("accounts/returns-dev/account.json", "100", "250");
    const edited = workspace.read("accounts/returns-dev/account.json");
    const before = changes();
    const { stdout } = await workspace.nx(["g", "account", "returns-dev", ...flags]);
    expect(stdout).not.toMatch(/CREATE|UPDATE|DELETE/);
    expect(changes()).toBe(before);
    expect(workspace.read("accounts/returns-dev/account.json")).toBe(edited);
  });

  test("a guardrail is on trial in the sandbox, and holds where it is for when the trial is over", async () => {
    const args = ["--reason=nobody here can look after a cluster", "--services=ecs,eks", "--targets=Security & Audit"];
    expect((await workspace.nx(["g", "guardrail", "no-clusters", ...args])).exitCode).toBe(0);
    const policies = async (): Promise<string[]> => {
      await workspace.succeed(["plan", "management"]);
      const plan = workspace.json<{ resource_changes: { change: { after?: { content?: string; name?: string } } }[] }>(
        ".archipelago/plans/management/plan.json",
      );
      return plan.resource_changes.flatMap(({ change: { after } }) =>
        after?.content?.includes("eks:*") ? [after.name!] : [],
      );
    };
    expect(await policies()).toEqual([expect.stringContaining("sandbox")]);
    workspace.replace("accounts/management/guardrails.ts", '["no-clusters"]', "[]");
    expect(await policies()).toEqual([expect.stringContaining("security-audit")]);
  });
});
