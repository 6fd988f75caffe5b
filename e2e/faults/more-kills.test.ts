import { randomKills } from "../support/random-kills.ts";

// See kills.test.ts.
jest.setTimeout(600_000);

randomKills("sandbox", 2, 10);
