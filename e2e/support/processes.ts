import fs from "node:fs";
import type { Workspace } from "./workspace.ts";

/** A process that works in a clone, whoever started it. */
interface Process {
  readonly pid: number;
  readonly command: string;
}

/** Command lines of processes that work in a clone, whoever started them. Linux only. */
export function processesIn(workspace: Workspace): string[] {
  return processesOf(workspace).map(({ command }) => command);
}

/** Sends a signal to those among them whose command line matches. Returns their command lines. */
export function killProcesses(workspace: Workspace, pattern: RegExp, signal: NodeJS.Signals = "SIGKILL"): string[] {
  const found = processesOf(workspace).filter(({ command }) => pattern.test(command));
  for (const { pid } of found) {
    try {
      process.kill(pid, signal);
    } catch {
      // ended while we looked
    }
  }
  return found.map(({ command }) => command);
}

function processesOf(workspace: Workspace): Process[] {
  return fs
    .readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
        const inside = `${fs.readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${workspace.root}/`);
        // A command line is empty once the process has ended and only waits to be reaped.
        return inside && command !== "" ? [{ pid: Number(pid), command }] : [];
      } catch {
        return []; // ended while we looked
      }
    });
}

/** Resolves when a condition holds; rejects, saying what is so instead, when it does not within a minute and a half. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  now: () => unknown = () => "",
): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not ${what} after 90 s: ${JSON.stringify(await now())}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
