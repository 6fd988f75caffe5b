import { hasTerminal, onTerminal } from "./support/terminal.ts";
import { makeSmall } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// What a person sees while planning, and what a program gets.

const colour = /\u001b\[\d+m/;
const cursor = /\u001b\[\d*[A-HJK]/;

let workspace: Workspace;
const plan = (...more: string[]): string[] => workspace.command("archipelago", "plan", "sandbox", ...more);
beforeAll(() => {
  workspace = new Workspace(["management", "log-archive", "security", "sandbox"]);
  makeSmall(workspace, { networks: false });
});
afterAll(() => workspace.remove());

if (!hasTerminal) console.warn("SKIPPED: what is seen on a terminal. It needs python3 with its pty module.");

(hasTerminal ? describe : describe.skip)("on a terminal (needs python3 with pty)", () => {
  test("rows change in place while planning, then the table of the run stands there", async () => {
    const { output, exitCode } = await onTerminal(workspace, plan());
    expect(exitCode).toBe(0);
    expect(output).toMatch(/… sandbox +\d\.\ds/);
    expect(output).toContain("plan: 0 of 1 done, 1 running");
    expect(output).toMatch(cursor);
    expect(output).toMatch(colour);
    const end = output.slice(output.lastIndexOf("\u001b[0J"));
    expect(end).toMatch(/Archipelago · 1 account · simulated AWS/);
    expect(end).toMatch(/1 planned, 0 failed/);
  });

  test("NO_COLOR leaves the table and takes the colours", async () => {
    const { output } = await onTerminal(workspace, plan(), { env: { NO_COLOR: "1", FORCE_COLOR: "1" } });
    expect(output).toMatch(cursor);
    expect(output).not.toMatch(colour);
  });

  test.each([
    ["CI", "true"],
    ["TERM", "dumb"],
  ])("with %s=%s nothing is redrawn", async (name, value) => {
    const { output } = await onTerminal(workspace, plan(), { env: { [name]: value } });
    expect(output).not.toMatch(cursor);
    expect(output).toContain("1 planned, 0 failed");
  });

  test("no line is wider than the terminal while rows are redrawn", async () => {
    const { output } = await onTerminal(workspace, plan(), { columns: 40, env: { NO_COLOR: "1" } });
    const live = output.slice(0, output.lastIndexOf("\u001b[0J"));
    expect(live).toContain("sandbox");
    for (const line of live.split("\r\n")) expect(line.replaceAll(/\u001b\[\d*[A-Z]/g, "").length).toBeLessThan(40);
  });

  test("Ctrl-C says what happens, ends with 130 and leaves the terminal as it was", async () => {
    const { output, exitCode } = await onTerminal(workspace, plan(), { after: "1 running", type: "\u0003" });
    expect(exitCode).toBe(130);
    expect(output).toContain("SIGINT received");
    expect(output).not.toContain("\u001b[?");
  });
});

test("to a pipe there are plain lines, and colours only when they are asked for", async () => {
  const { stdout } = await workspace.archipelago(["plan", "sandbox"]);
  expect(stdout).toContain("1 planned, 0 failed");
  expect(stdout).not.toContain("\u001b");
  const forced = await workspace.archipelago(["plan", "sandbox"], { env: { NO_COLOR: "", FORCE_COLOR: "1" } });
  expect(forced.stdout).toMatch(colour);
  expect(forced.stdout).not.toMatch(cursor);
});

test("--json is JSON and nothing else, on a terminal too", async () => {
  const { stdout } = await workspace.archipelago(["plan", "sandbox", "--json"], {
    env: { NO_COLOR: "", FORCE_COLOR: "1" },
  });
  expect(JSON.parse(stdout)).toMatchObject([{ account: "sandbox", success: true, status: "changed" }]);
  if (!hasTerminal) return;
  const { output } = await onTerminal(workspace, plan("--json"));
  expect(JSON.parse(output)).toMatchObject([{ account: "sandbox", success: true, status: "changed" }]);
});
