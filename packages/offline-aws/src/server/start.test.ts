import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startOfflineAws } from "../index.ts";
import { terraformIn } from "../test-terraform.ts";

const ACCOUNT = "111111111111";
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-test-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const options = () => ({
  cloudDirectory: path.join(directory, "cloud"),
  cacheDirectory: path.join(directory, "cache"),
  accounts: [ACCOUNT],
});

/** Waits until the condition holds; jest's own time limit is the only one. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(20);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function socketIn(reattach: string): string {
  const [first] = Object.values(JSON.parse(reattach) as Record<string, { Addr: { String: string } }>);
  return first!.Addr.String;
}

test("one address for each account and one for any; all gone after stop", async () => {
  const offline = await startOfflineAws(options());
  const socket = socketIn(offline.reattach(ACCOUNT));
  expect(socketIn(offline.reattach())).not.toBe(socket);
  expect(Buffer.byteLength(socket)).toBeLessThan(100);
  expect(Object.keys(JSON.parse(offline.reattach()))).toEqual([
    "registry.terraform.io/hashicorp/aws",
    "registry.opentofu.org/hashicorp/aws",
  ]);
  expect(() => offline.reattach("999999999999")).toThrow("does not serve account 999999999999");
  await offline.stop();
  await offline.stop();
  await until(() => !isAlive(offline.pid)); // ended, and in a moment reaped
  expect(existsSync(path.dirname(socket))).toBe(false);
});

test("what it cannot serve is said by whoever starts it", async () => {
  await expect(startOfflineAws({ ...options(), accounts: ["x/y"] })).rejects.toThrow("did not start");
});

test("an interrupted apply finishes what is in flight, without its owner, and the provider ends by itself", async () => {
  const owner = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  const offline = await startOfflineAws({ ...options(), applyDelayMs: 1500, ownerPid: owner.pid! });
  const socket = socketIn(offline.reattach(ACCOUNT));
  const terraform = terraformIn(offline.reattach(ACCOUNT));
  terraform.write({ resource: { aws_vpc: { v: { cidr_block: "10.0.0.0/16" } } } });
  await terraform.run("version");
  const apply = execFile("terraform", ["apply", "-auto-approve", "-no-color"], {
    cwd: terraform.directory,
    env: terraform.env,
  });
  let output = "";
  apply.stdout?.on("data", (text: string) => (output += text));
  const ended = new Promise((resolve) => apply.once("exit", resolve));
  await until(() => output.includes("Creating..."));
  owner.kill("SIGKILL");
  process.kill(offline.pid, "SIGTERM");
  apply.kill("SIGINT");
  await ended;
  expect(output).toContain("Creation complete");
  await until(() => !isAlive(offline.pid));
  expect(existsSync(socket)).toBe(false);
  expect((await terraform.run("state", "list")).output).toContain("aws_vpc.v");
  terraform.remove();
}, 20_000);

test("it ends when its owner is gone", async () => {
  const owner = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  const offline = await startOfflineAws({ ...options(), ownerPid: owner.pid! });
  owner.kill("SIGKILL");
  await until(() => !isAlive(offline.pid));
}, 20_000);
