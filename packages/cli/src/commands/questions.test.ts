import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadWorkspace } from "@archipelago/account-stack/workspace";
import type { NetworkPlan } from "@archipelago/checks";
import type { OrganizationMap } from "@archipelago/pages";
import { main } from "../main.ts";

// Of this repository's own organisation: its management account must make Guardrails and IdentityCenter.

const workspace = loadWorkspace(path.resolve(import.meta.dirname, "../../../.."));

/** Runs a command in this process. */
async function archipelago(...args: string[]): Promise<{ code: unknown; out: string; err: string }> {
  const written = { out: "", err: "" };
  const log = jest.spyOn(console, "log").mockImplementation((text: string) => void (written.out += `${text}\n`));
  const error = jest.spyOn(console, "error").mockImplementation((text: string) => void (written.err += `${text}\n`));
  const code = process.exitCode;
  try {
    process.exitCode = 0;
    await main(["node", "archipelago", ...args]);
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = code;
    log.mockRestore();
    error.mockRestore();
  }
}

/** A workload account with people, and its first group. */
const account = [...workspace.accounts.values()].find(({ access }) =>
  Object.values(access).flat().includes("Developer"),
)!;
const [group] = Object.entries(account.access).find(([, sets]) => sets.includes("Developer"))!;

test("explain names the guardrail, why it is there and the line that asks for an exception", async () => {
  const { code, out } = await archipelago(
    "explain",
    "ec2:RunInstances",
    "--account",
    account.name,
    "--region",
    "us-west-2",
  );
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^DENIED {2}ec2:RunInstances in ${account.name} \\(us-west-2\\)`));
  expect(out).toContain("guardrail allowed-regions");
  expect(out).toMatch(/^ {2}why {5}\w/m);
  expect(out).toContain(`{ rule: "allowed-regions", account: "${account.name}", reason:`);
});

test("explain answers a program too", async () => {
  const args = ["explain", "iam:CreateUser", "--account", account.name, "--role", "Developer", "--json"];
  const { out } = await archipelago(...args);
  expect(JSON.parse(out)).toMatchObject({
    action: "iam:CreateUser",
    account: account.name,
    role: "Developer",
    verdict: "denied",
    by: [{ rule: "deny-iam-users", effect: "Deny", layer: "service control policy", level: "Root" }],
  });
});

test("explain takes values of condition keys", async () => {
  const call = ["explain", "s3:GetObject", "--account", account.name, "--context"];
  expect((await archipelago(...call, "aws:SecureTransport=false")).out).toMatch(/^DENIED.*\n.*require-tls/);
  const { code, err } = await archipelago(...call, "nonsense");
  expect([code, err]).toEqual([1, expect.stringContaining('"nonsense" is not a condition key with its value')]);
});

test("show access is the matrix of groups, accounts and permission sets", async () => {
  const { out } = await archipelago("show", "access");
  for (const { name, access } of workspace.accounts.values()) {
    for (const [each, sets] of Object.entries(access)) {
      const line = out.split("\n").find((text) => new RegExp(`^${name} +${each} `).test(text));
      for (const set of sets) expect([name, each, line]).toEqual([name, each, expect.stringContaining(set)]);
    }
  }
});

test("show access can be asked about one account or one group", async () => {
  const all = JSON.parse((await archipelago("show", "access", "--group", group, "--json")).out) as object[];
  expect(all).toContainEqual({ account: account.name, group, permissionSet: "Developer" });
  expect(new Set(all.map((each) => (each as { group: string }).group))).toEqual(new Set([group]));
  const { out } = await archipelago("show", "access", "--account", account.name);
  for (const line of out.trim().split("\n").slice(1)) expect(line.split(" ")[0]).toBe(account.name);
});

test("show network lists every network and what is free", async () => {
  const { out } = await archipelago("show", "network");
  const { accounts, ledger } = JSON.parse((await archipelago("show", "network", "--json")).out) as NetworkPlan;
  const withNetwork = [...workspace.accounts.values()].filter(({ network }) => network !== undefined);
  expect(accounts.map(({ account: name }) => name).sort()).toEqual(withNetwork.map(({ name }) => name).sort());
  for (const { name, network } of withNetwork) expect(out).toMatch(new RegExp(`^${network!.cidr} .*\\b${name} `, "m"));
  for (const { cidr, next } of ledger) expect(out).toMatch(new RegExp(`^${cidr} .* ${next}$`, "m"));
});

test("show map writes one page with every account, its guardrails and who has access", async () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-map-"));
  try {
    const file = path.join(directory, "new", "map.html");
    const { code, out } = await archipelago("show", "map", "--output", file);
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`map\\.html: ${workspace.accounts.size} accounts, \\d+ KiB\\n$`));
    const page = fs.readFileSync(file, "utf8");
    for (const { name, owner, network } of workspace.accounts.values()) {
      const [, section = ""] = page.split(`id="account=${name}"`);
      expect(section.split("</section>")[0]).toContain(owner);
      if (network !== undefined) expect(section.split("</section>")[0]).toContain(network.cidr);
    }
    expect(page).toContain('id="guardrail:deny-root-user"');
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
});

test("show map as JSON says what applies where, and from where", async () => {
  const map = JSON.parse((await archipelago("show", "map", "--json")).out) as OrganizationMap;
  const found = map.accounts.find(({ name }) => name === account.name)!;
  expect(found.guardrails).toContainEqual({ rule: "deny-root-user", from: "Root" });
  expect(found.access).toContainEqual({ group, permissionSets: expect.arrayContaining(["Developer"]) as string[] });
  expect(found.modules).toContain("account-baseline");
  expect(found.compliance.proven).toContain("2.8");
  expect(found).toMatchObject({ owner: account.owner, budget: account.budget.monthlyUsd });
  const { management } = workspace.organization.accounts;
  const rules = map.accounts.find(({ name }) => name === management)!.guardrails.map(({ rule }) => rule);
  expect(rules).toContain("standard-tags");
  expect(rules).not.toContain("deny-root-user");
});

test.each([
  [["explain", "RunInstances", "--account", "ACCOUNT"], '"RunInstances" is not an action'],
  [["explain", "ec2:RunInstances", "--account", "ACCOUNT", "--role", "x"], 'has no role "x"'],
  [["show", "access", "--group", "nobody"], 'there is no group "nobody"'],
])("archipelago %j says what is wrong", async (args, message) => {
  const { code, err } = await archipelago(...args.map((arg) => (arg === "ACCOUNT" ? account.name : arg)));
  expect(code).toBe(1);
  expect(err).toContain(message);
  expect(err).toContain("allowed: ");
  expect(err).not.toContain("    at ");
});
