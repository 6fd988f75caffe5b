import path from "node:path";
import { wavesText } from "./status-waves.ts";

const root = path.resolve(import.meta.dirname, "../../../..");

test("the waves of the organisation: what others need first, production after staging", () => {
  const lines = wavesText(root, [], false).split("\n");
  expect(lines.slice(0, 2)).toEqual(["1. management", "2. log-archive"]);
  const waveOf = (account: string): number => lines.findIndex((line) => new RegExp(`\\b${account}\\b`).test(line));
  expect(waveOf("shop-production")).toBeGreaterThan(waveOf("shop-staging"));
});

test("of some accounts, as JSON", () => {
  expect(JSON.parse(wavesText(root, ["shop-dev", "analytics"], true))).toEqual({
    waves: [{ wave: 1, canary: "shop-dev", accounts: ["shop-dev", "analytics"] }],
    problems: {},
  });
});
