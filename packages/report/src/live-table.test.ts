import { LiveTable, type Terminal } from "./live-table.ts";

/** As much of a terminal as the table uses: what stands on the screen after everything that was written. */
class Screen implements Terminal {
  readonly columns: number;
  readonly rows: number;
  #lines: string[] = [""];
  #row = 0;

  constructor(columns = 60, rows = 24) {
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): void {
    for (const [, escape, number, letter, plain] of text.matchAll(/(\u001b\[(\d*)([A-Z]|m))|([^\u001b]+)/g)) {
      if (escape === undefined) this.#print(plain!);
      else if (letter === "A") this.#row -= Number(number);
      else if (letter === "J") this.#lines = [...this.#lines.slice(0, this.#row), ""];
      else if (letter !== "G") throw new Error(`unknown: ${letter}`);
    }
  }

  #print(text: string): void {
    for (const [index, line] of text.split("\n").entries()) {
      if (index > 0) this.#row++;
      this.#lines[this.#row] = index > 0 ? line : (this.#lines[this.#row] ?? "") + line;
      // A line that fills the terminal wraps, and the next drawing would leave a part of it behind.
      expect(line.length).toBeLessThan(this.columns);
    }
  }

  get text(): string {
    return this.#lines.join("\n");
  }
}

const ok = { success: true, text: "3 to add" };

function table(screen: Screen, names: readonly string[]) {
  let time = 0;
  const live = new LiveTable(screen, names, { verb: "plan", now: () => time });
  return { live, after: (ms: number) => void (time += ms) };
}

test("rows change in place as accounts start and end", () => {
  const screen = new Screen();
  const { live, after } = table(screen, ["network", "shop-dev", "sandbox"]);
  live.start("network");
  after(1500);
  live.start("shop-dev");
  live.end("network", ok);
  after(500);
  live.end("shop-dev", { success: false, text: "accounts/shop-dev/account.json: owner: is missing\n  allowed: x" });
  expect(screen.text).toBe(
    [
      "✓ network     1.5s  3 to add",
      "✗ shop-dev    0.5s  accounts/shop-dev/account.json: owner:…",
      "· sandbox ",
      "plan: 2 of 3 done, 0 running, 1 failed, 2.0s",
      "",
    ].join("\n"),
  );
  live.clear();
  expect(screen.text).toBe("");
});

test("more accounts than lines: what runs is shown, then what ended last, and all are counted", () => {
  const screen = new Screen(60, 6);
  const names = [...Array(50).keys()].map((n) => `account-${n}`);
  const { live, after } = table(screen, names);
  for (const name of names.slice(0, 30)) {
    live.start(name);
    after(100);
    live.end(name, ok);
  }
  for (const name of ["account-40", "account-41"]) live.start(name);
  const lines = screen.text.trimEnd().split("\n");
  expect(lines.map((line) => line.split(/ +/)[1])).toEqual([
    "account-28",
    "account-29",
    "account-40",
    "account-41",
    "30",
  ]);
  live.clear();
});

test("what else is said stands above", () => {
  const screen = new Screen();
  const { live } = table(screen, ["network"]);
  live.start("network");
  live.above(() => screen.write("a word\n"));
  live.end("network", ok);
  expect(screen.text).toBe("a word\n✓ network    0.0s  3 to add\nplan: 1 of 1 done, 0 running, 0.0s\n");
  live.clear();
  expect(screen.text).toBe("a word\n");
});

test("left alone, it stays, and goes on below what others write", () => {
  const screen = new Screen();
  const { live } = table(screen, ["network"]);
  live.start("network");
  live.leave();
  screen.write("SIGINT received\n");
  live.end("network", ok);
  expect(screen.text).toMatch(/^… network.*\nplan: 0 of 1.*\nSIGINT received\n✓ network.*\nplan: 1 of 1.*\n$/);
  live.clear();
});

test("the cursor is never hidden, and nothing an account says moves it", () => {
  const written: string[] = [];
  const live = new LiveTable({ write: (text: string) => written.push(text) }, ["a"], { verb: "plan", colour: true });
  live.start("a");
  live.end("a", { success: false, text: "\u001b[2J\u001b[?25l\rgone" });
  live.clear();
  expect(written.join("")).not.toMatch(/\u001b\[\?25l|\u001b\[2J|\r/);
});
