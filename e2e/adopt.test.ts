import fs from "node:fs";
import { resourcesOf } from "./support/cloud.ts";
import { accounts, answer, organizationId, policies, simulate, units } from "./support/existing-organization.ts";
import { expectReadable } from "./support/messages.ts";
import { Workspace } from "./support/workspace.ts";

// An organisation that existed before this repository: listed, adopted, planned, applied. Each test continues where the one
// before stopped.

jest.setTimeout(600_000);

const example = new Workspace(["management", "shop-dev"]);
const workspace = new Workspace([]);
const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
const listing = "listing.json";
const adopt = (...more: string[]): Promise<string> => archipelago("adopt", "--from", listing, ...more);

beforeAll(() => simulate(workspace));
afterAll(() => {
  workspace.remove();
  example.remove();
});

/** Every file git would see, with its text. */
const files = (): Record<string, string> =>
  Object.fromEntries(
    workspace
      .git("ls-files", "--cached", "--others", "--exclude-standard")
      .split("\n")
      .filter((file) => file !== "" && workspace.exists(file))
      .map((file) => [file, workspace.read(file)]),
  );

test("the script lists it, asking nothing but to read", async () => {
  const asked: string[] = [];
  workspace.write("bin/aws", `#!/usr/bin/env bash\nprintf '%s\\n' "$*" >> asked; exec node bin/answer.mjs "$@"\n`);
  fs.chmodSync(workspace.path("bin/aws"), 0o755);
  const questions = new Map<string, object | undefined>();
  const ask = (...words: string[]): void => void questions.set(words.join(" "), answer(words));
  for (const verb of ["describe-organization", "list-aws-service-access-for-organization", "list-roots"])
    ask("organizations", verb);
  for (const parent of ["r-ab12", ...units.map(([id]) => id)]) {
    ask("organizations", "list-accounts-for-parent", "--parent-id", parent);
    ask("organizations", "list-organizational-units-for-parent", "--parent-id", parent);
  }
  for (const { id } of accounts) ask("organizations", "list-tags-for-resource", "--resource-id", id);
  ask("organizations", "list-policies", "--filter", "SERVICE_CONTROL_POLICY");
  for (const id of ["p-FullAWSAccess", ...policies.map(([policy]) => policy)])
    for (const verb of ["describe-policy", "list-targets-for-policy"]) ask("organizations", verb, "--policy-id", id);
  workspace.write(
    "bin/answer.mjs",
    `const answers = ${JSON.stringify(Object.fromEntries(questions))};\n` +
      `const found = answers[process.argv.slice(2, -2).join(" ")];\n` +
      `if (found === undefined) { console.error("refused"); process.exit(254); }\n` +
      `console.log(JSON.stringify(found, null, 4));\n`,
  );
  const { exitCode, stdout, stderr } = await workspace.run(["bash", "tools/organization-listing.sh"], {
    env: { PATH: `${workspace.path("bin")}:${process.env["PATH"]!}` },
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  workspace.write(listing, stdout);
  asked.push(...workspace.read("asked").trim().split("\n"));
  expect(asked.filter((words) => !/^(organizations|iam) (list|describe)-/.test(words))).toEqual([]);
  expect(asked).toHaveLength(questions.size + 1); // root access, which this organisation does not know
  for (const file of ["bin", "asked"]) fs.rmSync(workspace.path(file), { recursive: true });
});

test("in a repository that still holds the example, nothing is written", async () => {
  example.write(listing, workspace.read(listing));
  const { exitCode, stderr } = await example.archipelago(["adopt", "--from", listing]);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: expect.stringContaining("git rm -rq accounts/management accounts/shop-dev"),
  });
  expectReadable(stderr);
  expect(example.git("status", "--short")).toBe("?? listing.json");
});

test("what is no listing, and one that lacks an answer, is said to be so", async () => {
  for (const [content, message] of [
    ["{", "cannot be read"],
    ["{}", "is no listing"],
    ["[]", "lacks what aws organizations describe-organization prints"],
    ['[{"command":["organizations","describe-organization"],"output":{}}]', "is not what aws organizations"],
  ]) {
    workspace.write("bad.json", content);
    const { exitCode, stderr } = await workspace.archipelago(["adopt", "--from", "bad.json"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringContaining(`bad.json: ${message!}`) });
    expectReadable(stderr);
  }
  fs.rmSync(workspace.path("bad.json"));
});

test("a dry run says what would be written, and writes nothing", async () => {
  const before = files();
  expect(await adopt("--dry-run")).toContain("would write:\n  organization.json\n");
  expect(files()).toEqual(before);
});

test("adopting writes folders, units, policies and ids; what is Control Tower's is named and left alone", async () => {
  const said = await adopt();
  expect(said).toContain(`${organizationId}: 20 accounts, 6 units, 7 policies`);
  for (const left of [
    "policy aws-guardrails-NllhqI (p-guard001): Control Tower",
    "policy FullAWSAccess (p-FullAWSAccess): AWS",
    "account Old Website (100000000051): suspended",
    "attachment of own-user-only to 100000000051: not an active account",
  ])
    expect(said).toContain(left);
  expect(workspace.json<{ organizationalUnits: object }>("organization.json").organizationalUnits).toEqual({
    Sandbox: ["sandbox"],
    Security: [],
    Workloads: [],
    "Workloads/Non-Prod": ["development"],
    "Workloads/Prod": ["production"],
    "Workloads/Prod/PCI": [],
  });
  expect(workspace.json("accounts/checkout-prod/account.json")).toMatchObject({
    product: "checkout",
    environment: "production",
    costCentre: "CC-0",
    email: "aws+10@example.org",
    organizationalUnit: "Workloads/Prod",
    existing: { accountId: "100000000010", name: "Checkout Prod", tags: { wiki: "Checkout" } },
  });
  // Parts are played by the folders that organization.json names.
  expect(workspace.json("accounts/security/account.json")).toMatchObject({ existing: { name: "Audit" } });
  expect(workspace.json("accounts/management/policies/own-user-only.json")).toEqual(JSON.parse(policies[2]![2]));
  expect(workspace.json<{ imports: object }>("accounts/management/imports.json").imports).toMatchObject({
    "aws_organizations_policy_attachment.policies_Allowed-regions_Workloads": "ou-ab12-workload:p-regions1",
  });
});

test("again, it writes nothing; over edits too, and what is new in AWS is added", async () => {
  workspace.replace("accounts/checkout-dev/account.json", "UNKNOWN", "CC-77");
  workspace.replace("organization.json", '"Security": []', '"Security": [],\n    "Security/Forensics": []');
  const before = files();
  expect(await adopt()).toContain("nothing to write: all of it is here");
  expect(files()).toEqual(before);
  workspace.replace("organization.json", ',\n    "Security/Forensics": []', "");
  const newer = workspace.json<{ command: string[]; output: { Accounts: object[] } }[]>(listing);
  const inside = newer.find(({ command }) =>
    command.join(" ").endsWith("accounts-for-parent --parent-id ou-ab12-pcicards"),
  );
  inside!.output.Accounts.push({ Id: "100000000099", Name: "New One", Email: "new@example.org", Status: "ACTIVE" });
  workspace.write("newer.json", newer);
  expect(await archipelago("adopt", "--from", "newer.json", "--dry-run")).toMatch(
    /^ {2}accounts\/new-one\/: account\.json, stack\.ts$/m,
  );
  fs.rmSync(workspace.path("newer.json"));
});

test("the plan creates, destroys and replaces nothing", async () => {
  await archipelago("plan", "management");
  const { counts } = workspace.summary("management");
  expect(counts).toMatchObject({ add: 0, destroy: 0, replace: 0 });
  const attachments = policies.slice(0, 4).flatMap(([, , , targets]) => targets).length - 1;
  // The organisation itself, its units, members, policies that are not Control Tower's, and where these are attached.
  expect(counts["import"]).toBe(1 + units.length + 19 + 4 + attachments);
  const changes = workspace.json<{
    resource_changes: { type: string; change: { before: Record<string, unknown>; after: Record<string, unknown> } }[];
  }>(".archipelago/plans/management/plan.json").resource_changes;
  for (const { type, change } of changes.filter((each) => each.type.startsWith("aws_organizations_"))) {
    const differing = Object.keys(change.after ?? {}).filter(
      (key) => JSON.stringify(change.after[key]) !== JSON.stringify(change.before[key]),
    );
    // Nothing but the repository's tags, and two arguments that Terraform keeps for itself: no name, no unit, no document.
    const known = /^(tags|tags_all|close_on_deletion|create_govcloud)$/;
    expect({ type, differing: differing.filter((key) => !known.test(key)) }).toEqual({ type, differing: [] });
  }
});

test("applied, nothing of the organisation is another one; a second plan has no changes", async () => {
  const shape = (): string[] =>
    resourcesOf(workspace)
      .filter(({ type }) => type.startsWith("aws_organizations_"))
      .map(({ type, id, attributes }) => `${type} ${id} ${String(attributes["content"] ?? attributes["parent_id"])}`)
      .sort();
  const before = shape();
  expect(await archipelago("apply", "management", "--yes")).toMatch(/^management: applied, \d+ imported, 0 added/);
  expect(shape()).toEqual(before);
  await archipelago("plan", "--full", "--all");
  expect(workspace.summary("management").status).toBe("no-changes");
  for (const folder of ["checkout-prod", "log-archive", "account-2020-migration"])
    expect(workspace.summary(folder).counts).toMatchObject({ add: 0, destroy: 0 });
});

test("checks have nothing against it", async () => {
  expect((await workspace.run(["npx", "prettier", "--write", "accounts", "organization.json"])).exitCode).toBe(0);
  expect((await workspace.nx(["g", "codeowners"])).exitCode).toBe(0);
  const { exitCode, stdout } = await workspace.archipelago(["check", "--all"]);
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
});

test("turned on for trial, guardrails are added to the sandbox, and nothing else changes", async () => {
  const stack = "accounts/management/stack.ts";
  const rules = [
    ...workspace.read("modules/guardrails/README.md").matchAll(/^\| `([a-z0-9-]+)` +\| (?=Root|Sandbox|log)/gm),
  ];
  const trial = JSON.stringify(rules.map(([, rule]) => rule));
  expect(rules.length).toBeGreaterThan(15);
  workspace.replace(stack, "import {", 'import { Guardrails } from "@archipelago/guardrails";\nimport {');
  workspace.write(
    stack,
    workspace
      .read(stack)
      .replace(
        /policyTypes: \[[^\]]*\]/,
        'policyTypes: ["AISERVICES_OPT_OUT_POLICY", "RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY"]',
      )
      .replace(
        /\}\);\s*$/,
        `  const without = { suspend: { reason: "there is no unit for closed accounts yet" } };
  new Guardrails(stack, "guardrails", { ...organization, trial: ${trial}, without });
});
`,
      ),
  );
  await archipelago("plan", "management");
  const { counts } = workspace.summary("management");
  expect(counts).toMatchObject({ change: 1, destroy: 0, replace: 0 });
  expect(counts["add"]).toBeGreaterThan(5);
  const { resource_changes: changes } = workspace.json<{
    resource_changes: { type: string; change: { actions: string[]; after: { target_id?: string } } }[];
  }>(".archipelago/plans/management/plan.json");
  const attached = changes.filter(
    ({ type, change }) => type === "aws_organizations_policy_attachment" && change.actions[0] === "create",
  );
  expect(new Set(attached.map(({ change }) => change.after.target_id))).toEqual(new Set(["ou-ab12-sandboxx"]));
});
