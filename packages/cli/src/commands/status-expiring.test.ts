import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expiringText } from "./status-expiring.ts";

// The accounts of this repository: one of them, the sandbox, has a last day.

const repository = path.resolve(import.meta.dirname, "../../../..");
const { expires, owner } = JSON.parse(
  fs.readFileSync(path.join(repository, "accounts/sandbox/account.json"), "utf8"),
) as { readonly expires: string; readonly owner: string };
const dayAfter = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
const text = (today: string, flags = {}, names: string[] = []) => expiringText(repository, names, flags, today);

test("a line for each account, with whom to tell", () => {
  expect(text(dayAfter(expires, -14)).split("\n")).toEqual([
    expect.stringMatching(/^ACCOUNT +ENVIRONMENT +OWNER +LAST DAY +STATE$/),
    expect.stringMatching(new RegExp(`^sandbox +sandbox +${owner} +${expires} +14 days left$`)),
  ]);
  expect(text(expires)).toContain("today is its last day");
  expect(text(dayAfter(expires, 1))).toContain("expired 1 day ago");
});

test("nobody, as text and as JSON", () => {
  const today = dayAfter(expires, -15);
  expect(text(today)).toBe("no account expires within 14 days");
  expect(text(today, { json: true })).toBe("[]");
});

test("JSON, and another number of days", () => {
  const [sandbox, ...others] = JSON.parse(text(dayAfter(expires, -30), { json: true, days: "30" })) as unknown[];
  expect(others).toEqual([]);
  expect(sandbox).toEqual({
    account: "sandbox",
    owner,
    environment: "sandbox",
    expires,
    daysLeft: 30,
    state: "expiring",
  });
});

test.each([
  ["days that are no number", { days: "soon" }, [], /"soon" is no number of days/],
  ["names", {}, ["sandbox"], /names accounts/],
])("%s are refused", (_name, flags, names, message) => {
  expect(() => text(expires, flags, names)).toThrow(message);
});

test("an account that is not valid is an error: left out, it would never be told", () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-expiring-"));
  try {
    for (const name of ["organization.json", "environments", "accounts"])
      fs.cpSync(path.join(repository, name), path.join(root, name), { recursive: true });
    const file = path.join(root, "accounts/sandbox/account.json");
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(expires, "soon"));
    expect(() => expiringText(root, [], {}, expires)).toThrow(/expires: must be a date/);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});
