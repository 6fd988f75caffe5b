import { synthesizedRepository } from "../repository.fixture.ts";
import { complianceMarkdown, complianceTable } from "./compliance-report.ts";
import { compliance, controls, type JudgedControl } from "./compliance.ts";
import { delegableServices, keptServices } from "./delegated-services.ts";
import { monitoredEvents } from "./monitored-events.ts";

const judged = compliance(synthesizedRepository());

test("the 70 recommendations of version 7.0.0, by section", () => {
  const counts: Record<string, number> = {};
  for (const { id } of controls) {
    const section = id.replace(/\.\d+$/, "");
    counts[section] = (counts[section] ?? 0) + 1;
  }
  expect(counts).toEqual({
    "2.1": 6,
    "2": 20,
    "3.1": 4,
    "3.2": 4,
    "3.3": 1,
    "4": 10,
    "5": 16,
    "6.1": 2,
    "6": 7,
  });
  expect(new Set(controls.map(({ id }) => id)).size).toBe(70);
});

test("a judged control has these keys and no others", () => {
  for (const control of judged) {
    expect(Object.keys(control)).toEqual(["id", "title", "scope", "status", "reason", "evidence", "missing"]);
    for (const evidence of control.evidence) expect(Object.keys(evidence)).toEqual(["account", "address"]);
  }
});

test.each(judged)("$id: met has evidence, anything else a reason", ({ status, evidence, reason, title, scope }) => {
  expect(title).toMatch(/^[A-Z].*[^.]$/);
  expect(["account", "organisation", "application", "manual"]).toContain(scope);
  if (status === "met") expect(evidence.length).toBeGreaterThan(0);
  else expect(reason.length).toBeGreaterThan(10);
  if (scope === "manual") expect(status).toBe("manual");
});

test("evidence exists: each address is in the stack of its account", () => {
  const { stacks } = synthesizedRepository();
  for (const { evidence } of judged) {
    for (const { account, address } of evidence) {
      const [type, name] = address.split(".") as [string, string];
      expect(stacks.find((stack) => stack.account.name === account)?.template.resource?.[type]).toHaveProperty([name]);
    }
  }
});

test("one control can be asked for", () => {
  expect(compliance(synthesizedRepository(), new Set(["2.8"])).map(({ id }) => id)).toEqual(["2.8"]);
});

test.each(monitoredEvents)("$id names its events once, and sorted where they are events", ({ names }) => {
  expect(new Set(names).size).toBe(names.length);
});

test("a service is delegated, or kept with a reason", () => {
  expect(Object.keys(delegableServices).filter((service) => service in keptServices)).toEqual([]);
  for (const reason of Object.values(keptServices)) expect(reason.length).toBeGreaterThan(20);
});

const example: JudgedControl[] = [
  {
    id: "2.8",
    title: "Passwords are long",
    scope: "account",
    status: "met",
    reason: "",
    evidence: ["a", "b", "c", "d"].map((account) => ({ account, address: "aws_iam_account_password_policy.x" })),
    missing: [],
  },
  {
    id: "2.14",
    title: "No *",
    scope: "application",
    status: "unmet",
    reason: "shop: `*` | all",
    evidence: [],
    missing: [{ account: "shop", text: "`*` | all" }],
  },
  {
    id: "4.1",
    title: "A trail",
    scope: "organisation",
    status: "met",
    reason: "for all",
    evidence: ["w", "x", "y", "z"].map((name) => ({ account: "management", address: `aws_cloudtrail.${name}` })),
    missing: [],
  },
];

test("the table has a line for each control, reasons below it, and totals", () => {
  expect(complianceTable(example).split("\n").slice(2)).toEqual([
    "2.8    Passwords are long  met     4 resources in 4 accounts",
    "2.14   No *                unmet",
    "         shop: `*` | all",
    "4.1    A trail             met     4 resources in management",
    "         for all",
    "",
    "2 met, 1 unmet, 0 manual, 0 off",
  ]);
});

test("the page groups evidence by accounts and escapes what would end a cell", () => {
  expect(complianceMarkdown(example).split("\n").slice(10, 13)).toEqual([
    "| 2.8 | Passwords are long | account | met | 4 accounts: `aws_iam_account_password_policy.x` |",
    "| 2.14 | No * | application | unmet | shop: `*` \\| all |",
    "| 4.1 | A trail | organisation | met | for all<br>management: `aws_cloudtrail.w`, `aws_cloudtrail.x`, `aws_cloudtrail.y` and 1 more |",
  ]);
});
