import { AccountStack, type GuardrailRecord } from "@archipelago/account-stack";
import { synthStack, type ContextOverrides, type Template } from "@archipelago/testing";
import { denyServices } from "./deny-services.ts";
import { exampleFacts } from "./example.fixture.ts";
import { Guardrails, type GuardrailsProps } from "./guardrails.ts";
import { defaultGuardrails } from "./rules/index.ts";

const ids: Pick<GuardrailsProps, "organizationId" | "unitIds" | "accountIds"> = {
  organizationId: "${aws_organizations_organization.organization.id}",
  unitIds: {
    Root: "r-root",
    "Workloads/Production": "ou-production",
    Sandbox: "ou-sandbox",
    Suspended: "ou-suspended",
  },
  accountIds: {
    management: "${var.account_id}",
    "log-archive": "${aws_organizations_account.log-archive.id}",
    sandbox: "${aws_organizations_account.sandbox.id}",
    shop: "${aws_organizations_account.shop.id}",
  },
};
let records: readonly GuardrailRecord[] = [];

function synth(props: Partial<GuardrailsProps> = {}, overrides: ContextOverrides = {}): Template {
  return synthStack((stack) => {
    const scope = new Guardrails(stack, "guardrails", { ...ids, ...props });
    records = AccountStack.of(scope).records.guardrails ?? [];
  }, overrides);
}
const template = synth();
const contentOf = (from: Template, name: string) => from.named("aws_organizations_policy", name)["content"] as string;

interface Statement {
  readonly Sid: string;
  readonly Condition?: Record<string, Record<string, unknown>>;
}
const statementsOf = (content: string) => (JSON.parse(content) as { Statement: Statement[] }).Statement;
const recordOf = (rule: string) => records.find((record) => record.rule === rule);

const rule = denyServices({ rule: "no-eks", reason: "nobody here runs one", services: ["eks"], targets: ["Root"] });

test("what is made", () => {
  expect(template.addresses()).toMatchInlineSnapshot(`
    [
      "aws_organizations_policy.guardrails_ai-root-ai-opt-out",
      "aws_organizations_policy.guardrails_rcp-account-log-archive-1",
      "aws_organizations_policy.guardrails_rcp-root-1",
      "aws_organizations_policy.guardrails_scp-root-1",
      "aws_organizations_policy.guardrails_scp-unit-sandbox-1",
      "aws_organizations_policy.guardrails_scp-unit-suspended-1",
      "aws_organizations_policy.guardrails_tag-root-standard-tags",
      "aws_organizations_policy_attachment.guardrails_ai-root-ai-opt-out_attachment",
      "aws_organizations_policy_attachment.guardrails_rcp-account-log-archive-1_attachment",
      "aws_organizations_policy_attachment.guardrails_rcp-root-1_attachment",
      "aws_organizations_policy_attachment.guardrails_scp-root-1_attachment",
      "aws_organizations_policy_attachment.guardrails_scp-unit-sandbox-1_attachment",
      "aws_organizations_policy_attachment.guardrails_scp-unit-suspended-1_attachment",
      "aws_organizations_policy_attachment.guardrails_tag-root-standard-tags_attachment",
    ]
  `);
});

test("each policy is attached once, to what its name says", () => {
  const attachments = template.resources("aws_organizations_policy_attachment").map(({ properties }) => properties);
  expect(attachments).toHaveLength(template.count("aws_organizations_policy"));
  expect(attachments.filter((each) => each["target_id"] === "ou-sandbox")).toEqual([
    { policy_id: "${aws_organizations_policy.guardrails_scp-unit-sandbox-1.id}", target_id: "ou-sandbox" },
  ]);
  expect(attachments.filter((each) => each["target_id"] === ids.accountIds["log-archive"])).toEqual([
    expect.objectContaining({ policy_id: "${aws_organizations_policy.guardrails_rcp-account-log-archive-1.id}" }),
  ]);
});

test("every policy refers to the organisation, so that it is made after it", () => {
  for (const { properties } of template.resources("aws_organizations_policy")) {
    expect(properties["description"]).toContain(ids.organizationId);
    expect(properties["description"].length).toBeLessThan(512);
  }
});

test("every statement of every rule is in exactly one policy of each target", () => {
  for (const { rule, type, targets, sids } of recordsOf({})) {
    for (const target of targets) {
      const name = target === "Root" ? "root" : target.toLowerCase();
      const found = template
        .resources("aws_organizations_policy")
        .filter(({ properties }) => properties["type"] === type && properties["name"].includes(name))
        .flatMap(({ properties }) => (sids.length > 0 ? statementsOf(properties["content"]) : []))
        .filter(({ Sid }) => sids.includes(Sid));
      expect([rule, target, found.map(({ Sid }) => Sid).sort()]).toEqual([rule, target, [...sids].sort()]);
    }
  }
});

function recordsOf(props: Partial<GuardrailsProps>): readonly GuardrailRecord[] {
  synth(props);
  return records;
}

test("IAM's variables reach AWS, Terraform's do not", () => {
  expect(contentOf(template, "scp-root-1")).toContain('"aws:ResourceAccount":"$${aws:PrincipalAccount}"');
  expect(contentOf(template, "rcp-root-1")).toContain(`"aws:PrincipalOrgID":"${ids.organizationId}"`);
});

test("so do those of other services", () => {
  const own = {
    ...rule,
    statements: [{ sid: "Own", actions: ["eks:*"], resources: ["arn:aws:eks:*:*:x/${saml:sub}"] }],
  };
  expect(contentOf(synth({ additional: [own] }), "scp-root-1")).toContain("x/$${saml:sub}");
});

test("the same input gives the same bytes", () => {
  expect(synth().text).toBe(template.text);
});

describe("exceptions", () => {
  const exceptions = ["shop", "sandbox"].map((account) => ({
    rule: "allowed-regions",
    account,
    reason: "a model that is offered in Oregon only",
    expires: "2027-03-31",
  }));

  test("leave the account out of the rule's statements, and of no other", () => {
    const statements = statementsOf(contentOf(synth({ exceptions }), "scp-root-1"));
    const leftOut = statements.filter(({ Condition }) => Condition?.["StringNotEquals"]?.["aws:PrincipalAccount"]);
    expect(leftOut.map(({ Sid }) => Sid)).toEqual(["AllowedRegions"]);
    expect(leftOut[0]?.Condition?.["StringNotEquals"]).toEqual({
      "aws:RequestedRegion": ["eu-west-1", "eu-central-1"],
      "aws:PrincipalAccount": [ids.accountIds["sandbox"], ids.accountIds["shop"]],
    });
  });

  test("of resource control policies are about the resource's account", () => {
    const content = contentOf(synth({ exceptions: [{ ...exceptions[0]!, rule: "require-tls" }] }), "rcp-root-1");
    expect(statementsOf(content).find(({ Sid }) => Sid === "RequireTls")?.Condition).toMatchObject({
      StringNotEquals: { "aws:ResourceAccount": ids.accountIds["shop"] },
    });
  });

  test("are recorded with their rule", () => {
    synth({ exceptions });
    expect(recordOf("allowed-regions")?.exceptions).toEqual(exceptions);
    expect(recordOf("deny-root-user")?.exceptions).toEqual([]);
  });

  test("are checked", () => {
    expect(() => synth({ exceptions: [{ ...exceptions[0]!, account: "nobody" }] })).toThrow("no account nobody");
  });
});

test("what is recorded for explain", () => {
  expect(recordsOf({}).map(({ rule }) => rule)).toEqual(defaultGuardrails(exampleFacts).map(({ rule }) => rule));
  expect(recordOf("deny-leaving-the-organization")).toEqual({
    rule: "deny-leaving-the-organization",
    reason: expect.stringContaining("audit trail"),
    type: "SERVICE_CONTROL_POLICY",
    sids: ["DenyLeavingTheOrganization"],
    targets: ["Root"],
    exceptions: [],
  });
  expect(recordOf("standard-tags")?.sids).toEqual([]);
});

test("a guardrail on trial is attached to the sandbox unit only", () => {
  const trial = synth({ trial: ["allowed-regions"] });
  expect(contentOf(trial, "scp-root-1")).not.toContain("AllowedRegions");
  expect(contentOf(trial, "scp-unit-sandbox-1")).toContain("AllowedRegions");
  expect(recordOf("allowed-regions")?.targets).toEqual(["Sandbox"]);
});

test("a guardrail can be left out, with a reason", () => {
  expect(synth({ without: { suspend: { reason: "accounts are not suspended here" } } }).text).not.toContain("Suspend");
  expect(() => synth({ without: { suspend: { reason: "" } } })).toThrow("suspend is switched off without a reason");
});

test("more guardrails: services denied to a sub-tree or an account, a backup policy", () => {
  const more = synth({
    additional: [
      denyServices({
        rule: "no-clusters",
        reason: "nobody here runs one",
        services: ["eks", "ecs"],
        targets: ["Workloads/Production", "shop"],
      }),
      {
        rule: "daily-backups",
        reason: "tagged resources are copied every day",
        type: "BACKUP_POLICY",
        targets: ["Root"],
        document: { plans: {} },
      },
    ],
  });
  for (const name of ["scp-unit-workloads-production-1", "scp-account-shop-1"]) {
    expect(statementsOf(contentOf(more, name))).toEqual([
      { Sid: "NoClustersServices", Effect: "Deny", Action: ["ecs:*", "eks:*"], Resource: "*" },
    ]);
  }
  expect(contentOf(more, "backup-root-daily-backups")).toBe('{"plans":{}}');
});

test.each<[string, Partial<GuardrailsProps>, string]>([
  ["unknown guardrail on trial", { trial: ["allowed-region"] }, "there is no guardrail allowed-region"],
  ["unknown guardrail left out", { without: { nothing: { reason: "x" } } }, "there is no guardrail nothing"],
  [
    "unknown target",
    { additional: [{ ...rule, targets: ["Workload"] }] },
    'no-eks is for "Workload", which is neither',
  ],
  ["renamed unit", { sandboxUnit: "Playground" }, 'is for "Playground", which is neither a unit nor an account'],
  ["the same name twice", { additional: [rule, rule] }, "the guardrail no-eks is there twice"],
  [
    "the same Sid twice",
    { additional: [{ ...rule, statements: [{ sid: "DenyRootUser", actions: ["eks:*"] }] }] },
    "the Sid DenyRootUser is there twice",
  ],
])("%s is refused", (_, props, message) => {
  expect(() => synth(props)).toThrow(message);
});

test.each([[["eks:*"]], [[]], [["EKS"]]])("denyServices refuses %j", (services) => {
  expect(() => denyServices({ rule: "r", reason: "x", services, targets: ["Root"] })).toThrow(/service/);
});

test("sizes count an id as twelve digits, however long its token is", () => {
  const bulk = (length: number) => ({
    ...rule,
    statements: [{ sid: "Bulk", actions: ["x".repeat(length)] }],
    targets: ["shop"],
  });
  const frame = contentOf(synth({ additional: [bulk(0)] }), "scp-account-shop").length;
  const exceptions = [{ rule: "no-eks", account: "shop", reason: "a test", expires: "2027-03-31" }];
  const condition = `,"Condition":{"StringNotEquals":{"aws:PrincipalAccount":"123456789012"}}`;
  const room = 10_240 - frame - condition.length;
  expect(() => synth({ additional: [bulk(room)], exceptions })).not.toThrow();
  expect(() => synth({ additional: [bulk(room + 1)], exceptions })).toThrow(/has 10241 characters/);
});
