import { randomKills } from "../support/random-kills.ts";

// Ten of the twenty rounds; the other ten, of another account, are in more-kills.test.ts: Jest runs the two at once.
jest.setTimeout(240_000);

randomKills("shop-dev", 1, 10);
