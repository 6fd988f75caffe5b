import { wantsColour } from "./colour.ts";

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { TERM: "dumb" }, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { NO_COLOR: "" }, true],
  [false, { FORCE_COLOR: "1" }, true],
  [false, { FORCE_COLOR: "" }, true],
  [true, { FORCE_COLOR: "0" }, false],
  [true, { FORCE_COLOR: "false" }, false],
  // Nx sets FORCE_COLOR for what it starts: whoever sets NO_COLOR means it.
  [true, { NO_COLOR: "1", FORCE_COLOR: "true" }, false],
])("a terminal: %s, %j: colours: %s", (isTTY, env, expected) => {
  expect(wantsColour({ isTTY }, env)).toBe(expected);
});
