import { expiryIssue, type ExpiryResult } from "./expiry-issue.ts";
import { githubLimit } from "./markdown.ts";

const lab: ExpiryResult = {
  account: "lab",
  owner: "@acme/team-lab",
  environment: "sandbox",
  expires: "2027-03-31",
  state: "expiring",
};

test("no last day is near: there is no issue", () => {
  expect(expiryIssue([])).toBeUndefined();
});

test("a row for each account mentions its owner, and says the day, not how many are left", () => {
  const issue = expiryIssue([{ ...lab, account: "old", expires: "2027-01-31", state: "expired" }, lab])!;
  expect(issue.title).toBe("Expiry: 1 account expired, 1 account about to expire");
  expect(issue.text).toContain(
    "| old | sandbox | @acme/team-lab | 2027-01-31 | expired |\n| lab | sandbox | @acme/team-lab | 2027-03-31 |  |\n",
  );
});

test("what is no owner mentions nobody, and ends no row", () => {
  const { text } = expiryIssue([{ ...lab, owner: "@acme/lab @everyone | <b>" }])!;
  expect(text).not.toMatch(/@(acme|everyone)|<b>/);
  expect(text).toContain("\\|");
});

test("so many that they do not fit: the rest is counted", () => {
  const { text } = expiryIssue(Array.from({ length: 2000 }, (_, at) => ({ ...lab, account: `lab-${at}` })))!;
  expect(text.length).toBeLessThan(githubLimit);
  expect(text).toMatch(/… and \d+ more accounts: npm run archipelago -- status --expiring/);
});
