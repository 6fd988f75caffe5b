import { accessTable } from "./index.ts";
import { examplePolicies, exampleStacks } from "./organization.fixture.ts";
import { resolverOf } from "./stacks.ts";

const organization = examplePolicies();

test("policies are inherited from the root down", () => {
  const levels = organization.accounts.get("shop-dev")!.serviceControl;
  expect(levels.map(({ name }) => name)).toEqual(["Root", "Workloads", "Workloads/Non-Production", "shop-dev"]);
  // AWS's own is attached everywhere; the organisation's where the guardrails say.
  expect(levels.map(({ policies }) => policies[0]?.address)).toEqual(levels.map(() => "FullAWSAccess"));
  expect(levels[0]!.policies.length).toBeGreaterThan(1);
  expect(levels[3]!.policies).toHaveLength(1);
  const sandbox = organization.accounts.get("sandbox")!.serviceControl.at(-2)!;
  expect(sandbox.name).toBe("Sandbox");
  expect(sandbox.policies.map(({ address }) => address)).toContainEqual(expect.stringContaining("sandbox"));
});

test("the management account is above them", () => {
  const { unit, serviceControl, resourceControl } = organization.accounts.get("management")!;
  expect({ unit, serviceControl, resourceControl }).toEqual({ unit: "Root", serviceControl: [], resourceControl: [] });
});

test("every guardrail with statements is found in the policies that are attached", () => {
  const sids = [...organization.accounts.values()]
    .flatMap(({ serviceControl, resourceControl }) => [...serviceControl, ...resourceControl])
    .flatMap(({ policies }) => policies.flatMap(({ statements }) => statements.map(({ sid }) => sid)));
  const missing = organization.guardrails.flatMap((guardrail) => guardrail.sids.filter((sid) => !sids.includes(sid)));
  expect(missing).toEqual([]);
  expect(organization.guardrails.length).toBeGreaterThan(10);
});

test("who has what where", () => {
  const lines = accessTable(organization.access).split("\n");
  expect(lines[0]).toMatch(/^ACCOUNT +GROUP +PERMISSION SETS$/);
  expect(lines).toContainEqual(expect.stringMatching(/^shop-dev +team-shop +Developer$/));
  expect(lines).toContainEqual(expect.stringMatching(/^management +team-platform +Administrator$/));
  expect(lines.filter((line) => line.startsWith("old "))).toHaveLength(2);
});

test("a permission set is a role where somebody has it, and nowhere else", () => {
  const roles = (account: string) => organization.accounts.get(account)!.roles.map(({ name }) => name);
  expect(roles("shop-dev")).toEqual(["Administrator", "Developer", "SecurityAudit", "reporter", "worker"]);
  expect(roles("analytics")).toEqual(["Administrator", "ReadOnly", "SecurityAudit"]);
  expect(organization.accounts.get("shop-dev")!.roles.find(({ name }) => name === "reporter")?.unknown).toEqual([
    "shop-dev aws_iam_role_policy.reporter-computed",
    "arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess",
  ]);
});

const { resolve } = resolverOf(exampleStacks());

test.each([
  ["shop-dev", "${var.account_id}", /^\d{12}$/],
  ["shop-dev", "${var.log_archive_log_bucket_arn}/x", /^arn:aws:s3:::example-logs-\d{12}\/x$/],
  ["log-archive", "${var.management_organization_id}", /^o-0000000000$/],
  ["shop-dev", "${aws_iam_role.worker.arn}", /^arn:aws:iam::\d{12}:role\/app\/worker$/],
  ["shop-dev", "${aws_iam_role.worker.name}", /^worker$/],
  ["shop-dev", "${aws_kms_key.key.arn}", /^arn:aws:kms:eu-west-1:\d{12}:key\/key$/],
  ["shop-dev", "$${aws:PrincipalAccount}", /^\$\{aws:PrincipalAccount\}$/],
  ["shop-dev", "${aws_iam_role.none.arn}", /^\$\{aws_iam_role\.none\.arn\}$/],
  ["shop-dev", "${data.aws_region.x.name}", /^\$\{data\.aws_region\.x\.name\}$/],
  ["log-archive", "${aws_s3_bucket.logs.bucket}", /^example-logs-\d{12}$/],
  ["log-archive", "${aws_s3_bucket.logs.id}", /^example-logs-\d{12}$/],
  ["analytics", "${aws_s3_bucket.logs.id}", /^\$\{aws_s3_bucket\.logs\.id\}$/],
])("in %s, %s is worked out as far as it is known", (account, text, expected) => {
  expect(resolve(account, text)).toMatch(expected);
});
