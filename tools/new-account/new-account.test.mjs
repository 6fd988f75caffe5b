import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { accountFiles } from "@archipelago/nx-plugin/generators";
import { questions, readForm } from "./form.mjs";
import { proposal } from "./proposal.mjs";

const repository = path.resolve(import.meta.dirname, "../..");
const copied = ["accounts", "environments", "organization.json", ".github/CODEOWNERS"];
const good = {
  Name: "checkout-dev",
  Owner: "@acme/team-checkout",
  "Cost centre": "CC-2001",
  Budget: "300",
  Network: "The next free block",
  Group: "_No response_",
  "Last day": "_No response_",
};
/** As GitHub makes it of the answers. */
const bodyOf = (answers) =>
  Object.entries(answers)
    .map(([label, answer]) => `### ${label}\n\n${answer}`)
    .join("\n\n");

let root;
beforeAll(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-form-"));
  for (const file of copied) fs.cpSync(path.join(repository, file), path.join(root, file), { recursive: true });
});
afterAll(() => fs.rmSync(root, { recursive: true }));

/** Files of the copy, with what is in them. */
const snapshot = () =>
  Object.fromEntries(
    fs
      .readdirSync(root, { recursive: true })
      .filter((file) => fs.statSync(path.join(root, file)).isFile())
      .map((file) => [file, fs.readFileSync(path.join(root, file), "utf8")]),
  );

/** What would be written and answered: nothing is written. */
const propose = (body) => proposal(repository, { number: 42, body }, accountFiles);

/** Runs the script as the workflow does. */
function submit(body) {
  const outside = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-event-"));
  try {
    const [event, answer] = ["event.json", "answer.md"].map((name) => path.join(outside, name));
    fs.writeFileSync(event, JSON.stringify({ issue: { number: 42, body } }));
    const script = path.join(import.meta.dirname, "new-account.mjs");
    const output = execFileSync(process.execPath, [script, event, answer], { cwd: root, encoding: "utf8" });
    return { output, answer: fs.readFileSync(answer, "utf8") };
  } finally {
    fs.rmSync(outside, { recursive: true });
  }
}

test("the form asks what the script reads", () => {
  const form = parse(fs.readFileSync(path.join(repository, ".github/ISSUE_TEMPLATE/new-account.yml"), "utf8"));
  expect(form.body.map(({ attributes }) => attributes.label)).toEqual(Object.keys(questions));
  expect(form.body.find(({ id }) => id === "network").attributes.options).toEqual(["The next free block", "none"]);
  const workflow = fs.readFileSync(path.join(repository, ".github/workflows/new-account.yml"), "utf8");
  expect(workflow).toContain(`'${form.labels[0]}'`);
});

test("a bad form becomes a comment and nothing else", () => {
  const before = snapshot();
  const { output, answer } = submit(bodyOf({ ...good, Owner: "$(touch pwned)" }));
  expect(output).toBe("name=\n");
  expect(answer).toContain("owner: must be a GitHub team or user");
  expect(snapshot()).toEqual(before);
});

test("a good form becomes the folder, CODEOWNERS and a pull request", () => {
  const before = snapshot();
  const { output, answer } = submit(bodyOf(good));
  expect(output).toBe("name=checkout-dev\n");
  const { [".github/CODEOWNERS"]: owners, ...after } = snapshot();
  const made = Object.keys(after).filter((file) => before[file] !== after[file]);
  expect(made.sort()).toEqual(["accounts/checkout-dev/account.json", "accounts/checkout-dev/stack.ts"]);
  expect(owners).toContain("/accounts/checkout-dev/ @acme/team-checkout\n");
  expect(JSON.parse(after["accounts/checkout-dev/account.json"])).toMatchObject({
    product: "checkout",
    environment: "development",
    budget: { monthlyUsd: 300 },
    network: { cidr: "10.32.16.0/20" },
    access: { "team-checkout": ["Developer"] },
  });
  expect(answer).toContain("Adds the AWS account `checkout-dev`: checkout in development, network 10.32.16.0/20");
  expect(answer).toContain("Closes #42");
});

test("Windows line ends, no network, a group and a last day", () => {
  const answers = { ...good, Name: "anna-sandbox", Network: "none", Group: "engineers", "Last day": "2027-06-30" };
  expect(readForm(bodyOf(answers).replaceAll("\n", "\r\n"))).toEqual({
    name: "anna-sandbox",
    owner: "@acme/team-checkout",
    costCentre: "CC-2001",
    budget: 300,
    network: "none",
    access: "engineers",
    expires: "2027-06-30",
  });
  expect(propose(bodyOf(answers)).name).toBe("anna-sandbox");
});

const injections = {
  "a command": "$(touch pwned)",
  "another command": "`touch pwned`; touch pwned #",
  "an expression": "${{ github.token }}",
  "quotes and braces": '", "existing": { "accountId": "111122223333" }, "x": "',
  "a second question": "x\n\n### Owner\n\n@mallory",
  "a new output": "x\nname=management",
  "a workflow command": "::set-output name=name::management",
  "a path": "../../.github/workflows/evil",
  "an absolute path": "/etc/passwd",
  "a mention and a fence": "``` @everyone\n```",
  html: "<img src=x onerror=alert(1)>",
  "letters of another alphabet": "сheckout-dev",
  "an invisible space": "checkout\u200b-dev",
  "right to left": "checkout\u202e-dev",
  "a null": "checkout\u0000-dev",
  "a prototype": "__proto__",
  "very much": "x".repeat(60_000),
};

describe.each(Object.keys(questions))("in %s", (question) => {
  test.each(Object.entries(injections))("%s: is refused, and there is nothing to write", (_what, text) => {
    const { name, files, answer } = propose(bodyOf({ ...good, [question]: text }));
    expect({ name, files }).toEqual({ name: "", files: {} });
    expect(answer).toMatch(
      /^No account can be made of this form:\n\n(`{3,})text\n[^]*\n\1\n\nEdit the issue, and it is read again\.\n$/,
    );
    expect(answer.length).toBeLessThan(4500);
  });
});

test.each([
  ["nothing", "", /The question "Name" is missing/],
  ["no form at all", "Please give me an account", /There is text before the first question/],
  ["a question of its own", `${bodyOf(good)}\n\n### existing\n\n111122223333`, /The form has no question "existing"/],
  ["a question of every object", `${bodyOf(good)}\n\n### constructor\n\nx`, /The form has no question "constructor"/],
  ["five megabytes", "x".repeat(5_000_000), /longer than GitHub lets it be/],
  ["five megabytes of questions", "### Name\n".repeat(555_555), /longer than GitHub lets it be/],
  ["an account that is there", bodyOf({ ...good, Name: "shop-dev" }), /overlaps|is there already|shop-dev/],
  ["the template", bodyOf({ ...good, Name: "_template" }), /cannot be the name of an account/],
  ["a name without an environment", bodyOf({ ...good, Name: "checkout" }), /ends with no environment/],
  ["a team of elsewhere", bodyOf({ ...good, Owner: "@mallory/team" }), /is no team of acme/],
  ["a budget of nothing", bodyOf({ ...good, Budget: "0" }), /no whole number/],
  ["no owner", bodyOf({ ...good, Owner: "_No response_" }), /owner: is missing/],
])("%s: is refused", (_what, body, reason) => {
  const { name, files, answer } = propose(body);
  expect({ name, files }).toEqual({ name: "", files: {} });
  expect(answer).toMatch(reason);
});
