import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadWorkspace, UserError } from "@archipelago/account-stack/workspace";
import { dependencies, disk, gitHistory, node, terraform } from "./doctor-machine.ts";
import { configuration, owners, simulatedProvider } from "./doctor-repository.ts";

const repository = path.resolve(import.meta.dirname, "../../../..");
let root: string;
beforeEach(() => (root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-doctor-"))));
afterEach(() => fs.rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
}

async function errorOf(check: () => unknown): Promise<string> {
  try {
    await check();
  } catch (error) {
    if (error instanceof UserError) return error.format();
    throw error;
  }
  throw new Error("nothing was found");
}

test("this Node is supported, a Terraform that is not there is named", async () => {
  expect(node()).toBe(process.versions.node);
  expect(await errorOf(() => terraform({ PATH: root }))).toMatch(/^terraform is not in the PATH\n/);
  expect(await errorOf(() => terraform({ ARCHIPELAGO_TERRAFORM: root }))).toContain("is not an executable file");
});

test("what npm has not installed is named", async () => {
  expect(dependencies(repository)).toBe("installed");
  expect(await errorOf(() => dependencies(root))).toMatch(/nx, cdktf, .* not installed\n {2}next: npm ci/);
});

describe("git", () => {
  const git = (...args: string[]): void =>
    void execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@acme.example", ...args], {
      cwd: root,
      stdio: "ignore",
    });
  const commit = (message = "One"): void => git("commit", "--quiet", "--allow-empty", "--message", message);
  beforeEach(() => {
    write("nx.json", "{}");
    git("init", "--quiet", "--initial-branch", "main");
    commit();
  });

  test("a branch of main is fine", () => {
    git("checkout", "--quiet", "-b", "feature");
    commit();
    expect(gitHistory(root, {})).toBe("main and HEAD have a common ancestor");
  });

  test("no repository, no base and no common ancestor are three things", async () => {
    expect(await errorOf(() => gitHistory(root, { NX_BASE: "origin/main" }))).toMatch(/^there is no origin\/main to/);
    git("checkout", "--quiet", "--orphan", "other");
    commit("Two");
    expect(await errorOf(() => gitHistory(root, {}))).toMatch(/no common ancestor.*\n {2}next: git fetch origin main/);
    fs.rmSync(path.join(root, ".git"), { recursive: true });
    expect(await errorOf(() => gitHistory(root, {}))).toMatch(/^not a git repository/);
  });
});

test("the disk is measured where everything is written", async () => {
  expect(disk(root)).toMatch(/^\d+ MiB free$/);
  fs.rmSync(path.join(root, ".archipelago"), { recursive: true });
  write(".archipelago", "");
  expect(await errorOf(() => disk(root))).toContain(".archipelago: cannot be written to (EEXIST)");
});

test("the simulated provider's cache may be absent, not damaged", async () => {
  expect(simulatedProvider(root)).toBe("its schema is made by the first plan");
  write(".archipelago/cache/aws-schema-1.json", "{}");
  expect(simulatedProvider(root)).toBe("its schema is in the cache");
  write(".archipelago/cache/aws-schema-2.json", "{");
  expect(await errorOf(() => simulatedProvider(root))).toBe(
    ".archipelago/cache/aws-schema-2.json: is damaged\n  next: rm .archipelago/cache/aws-schema-2.json",
  );
});

describe("configuration", () => {
  beforeEach(() => {
    for (const entry of ["organization.json", "environments", "accounts", ".github/CODEOWNERS"])
      fs.cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
  });

  test("the first of several problems, and how many more", async () => {
    expect(configuration(loadWorkspace(root))).toMatch(/^\d+ accounts, simulated AWS$/);
    write("accounts/network/account.json", "{");
    expect(await errorOf(() => configuration(loadWorkspace(root)))).toMatch(/^accounts\/network\/account\.json:1:2: /);
    write("accounts/shop-dev/account.json", "{");
    expect(await errorOf(() => configuration(loadWorkspace(root)))).toContain("(and 1 more accounts:");
  });

  test("CODEOWNERS that names another owner is wrong, one that does not name a new account may be", async () => {
    expect(owners(loadWorkspace(root))).toBe("names the owner of every account");
    fs.cpSync(path.join(root, "accounts/shop-dev"), path.join(root, "accounts/shop-test"), { recursive: true });
    expect(owners(loadWorkspace(root))).toMatchObject({
      text: expect.stringContaining("shop-test"),
      fix: "npx nx g codeowners",
    });
    const file = fs.readFileSync(path.join(root, ".github/CODEOWNERS"), "utf8");
    write(".github/CODEOWNERS", file.replace("team-shop", "team-shoe"));
    expect(await errorOf(() => owners(loadWorkspace(root)))).toMatch(
      /^\.github\/CODEOWNERS: .*team-shoe(.|\n)*next: npx nx g codeowners/,
    );
  });
});
