import { chmodSync, existsSync, readFileSync, statSync, watch, writeFileSync } from "node:fs";
import path from "node:path";
import { InterruptedError, Interruption } from "./interruption.ts";
import { launch } from "./process.ts";
import type { LaunchOptions } from "./process.ts";
import { temporaryDirectories } from "./test-terraform.ts";

const temporary = temporaryDirectories();
const env = { PATH: process.env["PATH"] ?? "" };

/** A program of a few lines, run by `launch`. */
function script(text: string, options: Partial<LaunchOptions> = {}, interpreter = "/bin/sh") {
  const cwd = temporary();
  const file = path.join(cwd, "program");
  writeFileSync(file, `#!${interpreter}\n${text}\n`);
  chmodSync(file, 0o700);
  const [stdout, stderr] = [path.join(cwd, "out"), path.join(cwd, "err")];
  const running = launch({ file, args: [], cwd, env, stdout, stderr, label: "test", ...options });
  return {
    cwd,
    running,
    done: running.done,
    read: (name: "out" | "err") => readFileSync(path.join(cwd, name), "utf8"),
  };
}

/** Like Terraform, and unlike a shell, Node can listen to a SIGINT that was ignored when it started. */
function listener(onInterrupt: string, options: Partial<LaunchOptions> = {}) {
  const text = `const fs = require("fs");
    process.on("SIGINT", () => { fs.appendFileSync("interrupts", "x"); ${onInterrupt} });
    fs.writeFileSync("up", "");
    setInterval(() => fs.existsSync("up") || process.exit(), 100); // a test that fails leaves nothing behind`;
  const program = script(text, options, process.execPath);
  const interrupts = () => {
    const file = path.join(program.cwd, "interrupts");
    return existsSync(file) ? readFileSync(file, "utf8").length : 0;
  };
  return { ...program, interrupts };
}

async function appears(file: string): Promise<void> {
  if (existsSync(file)) return;
  await new Promise<void>((resolve) => {
    const watcher = watch(path.dirname(file), () => {
      if (!existsSync(file)) return;
      watcher.close();
      resolve();
    });
  });
}

test("output goes to files, the exit code comes back", async () => {
  const { done, read } = script("echo out; echo err >&2; exit 3");
  expect(await done).toMatchObject({ exitCode: 3, signal: undefined, timedOut: false, interrupted: false });
  expect([read("out"), read("err")]).toEqual(["out\n", "err\n"]);
});

test.each(["/bin/dash", "/bin/bash"].filter((shell) => existsSync(shell)))(
  "arguments arrive as they are, through %s",
  async (shell) => {
    const args = ["a b", "it's", '"q"', "$HOME", "`id`", "*", "", "new\nline", "-x", "ü", "\\"];
    const { done, read } = script('for one in "$@"; do printf "<%s>\\n" "$one"; done', { args, shell });
    await done;
    expect(read("out")).toBe(args.map((one) => `<${one}>\n`).join(""));
  },
);

test("it is no descendant of ours, leads no terminal session of ours, and its files are private", async () => {
  const { done, read, cwd } = script('touch made; ps -o ppid=,sid= -p "$$"; ps -o ppid= -p "$PPID"');
  await done;
  const [own = "", grandparent = ""] = read("out").split("\n");
  const session = Number(own.trim().split(/\s+/)[1]);
  expect(Number(grandparent)).not.toBe(process.pid);
  expect(session).not.toBe(process.pid);
  expect(statSync(path.join(cwd, "made")).mode & 0o777).toBe(0o600);
});

test("a program that is killed says by what", async () => {
  expect(await script("kill -KILL $$").done).toMatchObject({ exitCode: undefined, signal: "SIGKILL" });
  expect(await script("kill -SEGV $$").done).toMatchObject({ exitCode: undefined, signal: "SIGSEGV" });
});

test("a program that does not exist, and a directory that does not", async () => {
  expect(await script("", { file: "/nowhere/terraform" }).done).toMatchObject({ exitCode: 127 });
  await expect(script("", { cwd: "/nowhere" }).done).rejects.toThrow("ENOENT");
});

test("a time-out interrupts, interrupts again, and kills the whole group", async () => {
  const { done, interrupts } = listener("", { timeoutMs: 1000, graceMs: 300 });
  expect(await done).toMatchObject({ exitCode: undefined, signal: "SIGKILL", timedOut: true, interrupted: false });
  expect(interrupts()).toBe(2);
});

test("a program that ends at the first interrupt is not sent another", async () => {
  const { done, interrupts } = listener("process.exit(1)", { timeoutMs: 1000, graceMs: 60_000 });
  expect(await done).toMatchObject({ exitCode: 1, timedOut: true });
  expect(interrupts()).toBe(1);
});

test("many at once", async () => {
  const runs = Array.from({ length: 20 }, (_, i) => script(`exit ${i}`));
  expect((await Promise.all(runs.map(({ done }) => done))).map(({ exitCode }) => exitCode)).toEqual([...runs.keys()]);
});

describe("an interruption", () => {
  /** An interruption on a clock of its own, and what it said. */
  function interruption() {
    const said: string[] = [];
    const clock = { now: 0 };
    return { said, clock, it: new Interruption({ write: (text) => said.push(text.trim()), now: () => clock.now }) };
  }

  test("starts nothing new", () => {
    const { it, said } = interruption();
    it.request("SIGTERM");
    expect(it.requested).toBe(true);
    expect(said).toEqual(["SIGTERM received: nothing new starts."]);
    expect(() => script("exit 0", { interruption: it })).toThrow(InterruptedError);
  });

  test("asks once, warns, asks again only when insisted on, then kills", async () => {
    const { it, said, clock } = interruption();
    const { done, cwd, running, interrupts } = listener("", { interruption: it, label: "apply of shop-dev" });
    const sent = async (count: number) => {
      while (interrupts() < count) await new Promise((resolve) => setImmediate(resolve));
      return interrupts();
    };
    await appears(path.join(cwd, "up"));
    expect(it.running).toEqual([running]);
    const press = (after: number, signal: NodeJS.Signals = "SIGINT") => {
      clock.now += after;
      it.request(signal);
    };
    press(0);
    press(200);
    press(200);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/Waiting for Terraform to finish and save its state: apply of shop-dev \(\d+ s\)/);
    press(2000, "SIGTERM");
    expect(said).toHaveLength(1);
    press(2000);
    expect(said[1]).toMatch(/A second interrupt makes Terraform forget .* Press Ctrl-C once more/);
    expect(await sent(1)).toBe(1);
    press(2000);
    expect(said[2]).toMatch(/^second interrupt sent to apply of shop-dev/);
    expect(await sent(2)).toBe(2);
    press(60_000);
    expect(said[3]).toMatch(/^killed apply of shop-dev/);
    expect(await done).toMatchObject({ signal: "SIGKILL", interrupted: true, timedOut: false });
    await it.settled();
    expect(it.running).toEqual([]);
  });
});
