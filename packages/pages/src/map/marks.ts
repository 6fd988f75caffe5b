import { text } from "@archipelago/report/page";
import { stateNamed, states } from "./state.ts";

/** Shapes of the states, which {@link sign} refers to. Once a page. */
export function signs(): string {
  const symbols = states.map(
    ({ name, shape }) =>
      `<symbol id="${signId(name)}" viewBox="0 0 12 12"><path d="${shape}" fill="currentColor" fill-rule="evenodd"/></symbol>`,
  );
  return `<svg class="hidden" aria-hidden="true">${symbols.join("")}</svg>`;
}

const signId = (name: string): string => `state-${name.replaceAll(" ", "-")}`;

/** The shape of a state, in its colour. A word stands beside it. */
export function sign(name: string): string {
  const known = states.some((state) => state.name === name);
  return `<svg class="sign ${stateNamed(name).tone}" width="12" height="12" aria-hidden="true"><use href="#${known ? signId(name) : "state-in-sync"}"/></svg>`;
}

/** A state as shape and word. */
export const stateMark = (name: string): string => `<span class="state">${sign(name)} ${text(name)}</span>`;

/** US dollars, whole ones: `1,800 USD`. */
export const usd = (amount: number): string => `${Math.round(amount).toLocaleString("en-US")} USD`;

/** How much of the largest budget one is: at least a line of it can be seen. */
export function bar(share: number): string {
  const width = Math.max(1, Math.round(share * 48));
  return `<svg class="bar" width="48" height="6" aria-hidden="true"><rect class="track" width="48" height="6" rx="3"/><rect class="value" width="${width}" height="6" rx="3"/></svg>`;
}

/** `1 account`, `2 accounts` */
export const count = (number: number, noun: string, many = `${noun}s`): string =>
  `${number.toLocaleString("en-US")} ${number === 1 ? noun : many}`;
