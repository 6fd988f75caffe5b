import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { loadWorkspace, UserError } from "@archipelago/account-stack/workspace";
import { cleanEnvironment, findTerraform } from "@archipelago/terraform";
import { findRoot } from "../root.ts";

/** One thing that has to be right. */
interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
  /** The command that mends it. */
  readonly fix?: string;
}

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("look for what keeps this repository from working here, and say how to mend it")
    .option("--json", "print the findings as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await diagnose(findRoot(), program.opts<{ organization: string }>().organization);
      if (json) console.log(JSON.stringify(findings, null, 2));
      else
        for (const { ok, name, text, fix } of findings)
          console.log(`${ok ? "ok  " : "FAIL"} ${name}: ${text}${fix === undefined ? "" : `\n     fix: ${fix}`}`);
      if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
    });
}

async function diagnose(root: string, organization: string): Promise<Finding[]> {
  const checks: [string, () => string | Promise<string>][] = [
    ["Node", node],
    ["Terraform", terraform],
    ["dependencies", () => dependencies(root)],
    ["git history", () => gitHistory(root)],
    ["configuration", () => configuration(root, organization)],
    ["disk", () => writable(root)],
  ];
  return Promise.all(
    checks.map(async ([name, check]) => {
      try {
        return { name, ok: true, text: await check() };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        const { where, allowed, next } = error.details;
        const text = [
          where === undefined ? error.message : `${where}: ${error.message}`,
          allowed === undefined ? "" : `(allowed: ${allowed})`,
        ]
          .filter(Boolean)
          .join(" ");
        return { name, ok: false, text, ...(next === undefined ? {} : { fix: next }) };
      }
    }),
  );
}

function node(): string {
  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
  const least: Record<number, number> = { 20: 19, 22: 13, 24: 0 };
  if (minor < (least[major] ?? Infinity))
    throw new UserError(`${process.versions.node} is not supported`, {
      allowed: "20 from 20.19, 22 from 22.13, 24",
      next: "nvm install",
    });
  return process.versions.node;
}

async function terraform(): Promise<string> {
  const binary = await findTerraform(
    process.env["ARCHIPELAGO_TERRAFORM"] ?? "terraform",
    cleanEnvironment(process.env, { cloud: "offline" }),
  );
  return `${binary.version} (${binary.file})`;
}

function dependencies(root: string): string {
  const missing = ["nx", "cdktf", "@cdktf/provider-aws", "constructs", "typescript"].filter(
    (name) => !fs.existsSync(path.join(root, "node_modules", name, "package.json")),
  );
  if (missing.length > 0)
    throw new UserError(`${missing.join(", ")} not installed`, { where: "node_modules", next: "npm ci" });
  return "installed";
}

function gitHistory(root: string): string {
  const git = (...args: string[]): string | undefined => {
    try {
      return execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    } catch {
      return undefined;
    }
  };
  const base =
    process.env["NX_BASE"] ??
    (JSON.parse(fs.readFileSync(path.join(root, "nx.json"), "utf8")) as { defaultBase?: string }).defaultBase ??
    "main";
  if (git("rev-parse", "--git-dir") === undefined)
    throw new UserError("not a git repository: nx affected needs one", {
      next: "git init && git add -A && git commit -m 'Start'",
    });
  const shallow = git("rev-parse", "--is-shallow-repository") === "true";
  if (git("rev-parse", "--verify", "--quiet", `${base}^{commit}`) === undefined) {
    throw new UserError(`there is no ${base} to compare with: nx affected fails`, {
      next: `git fetch origin ${base}:${base}, or npx nx affected --target=plan --base=<commit>`,
    });
  }
  if (git("merge-base", base, "HEAD") === undefined) {
    throw new UserError(
      `${base} and HEAD have no common ancestor${shallow ? " in this shallow clone" : ""}: which accounts changed cannot be told`,
      { next: shallow ? "git fetch --unshallow" : `git fetch origin ${base}` },
    );
  }
  return `${base} and HEAD have a common ancestor${shallow ? " (shallow clone)" : ""}`;
}

function configuration(root: string, organization: string): string {
  const workspace = loadWorkspace(root, organization);
  const [problem] = workspace.problems.values();
  if (problem) throw problem;
  return `${workspace.accounts.size} accounts, ${workspace.organization.cloud === "offline" ? "simulated AWS" : "AWS"}`;
}

function writable(root: string): string {
  const directory = path.join(root, ".archipelago");
  try {
    fs.mkdirSync(directory, { recursive: true });
    fs.accessSync(directory, fs.constants.W_OK);
  } catch (error) {
    throw new UserError(`cannot be written to (${(error as NodeJS.ErrnoException).code})`, {
      where: ".archipelago",
      next: "make the repository's folder writable",
    });
  }
  const { bavail, bsize } = fs.statfsSync(directory);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < 200)
    throw new UserError(`${free} MiB free: plans and states may be lost half-written`, {
      where: ".archipelago",
      allowed: "200 MiB",
      next: "free some space",
    });
  return `${free} MiB free`;
}
