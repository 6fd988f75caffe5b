import { nextBlock } from "./free-block.ts";

describe("the next free block", () => {
  test.each<[what: string, taken: string[], neighbours: string[], prefix: number, expected: string | undefined]>([
    ["is the first of an empty plan", [], [], 20, "10.0.0.0/20"],
    ["follows its neighbours", ["10.0.0.0/20", "10.0.32.0/20"], ["10.0.32.0/20"], 20, "10.0.48.0/20"],
    [
      "fills a gap between them",
      ["10.0.0.0/20", "10.0.32.0/20", "10.0.64.0/20"],
      ["10.0.32.0/20", "10.0.64.0/20"],
      20,
      "10.0.48.0/20",
    ],
    ["skips what is taken behind them", ["10.0.0.0/20", "10.0.16.0/21"], ["10.0.0.0/20"], 20, "10.0.32.0/20"],
    ["starts where a block of its size may", ["10.0.0.0/24"], ["10.0.0.0/24"], 20, "10.0.16.0/20"],
    [
      "takes a gap when nothing is left behind",
      ["10.0.0.0/17", "10.0.192.0/18"],
      ["10.0.192.0/18"],
      18,
      "10.0.128.0/18",
    ],
    ["is none in a full plan", ["10.0.0.0/17", "10.0.128.0/17"], [], 20, undefined],
    ["is none when no gap is large enough", ["10.0.64.0/20", "10.0.192.0/20"], [], 17, undefined],
    ["takes no notice of what is no block", ["REPLACE-ME", ""], ["nonsense"], 20, "10.0.0.0/20"],
    ["takes no notice of neighbours elsewhere", ["192.168.0.0/20"], ["192.168.0.0/20"], 20, "10.0.0.0/20"],
  ])("%s", (_what, taken, neighbours, prefix, expected) => {
    expect(nextBlock("10.0.0.0/16", taken, neighbours, prefix)).toBe(expected);
  });

  test("fills a plan without an overlap, and then says that it is full", () => {
    const taken: string[] = [];
    for (let block = nextBlock("10.0.0.0/16", taken, taken); block; block = nextBlock("10.0.0.0/16", taken, taken))
      taken.push(block);
    expect(new Set(taken).size).toBe(16);
  });
});
