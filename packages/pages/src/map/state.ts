import type { MapStatus } from "./model.ts";

/** What the map says of where an account is. */
export interface State {
  readonly name: string;
  /** Class of its colour. */
  readonly tone: "ok" | "info" | "warn" | "bad" | "soft";
  /** Path in a box of 12: the shape says the same as the colour. */
  readonly shape: string;
  readonly meaning: string;
}

const circle = "M6,1a5,5 0 1 1 0,10a5,5 0 1 1 0,-10z";
const ring = `${circle}m0,1.6a3.4,3.4 0 1 0 0,6.8a3.4,3.4 0 1 0 0,-6.8z`;

/** Every state there is, what needs somebody first. */
export const states: readonly State[] = [
  {
    name: "invalid",
    tone: "bad",
    shape: "M5,1h2v6h-2zM5,9h2v2h-2z",
    meaning: "what it is made of cannot be read",
  },
  {
    name: "expired",
    tone: "bad",
    shape: "M2.5,1l3.5,3.5l3.5,-3.5l1.5,1.5l-3.5,3.5l3.5,3.5l-1.5,1.5l-3.5,-3.5l-3.5,3.5l-1.5,-1.5l3.5,-3.5l-3.5,-3.5z",
    meaning: "its last day is past",
  },
  {
    name: "drifted",
    tone: "bad",
    shape: "M6,0.5l5.5,5.5l-5.5,5.5l-5.5,-5.5z",
    meaning: "changed outside of this repository",
  },
  { name: "ahead", tone: "info", shape: "M6,1l5.5,10h-11z", meaning: "differs from what was last applied" },
  { name: "pending", tone: "warn", shape: "M1,5h3v2h-3zM4.5,5h3v2h-3zM8,5h3v2h-3z", meaning: "does not exist yet" },
  { name: "never applied", tone: "soft", shape: ring, meaning: "nothing was applied to it yet" },
  { name: "closing", tone: "warn", shape: "M6,1a5,5 0 0 1 0,10z", meaning: "is being closed" },
  {
    name: "closed",
    tone: "soft",
    shape: "M2,2h8v8h-8zM3.5,3.5v5h5v-5z",
    meaning: "a tombstone: its name and address stay taken",
  },
  { name: "in sync", tone: "ok", shape: circle, meaning: "as last applied" },
];

const byName = new Map(states.map((state) => [state.name, state]));

/** What is known of a state, also of one that came later than this table. */
export function stateNamed(name: string): State {
  return byName.get(name) ?? { name, tone: "info", shape: circle, meaning: name };
}

/**
 * The one word for an account: what its life cycle says comes before what its records say.
 *
 * @param today `2027-03-31`
 */
export function stateOf(
  { lifecycle, expires }: { readonly lifecycle: string; readonly expires: string | undefined },
  { status }: Pick<MapStatus, "status">,
  today: string,
): string {
  if (lifecycle !== "active") return lifecycle;
  return expires !== undefined && expires < today ? "expired" : status;
}
