import type { JudgedControl } from "@archipelago/checks";
import { main } from "../main.ts";
import { complianceExitCode, complianceText } from "./compliance.ts";

const control = (status: JudgedControl["status"]): JudgedControl => ({
  id: "4.2",
  title: "Trail files can be proven unchanged",
  scope: "organisation",
  status,
  reason: status === "met" ? "" : "because",
  evidence: status === "met" ? [{ account: "management", address: "aws_cloudtrail.trail" }] : [],
  missing: status === "unmet" ? [{ account: "management", text: "because" }] : [],
});

test.each([
  [["met", "manual", "off"], 0],
  [["met", "unmet"], 1],
] as const)("%j: exit code %i", (statuses, code) => {
  expect(complianceExitCode(statuses.map(control))).toBe(code);
});

test("JSON has the controls and nothing else", () => {
  expect(JSON.parse(complianceText([control("met")], { json: true }))).toEqual({
    controls: [
      {
        id: "4.2",
        title: "Trail files can be proven unchanged",
        scope: "organisation",
        status: "met",
        reason: "",
        evidence: [{ account: "management", address: "aws_cloudtrail.trail" }],
        missing: [],
      },
    ],
  });
});

test("one control is printed with all its evidence", () => {
  expect(complianceText([control("met")], { control: "4.2" })).toMatch(/\n {2}management: aws_cloudtrail\.trail\n$/);
  expect(complianceText([control("met")], {})).toMatch(/1 met, 0 unmet, 0 manual, 0 off\n$/);
});

describe("the command", () => {
  let printed = "";
  let complained = "";
  beforeEach(() => {
    printed = complained = "";
    jest.spyOn(process.stdout, "write").mockImplementation((text) => ((printed += String(text)), true));
    jest.spyOn(console, "error").mockImplementation((text) => void (complained += String(text)));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = 0;
  });

  test("judges this repository", async () => {
    await main(["node", "archipelago", "compliance", "--json", "--control", "2.8"]);
    const { controls } = JSON.parse(printed) as { controls: JudgedControl[] };
    expect(controls).toMatchObject([{ id: "2.8", scope: "account", status: "met" }]);
    expect(process.exitCode ?? 0).toBe(0);
  });

  test("makes a page of it", async () => {
    await main(["node", "archipelago", "compliance", "--html", "--control", "2.8"]);
    expect(printed).toMatch(/^<!doctype html>\n/);
    expect(printed).toContain("aws_iam_account_password_policy");
  });

  test("says which controls there are", async () => {
    await main(["node", "archipelago", "compliance", "--control", "9.9"]);
    expect(complained).toMatch(/there is no control 9\.9[^]*allowed: 2\.1\.1, /);
    expect(process.exitCode).toBe(1);
  });
});
