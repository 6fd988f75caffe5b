import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import path from "node:path";
import { processesIn, temporaryDirectories, terraformIn } from "./test-terraform.ts";

// Terraform in the middle of an apply, and somebody stops us. The program that applies is a child of its own session,
// so that only it gets the signal, as from `kill`; Nx and a terminal send it in the same way.
const temporary = temporaryDirectories();

const script = `require("@archipelago/loader").loader(${JSON.stringify(import.meta.filename)})("./signal-parent.ts")`;

/** `first` is quick, `slow` runs a command, `last` depends on it. */
async function planned(command: string): Promise<string> {
  const directory = temporary();
  const terraform = terraformIn(directory, {
    resource: {
      terraform_data: {
        first: { input: "x" },
        slow: { input: "x", depends_on: ["terraform_data.first"], provisioner: [{ "local-exec": { command } }] },
        last: { input: "x", depends_on: ["terraform_data.slow"] },
      },
    },
  });
  await terraform.init();
  await terraform.plan({ out: path.join(directory, "plan.tfplan") });
  return directory;
}

interface Parent {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function applyIn(...directories: readonly string[]): Parent {
  const args = ["-e", script, "--", ...directories];
  const child = spawn(process.execPath, args, {
    cwd: import.meta.dirname,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Resolves when a condition on the files of a directory holds. */
async function until(directory: string, condition: () => boolean): Promise<void> {
  if (condition()) return;
  await new Promise<void>((resolve) => {
    const check = (): void => {
      if (!condition()) return;
      watcher.close();
      clearInterval(timer);
      resolve();
    };
    const watcher = watch(directory, check);
    const timer = setInterval(check, 50);
  });
}

const slowIsRunning = (directory: string) => until(directory, () => existsSync(path.join(directory, "started")));
const lockOf = (directory: string): boolean => existsSync(path.join(directory, ".terraform.tfstate.lock.info"));
const terraformsIn = (directory: string) => processesIn(directory).filter((command) => command.includes("plan.tfplan"));

interface StateFile {
  readonly resources: readonly { readonly name: string; readonly instances: readonly { readonly status?: string }[] }[];
}

function stateOf(directory: string): Record<string, string> {
  const { resources } = JSON.parse(readFileSync(path.join(directory, "terraform.tfstate"), "utf8")) as StateFile;
  return Object.fromEntries(resources.map(({ name, instances }) => [name, instances[0]?.status ?? "complete"]));
}

// Ends when `go` appears, or the directory goes: a test that fails leaves nothing behind.
const waitForGo = "touch started; while [ -e started ] && [ ! -e go ]; do sleep 0.05; done";

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s in mid-apply: what is finished is in the state, nothing starts after it, no lock and no process stay",
  async (signal) => {
    const directory = await planned(waitForGo);
    const { child, ended } = applyIn(directory);
    await slowIsRunning(directory);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain(`${signal} received: nothing new starts. Waiting for Terraform`);
    expect(stderr).toMatch(/apply of archipelago-terraform-\w+ \(\d+ s\)/);
    expect(stdout).toMatch(/apply of .* was interrupted/);
    // Terraform ends the provisioner of a resource that exists by then: it is tainted, not lost.
    expect(stateOf(directory)).toEqual({ first: "complete", slow: "tainted" });
    expect(lockOf(directory)).toBe(false);
    expect(terraformsIn(directory)).toEqual([]);
    const journal = readdirSync(path.join(directory, "logs")).find((name) => name.endsWith(".jsonl"))!;
    const text = readFileSync(path.join(directory, "logs", journal), "utf8");
    expect(text.match(/Interrupt received/g)).toHaveLength(1);
    expect(text).not.toContain("Two interrupts received");
  },
);

test("signals that come close together, from the terminal, npm and Nx, reach Terraform once", async () => {
  const directory = await planned(`trap '' INT; ${waitForGo}`);
  const { child, ended } = applyIn(directory);
  await slowIsRunning(directory);
  for (const signal of ["SIGINT", "SIGINT", "SIGTERM", "SIGINT"] as const) child.kill(signal);
  const { code } = await ended;
  expect(code).toBe(130);
  expect(stateOf(directory)["first"]).toBe("complete");
  const journal = readdirSync(path.join(directory, "logs")).find((name) => name.endsWith(".jsonl"))!;
  expect(readFileSync(path.join(directory, "logs", journal), "utf8")).not.toContain("Two interrupts received");
});

test("SIGKILL of us in mid-apply: Terraform finishes by itself, its state is complete and unlocked", async () => {
  const directory = await planned(waitForGo);
  const { child, ended } = applyIn(directory);
  await slowIsRunning(directory);
  child.kill("SIGKILL");
  await ended;
  expect(terraformsIn(directory)).not.toEqual([]);
  expect(lockOf(directory)).toBe(true);
  // Nobody is left to read what Terraform says. Only now does the slow resource go on.
  writeFileSync(path.join(directory, "go"), "");
  await until(directory, () => terraformsIn(directory).length === 0);
  expect(stateOf(directory)).toEqual({ first: "complete", slow: "complete", last: "complete" });
  expect(lockOf(directory)).toBe(false);
});

test("SIGINT, then SIGKILL while Terraform still works, as from Nx: Terraform still saves its state", async () => {
  const directory = await planned(waitForGo);
  const { child, ended } = applyIn(directory);
  await slowIsRunning(directory);
  child.kill("SIGINT");
  await new Promise((resolve) => child.stderr?.once("data", resolve));
  child.kill("SIGKILL");
  await ended;
  await until(directory, () => terraformsIn(directory).length === 0);
  expect(stateOf(directory)).toEqual({ first: "complete", slow: "tainted" });
  expect(lockOf(directory)).toBe(false);
});

test("one interrupt stops every apply that runs", async () => {
  const directories = await Promise.all([planned(waitForGo), planned(waitForGo)]);
  const { child, ended } = applyIn(...directories);
  await Promise.all(directories.map(slowIsRunning));
  child.kill("SIGINT");
  const { code, stdout } = await ended;
  expect(code).toBe(130);
  expect(stdout.match(/was interrupted/g)).toHaveLength(2);
  for (const directory of directories) expect(stateOf(directory)["first"]).toBe("complete");
});
