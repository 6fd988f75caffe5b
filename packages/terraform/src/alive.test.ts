import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { isGroupAlive, isProcessAlive } from "./alive.ts";

test("a process that runs is alive, and so is its group", () => {
  const child = spawn("sleep", ["60"], { detached: true });
  expect([isProcessAlive(child.pid!), isGroupAlive(child.pid!)]).toEqual([true, true]);
  child.kill("SIGKILL");
});

test("one that was reaped is not", async () => {
  const child = spawn("true", { detached: true });
  await new Promise((resolve) => child.once("exit", resolve));
  expect([isProcessAlive(child.pid!), isGroupAlive(child.pid!)]).toEqual([false, false]);
});

// Elsewhere nobody says so.
if (process.platform !== "linux") console.warn("SKIPPED: processes that nobody reaped, which only Linux tells of");
(process.platform === "linux" ? test : test.skip)(
  "one that has ended and was not reaped is not, though it answers to signals (needs Linux)",
  async () => {
    // A shell that never asks what became of its child, which leads a group of its own.
    const script = `setsid sh -c 'echo $$; exec sleep 0.01' & exec sleep 60`;
    const parent = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const pid = Number(await new Promise<Buffer>((resolve) => parent.stdout.once("data", resolve)));
      const state = () => readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]![0];
      while (state() !== "Z") await new Promise((resolve) => setTimeout(resolve, 10));
      expect([process.kill(pid, 0), process.kill(-pid, 0)]).toEqual([true, true]);
      expect([isProcessAlive(pid), isGroupAlive(pid)]).toEqual([false, false]);
    } finally {
      parent.kill("SIGKILL");
    }
  },
);
