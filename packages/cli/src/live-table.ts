import { LiveTable, wantsColour } from "@archipelago/report";
import type { AccountResult, Verb } from "@archipelago/runner";

/** How a run is followed on a terminal. */
export interface Live {
  readonly start: (account: string) => void;
  readonly end: (result: AccountResult) => void;
  /** Writes something else without disturbing the table. */
  readonly above: (write: () => void) => void;
  /** Removes the table: what the run came to is printed in its place. */
  readonly close: () => void;
}

const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** A table of a run on this terminal; undefined when standard output is none, or one that cannot move its cursor. */
export function liveTable(verb: Verb, names: readonly string[], env = process.env): Live | undefined {
  if (process.stdout.isTTY !== true || env["TERM"] === "dumb" || env["CI"]) return undefined;
  const table = new LiveTable(process.stdout, names, { verb, colour: wantsColour(process.stdout, env) });
  // The runner says on standard error what a signal does: that stands below what is drawn, and the table goes on below.
  const leave = (): void => table.leave();
  let listening = false;
  return {
    start: (account) => {
      // Not earlier: until the runner listens, a signal ends the program by itself, and ours must not keep it from that.
      if (!listening) for (const signal of signals) process.prependListener(signal, leave);
      listening = true;
      table.start(account);
    },
    end: ({ account, success, text }) => table.end(account, { success, text: text.replace(`${account}: `, "") }),
    above: (write) => table.above(write),
    close: () => {
      for (const signal of signals) process.off(signal, leave);
      table.clear();
    },
  };
}
