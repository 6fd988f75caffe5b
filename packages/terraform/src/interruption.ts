import { UserError } from "@archipelago/account-stack/user-error";
import type { RunningProcess, StopLevel } from "./process.ts";

/** Exit code of a program that ended because somebody asked it to. */
export const INTERRUPTED_EXIT_CODE = 130;

/** Thrown instead of starting something new after a stop was asked for. */
export class InterruptedError extends UserError {
  constructor() {
    super("stopped before it started: an interrupt was received", { next: "run the same command again" });
  }
}

/** Settings of an {@link Interruption}; the defaults are for people at a terminal. */
export interface InterruptionOptions {
  /** Where messages go. @default process.stderr */
  readonly write?: (text: string) => void;
  /**
   * For this long after an interrupt the next one only warns, and one more is needed to go further.
   * @default 30 000 ms
   */
  readonly graceMs?: number;
  /** Milliseconds; replaced in tests. @default performance.now */
  readonly now?: () => number;
}

// One Ctrl-C arrives up to three times: from the terminal, from npm and from Nx. Within this time it counts once.
const SAME_KEYSTROKE_MS = 1000;

const LISTENED: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * What happens on Ctrl-C, shared by everything that runs at the same time: nothing new starts, and every running
 * Terraform is sent exactly one SIGINT, upon which it finishes what is in flight and saves its state. Only someone
 * who insists (twice more, or once more after the grace period) sends a second one, which loses what is in flight.
 */
export class Interruption {
  readonly #running = new Set<RunningProcess>();
  readonly #write: (text: string) => void;
  readonly #graceMs: number;
  readonly #now: () => number;
  #level: StopLevel = 0;
  #warned = false;
  #raisedAt = 0;
  #lastAt = -Infinity;

  constructor(options: InterruptionOptions = {}) {
    this.#write = options.write ?? ((text) => void process.stderr.write(text));
    this.#graceMs = options.graceMs ?? 30_000;
    this.#now = options.now ?? (() => performance.now());
  }

  /** True once a stop was asked for: start nothing new. */
  get requested(): boolean {
    return this.#level > 0;
  }

  /** What runs at this moment. */
  get running(): readonly RunningProcess[] {
    return [...this.#running];
  }

  /** @throws InterruptedError once a stop was asked for */
  throwIfRequested(): void {
    if (this.requested) throw new InterruptedError();
  }

  /**
   * Listens to SIGINT, SIGTERM and SIGHUP, and makes the exit code 130 when one came. It never ends the process: the
   * caller does, after its running commands have settled. Returns the function that stops listening.
   */
  listen(): () => void {
    const listener = (signal: NodeJS.Signals): void => {
      process.exitCode = INTERRUPTED_EXIT_CODE;
      this.request(signal);
    };
    for (const signal of LISTENED) process.on(signal, listener);
    return () => {
      for (const signal of LISTENED) process.off(signal, listener);
    };
  }

  /** What a signal does; also for callers that want to stop for a reason of their own. */
  request(signal: NodeJS.Signals = "SIGINT"): void {
    const now = this.#now();
    const again = now - this.#lastAt < SAME_KEYSTROKE_MS;
    this.#lastAt = again ? this.#lastAt : now;
    if (this.#level === 0) return this.#raise(1, now, `${signal} received: nothing new starts.${this.#waiting()}`);
    // Only a person presses Ctrl-C again; Nx and systemd send SIGTERM after SIGINT as a matter of course.
    if (again || signal !== "SIGINT" || this.#level === 3) return;
    if (!this.#warned && now - this.#raisedAt < this.#graceMs) {
      this.#warned = true;
      return this.#say(`still running: ${this.#labels()}. ${this.#consequence()} Press Ctrl-C once more to do so.`);
    }
    if (this.#level === 1) this.#raise(2, now, `second interrupt sent to ${this.#labels()}.`);
    else this.#raise(3, now, `killed ${this.#labels()}; a state lock may be left: terraform force-unlock.`);
  }

  /** Follows a process until it ends. Called by `launch`. */
  track(command: RunningProcess): void {
    this.#running.add(command);
    const forget = (): void => void this.#running.delete(command);
    command.done.then(forget, forget);
  }

  /** Resolves when nothing runs any more. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running].map((command) => command.done));
  }

  #raise(level: StopLevel, now: number, message: string): void {
    this.#level = level;
    this.#raisedAt = now;
    this.#warned = false;
    // The signal first: whoever reads the message may kill us at once.
    for (const command of this.#running) command.stop(level, "interrupted");
    this.#say(message);
  }

  #waiting(): string {
    return this.#running.size === 0 ? "" : ` Waiting for Terraform to finish and save its state: ${this.#labels()}.`;
  }

  #consequence(): string {
    return this.#level === 1
      ? "A second interrupt makes Terraform forget the resources it is creating right now."
      : "Killing Terraform leaves the state locked and loses what it was doing.";
  }

  #labels(): string {
    const now = performance.now();
    const labels = this.running.map(({ label, startedAt }) => `${label} (${Math.round((now - startedAt) / 1000)} s)`);
    return labels.length === 0 ? "nothing" : labels.join(", ");
  }

  #say(message: string): void {
    this.#write(`\n${message}\n`);
  }
}
