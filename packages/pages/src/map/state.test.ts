import { stateNamed, stateOf, states } from "./state.ts";

const active = { lifecycle: "active", expires: undefined };

test.each([
  ["its records decide", active, "drifted", "drifted"],
  ["its last day is today", { lifecycle: "active", expires: "2026-11-21" }, "in sync", "in sync"],
  ["its last day is past", { lifecycle: "active", expires: "2026-11-20" }, "in sync", "expired"],
  ["closing says more than expired", { lifecycle: "closing", expires: "2026-11-20" }, "in sync", "closing"],
  ["closed", { lifecycle: "closed", expires: undefined }, "never applied", "closed"],
])("%s", (_what, account, status, expected) => {
  expect(stateOf(account, { status }, "2026-11-21")).toBe(expected);
});

test.each(states)("$name has a shape of its own and says what it means", ({ name, shape, meaning }) => {
  expect(states.filter((state) => state.shape === shape)).toHaveLength(1);
  expect(meaning).not.toBe("");
  expect(stateNamed(name).meaning).toBe(meaning);
});

test("a state that came later is shown by its name", () => {
  expect(stateNamed("constructor")).toMatchObject({ name: "constructor", tone: "info" });
});
