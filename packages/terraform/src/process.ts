import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import type { Interruption } from "./interruption.ts";

/** How to start one process. Output goes to files, never to pipes: Terraform dies when the reader of a pipe dies. */
export interface LaunchOptions {
  /** Absolute path of the program. */
  readonly file: string;
  /** Handed over one by one, never joined into a string. */
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Files that receive the output; they must not exist yet, and are created with mode 0600. */
  readonly stdout: string;
  readonly stderr: string;
  /** What the run is called in messages, for example `apply of shop-dev`. */
  readonly label: string;
  /**
   * Milliseconds until the run is stopped: SIGINT, a grace period, SIGINT, a grace period, SIGKILL.
   * @default no limit
   */
  readonly timeoutMs?: number;
  /**
   * @default 30 000 ms: an upload of a state that was retried needs about 20 s, and Terraform itself waits for 5 s after
   * the second SIGINT
   */
  readonly graceMs?: number;
  /** Refuses to start once a stop was asked for, and forwards the stop to what runs. */
  readonly interruption?: Interruption;
  /**
   * Whether files the program makes are for their owner only (umask 077): plans and states hold secrets.
   * @default true
   */
  readonly ownerOnly?: boolean;
  /** @default "/bin/sh" */
  readonly shell?: string;
}

/** How a process ended. */
export interface ProcessResult {
  /** Undefined when it was killed. */
  readonly exitCode: number | undefined;
  /** The signal that killed it. SIGKILL also stands for "vanished without a word". */
  readonly signal: NodeJS.Signals | undefined;
  readonly timedOut: boolean;
  /** Whether it was sent a signal because somebody asked us to stop. */
  readonly interrupted: boolean;
  readonly durationMs: number;
}

/** How hard a process has been asked to end. Terraform loses what is in flight at the second SIGINT. */
export type StopLevel = 0 | 1 | 2 | 3;

/** A process that runs in a session of its own. */
export interface RunningProcess {
  readonly label: string;
  readonly startedAt: number;
  /** Undefined when it could not be started. On Windows the process itself. */
  readonly processGroup: number | undefined;
  /** Resolves when the process has ended, whatever way; rejects when it could not be started. */
  readonly done: Promise<ProcessResult>;
  /** Raises the stop level; each level is sent once: 1 and 2 are SIGINT, 3 is SIGKILL, to the whole process group. */
  stop(level: StopLevel, reason: "interrupted" | "timed-out"): void;
}

// The shell that Node starts leads a new session and exits at once, which hands the subshell to init: whoever kills
// our process tree (Nx does, five seconds after Ctrl-C) does not find Terraform in it. Only the subshell holds
// descriptor 3, so its end tells us that the run is over; if we are gone by then, writing the exit code there fails
// and nobody minds. A background job ignores SIGINT, which keeps the subshell alive to report; Terraform asks for
// SIGINT itself. The traps keep a SIGTERM to the group from ending the report early, and are reset in Terraform.
const REPARENT = '( trap : HUP TERM; "$@" 3>&-; echo $? >&3 ) &';

const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGINT", "SIGKILL"];

/** Starts a process that outlives us: in a session of its own and reparented to init. */
export function launch(options: LaunchOptions): RunningProcess {
  options.interruption?.throwIfRequested();
  const startedAt = performance.now();
  const child = start(options);
  let stopLevel: StopLevel = 0;
  let ended = false;
  const reasons = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();

  function stop(level: StopLevel, reason: string): void {
    if (ended) return;
    reasons.add(reason);
    while (stopLevel < level) {
      const signal = SIGNALS[stopLevel];
      stopLevel = (stopLevel + 1) as StopLevel;
      if (signal !== undefined && child.pid !== undefined) signalGroup(child.pid, signal);
    }
  }

  const { timeoutMs, graceMs = 30_000 } = options;
  if (timeoutMs !== undefined) {
    for (const level of [1, 2, 3] as const) {
      timers.add(setTimeout(() => stop(level, "timed-out"), timeoutMs + (level - 1) * graceMs));
    }
  }

  const done = exitStatus(child)
    .finally(() => {
      ended = true;
      for (const timer of timers) clearTimeout(timer);
    })
    .then((status) => ({
      exitCode: status !== undefined && status <= 128 ? status : undefined,
      signal: status === undefined ? "SIGKILL" : status > 128 ? signalName(status - 128) : undefined,
      timedOut: reasons.has("timed-out"),
      interrupted: reasons.has("interrupted"),
      durationMs: performance.now() - startedAt,
    }));
  const running = { label: options.label, startedAt, processGroup: child.pid, done, stop };
  options.interruption?.track(running);
  return running;
}

type Child = ReturnType<typeof start>;

function start(options: LaunchOptions) {
  const { file, args, cwd, env, stdout, stderr, shell = "/bin/sh", ownerOnly = true } = options;
  const out = openSync(stdout, "wx", 0o600);
  const err = openSync(stderr, "wx", 0o600);
  try {
    // Windows has neither sessions nor process groups: a detached child survives us there. Untried.
    if (process.platform === "win32") {
      return spawn(file, args, { cwd, env, detached: true, windowsHide: true, stdio: ["ignore", out, err] });
    }
    const script = ownerOnly ? `umask 077; ${REPARENT}` : REPARENT;
    return spawn(shell, ["-c", script, shell, file, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", out, err, "pipe"],
    });
  } finally {
    closeSync(out);
    closeSync(err);
  }
}

/** The shell's status of the program (128 + n: killed by signal n), undefined when nobody was left to report it. */
async function exitStatus(child: Child): Promise<number | undefined> {
  const report = child.stdio[3];
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    if (report === undefined || report === null) {
      child.once("exit", (code) => resolve(code ?? undefined));
      return;
    }
    let text = "";
    report.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    report.on("error", () => undefined);
    report.once("close", () => resolve(/^\d+\n$/.test(text) ? Number(text) : undefined));
  });
}

function signalGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === "win32" ? leader : -leader, signal);
  } catch (error) {
    // ESRCH: it ended in this very moment, its report is on the way.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function signalName(number: number): NodeJS.Signals | undefined {
  return (Object.keys(constants.signals) as NodeJS.Signals[]).find((name) => constants.signals[name] === number);
}
