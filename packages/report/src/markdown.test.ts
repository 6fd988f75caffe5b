import { readPlan } from "@archipelago/terraform";
import { planMarkdown } from "./markdown.ts";
import { noCounts, type PlanSummary } from "./summary.ts";

const summary = (account: string, more: Partial<PlanSummary> = {}): PlanSummary => ({
  account,
  accountId: "123456789012",
  environment: "production",
  cloud: "offline",
  status: "changed",
  reasons: ["modules/vpc-baseline/src/nat.ts"],
  counts: { ...noCounts, replace: 1 },
  placeholders: [],
  digests: { configuration: null, inputs: null, code: null, plan: null },
  state: null,
  durationMs: 1,
  terraformVersion: "1.11.4",
  ...more,
});

const plan = readPlan({
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_changes: [
    {
      address: "aws_nat_gateway.vpc_nat_eu-west-1a",
      mode: "managed",
      type: "aws_nat_gateway",
      name: "vpc_nat_eu-west-1a",
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: {
        actions: ["delete", "create"],
        before: { subnet_id: "subnet-1" },
        after: { subnet_id: "subnet-2" },
        replace_paths: [["subnet_id"]],
      },
    },
    {
      address: "aws_ssm_parameter.token",
      mode: "managed",
      type: "aws_ssm_parameter",
      name: "token",
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: {
        actions: ["update"],
        before: { value: "hunter2" },
        after: { value: "```hunter3" },
        before_sensitive: { value: true },
        after_sensitive: { value: true },
      },
    },
  ],
});

test("what is dangerous comes first, with what forces it", () => {
  const text = planMarkdown([{ summary: summary("shop-production"), plan }], 9);
  expect(text).toMatch(/^### Plan: 1 of 9 accounts change\n/);
  expect(text).toContain("- replaces `aws_nat_gateway.vpc_nat_eu-west-1a` in shop-production (subnet\\_id forces it)");
  expect(text.indexOf("**Look first**")).toBeLessThan(text.indexOf("| account |"));
  expect(text).toContain('subnet_id: "subnet-1" -> "subnet-2"  # forces replacement');
  expect(text).toContain("simulated AWS");
});

test("sensitive values are not shown", () => {
  const text = planMarkdown([{ summary: summary("shop-production"), plan }]);
  expect(text).not.toMatch(/hunter/);
  expect(text).toContain("value: (sensitive) -> (sensitive)");
});

test("nothing that was planned can end a code fence or add a table cell", () => {
  const text = planMarkdown([
    { summary: summary("a", { status: "failed", error: "```\n# gotcha" }) },
    { summary: summary("b", { status: "no-changes", reasons: ["x | y <script>"] }) },
  ]);
  expect(text.match(/^```/gm)).toHaveLength(2);
  expect(text).toContain("x \\| y \\<script\\>");
});

test("an account without changes has a row and no details", () => {
  const text = planMarkdown([{ summary: summary("security", { status: "no-changes", counts: noCounts }) }]);
  expect(text).toContain("| security | production |");
  expect(text).not.toContain("<details>");
});

test("what is imported or moved says where it comes from", () => {
  const change = { actions: ["update"], before: { acl: "a" }, after: { acl: "b" } };
  const bucket = { mode: "managed", type: "aws_s3_bucket", provider_name: "aws" } as const;
  const resource_changes = [
    { ...bucket, address: "aws_s3_bucket.old", name: "old", change: { ...change, importing: { id: "acme-old" } } },
    { ...bucket, address: "aws_s3_bucket.new", name: "new", previous_address: "aws_s3_bucket.former", change },
  ];
  const text = planMarkdown([
    {
      summary: summary("a"),
      plan: readPlan({ format_version: "1.2", terraform_version: "1.11.4", resource_changes }),
    },
  ]);
  expect(text).toContain("~ aws_s3_bucket.old (imports acme-old)\n");
  expect(text).toContain("~ aws_s3_bucket.new (was aws_s3_bucket.former)\n");
});
