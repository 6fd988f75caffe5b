import { Workspace, type Run } from "./support/workspace.ts";

// Every command the README tells a reader to type is typed here, in the README's order, in one clone.

jest.setTimeout(300_000);

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** Lines of the README's shell blocks, without their comments. */
const commands = [...workspace.read("README.md").matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block]) =>
  block!
    .trim()
    .split("\n")
    .map((line) => line.replace(/\s+#.*$/, "")),
);

/** What stands in for what a test cannot do as it is written, and why. */
const instead: readonly [pattern: RegExp, replacement: string, why: string][] = [
  [/^npm ci && /, "", ".ci/run begins with npm ci, in a fresh clone; here the packages are installed"],
  [/^npm test$/, "npm test -- --listTests", "this is npm test"],
];
/** What a person types into the five places of the template. */
const values: readonly [from: string, to: string][] = [
  ['"product": "REPLACE-ME"', '"product": "checkout"'],
  ['"owner": "@REPLACE-ME"', '"owner": "@acme/team-checkout"'],
  ['"costCentre": "REPLACE-ME"', '"costCentre": "CC-2001"'],
  ['"cidr": "REPLACE-ME"', '"cidr": "10.32.48.0/20"'],
  ['"REPLACE-ME": ["Developer"]', '"team-checkout": ["Developer"]'],
];

function type(command: string): Promise<Run> {
  const [, edited] = /^\$EDITOR (\S+)$/.exec(command) ?? [];
  if (edited !== undefined) {
    for (const [from, to] of values) workspace.replace(edited, from, to);
    return Promise.resolve({ exitCode: 0, stdout: "", stderr: "" });
  }
  const line = instead.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), command);
  return workspace.run(["bash", "-c", line]);
}

test("the README shows how to see it, use it daily and add an account", () => {
  expect(commands.slice(0, 2)).toEqual(["npm ci && npm run plan", "npm ci && npm test"]);
  expect(commands.length).toBeGreaterThan(9);
});

test.each(commands.map((command) => [command]))("%s", async (command) => {
  const { exitCode, stdout, stderr } = await type(command);
  expect({ exitCode, stdout: exitCode === 0 ? "" : stdout, stderr: exitCode === 0 ? "" : stderr }).toEqual({
    exitCode: 0,
    stdout: "",
    stderr: "",
  });
  if (/ (run )?plan$/.test(command)) expect(stdout).toMatch(/[1-9]\d* planned, 0 failed/);
});
