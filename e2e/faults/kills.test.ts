import { randomKills } from "../support/random-kills.ts";

// Ten of the twenty rounds; the other ten are in more-kills.test.ts: Jest runs the two at once.
jest.setTimeout(600_000);

randomKills("sandbox", 1, 10);
