import readline from "node:readline";
import { paint } from "./colour.ts";

/** A terminal, as far as the table uses it. */
export interface Terminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** How an account ended. */
export interface Ended {
  readonly success: boolean;
  /** In a few words. */
  readonly text: string;
}

export interface LiveTableOptions {
  /** What is being done: "plan" */
  readonly verb: string;
  /** @default false */
  readonly colour?: boolean;
  /** Milliseconds; replaced in tests. @default performance.now */
  readonly now?: () => number;
}

interface Row {
  started?: number;
  ended?: number;
  outcome?: Ended;
}

/** Between two drawings, in milliseconds. */
const interval = 125;

/**
 * One line an account, redrawn in place while a run goes on. The cursor is neither hidden nor moved away from below
 * the table, so however the program ends there is nothing to restore.
 */
export class LiveTable {
  readonly #terminal: Terminal;
  readonly #rows: Map<string, Row>;
  readonly #options: LiveTableOptions;
  readonly #now: () => number;
  readonly #begin: number;
  #timer: NodeJS.Timeout | undefined;
  #drawn = 0;

  constructor(terminal: Terminal, accounts: readonly string[], options: LiveTableOptions) {
    this.#terminal = terminal;
    this.#rows = new Map(accounts.map((name) => [name, {}]));
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#begin = this.#now();
  }

  /** An account is being worked on. */
  start(account: string): void {
    this.#row(account).started = this.#now();
    this.#timer ??= setInterval(() => this.draw(), interval).unref();
    this.draw();
  }

  /** An account has ended. */
  end(account: string, outcome: Ended): void {
    Object.assign(this.#row(account), { ended: this.#now(), outcome });
    this.draw();
  }

  /** Writes something else above the table. */
  above(write: () => void): void {
    this.#erase();
    write();
    this.draw();
  }

  /** Stops drawing. What is printed next stands where the table was. */
  clear(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#erase();
  }

  /** Draws once more and leaves it there: what is printed next stands below. */
  leave(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.draw();
    this.#drawn = 0;
  }

  /** Draws the table as it is now. */
  draw(): void {
    const lines = this.#lines();
    this.#erase();
    this.#terminal.write(lines.map((line) => `${line}\n`).join(""));
    this.#drawn = lines.length;
  }

  #erase(): void {
    if (this.#drawn === 0) return;
    // Readline's functions take any stream, and write to it what a terminal understands.
    const stream = this.#terminal as unknown as NodeJS.WritableStream;
    readline.moveCursor(stream, 0, -this.#drawn);
    readline.cursorTo(stream, 0);
    readline.clearScreenDown(stream);
    this.#drawn = 0;
  }

  #row(account: string): Row {
    const row = this.#rows.get(account) ?? {};
    this.#rows.set(account, row);
    return row;
  }

  #lines(): string[] {
    const { verb, colour = false } = this.#options;
    const { columns = 80, rows: height = 24 } = this.#terminal;
    const all = [...this.#rows];
    const running = all.filter(([, { started, ended }]) => started !== undefined && ended === undefined);
    const waiting = all.filter(([, { started, ended }]) => started === undefined && ended === undefined);
    const ended = all.filter((row) => row[1].ended !== undefined);
    const failed = ended.filter(([, { outcome }]) => outcome?.success === false).length;
    // One line of the terminal is for the tally, one for the cursor. When there are more accounts than lines, what
    // runs matters most, then what has ended last.
    const room = Math.max(1, height - 2);
    const latest = ended.sort(([, a], [, b]) => b.ended! - a.ended!);
    const kept = new Set([...running, ...latest, ...waiting].slice(0, room).map(([name]) => name));
    const width = Math.max(...all.map(([name]) => name.length));
    const tally = [
      `${verb}: ${ended.length} of ${all.length} done`,
      `${running.length} running`,
      ...(failed > 0 ? [`${failed} failed`] : []),
      seconds(this.#now() - this.#begin),
    ].join(", ");
    return [
      ...all
        .filter(([name]) => kept.has(name))
        .map(([name, row]) => this.#line(name.padEnd(width), row, columns, colour)),
      fit(tally, columns),
    ];
  }

  #line(name: string, { started, ended, outcome }: Row, columns: number, colour: boolean): string {
    const took = started === undefined ? "" : seconds((ended ?? this.#now()) - started);
    if (outcome !== undefined) {
      const sign = outcome.success ? "✓" : "✗";
      const line = fit(`${sign} ${name}  ${took.padStart(6)}  ${outcome.text.split("\n")[0]!}`, columns);
      return outcome.success ? line : paint("red", line, colour);
    }
    if (started === undefined) return paint("dim", fit(`· ${name}`, columns), colour);
    return paint("cyan", fit(`… ${name}  ${took.padStart(6)}`, columns), colour);
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)}s`;
}

/** A line that wraps would be counted as one and drawn as two. */
function fit(text: string, columns: number): string {
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, " ");
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}
