import { planMarkdown as markdown } from "./markdown.ts";
import { accountReport, type AccountReport } from "./account-report.ts";
import { natReplaced, report, resource, summary, update } from "./report.fixture.ts";

const planMarkdown = (accounts: readonly AccountReport[], limit?: number): string =>
  markdown(accounts, { total: 9 }, limit);

test("a small change, as a reviewer reads it", () => {
  expect(
    planMarkdown([
      report("shop-production", [natReplaced]),
      report("shop-dev", [update("aws_vpc.vpc", { enable_dns_support: false }, { enable_dns_support: true })]),
      report("analytics", [], {
        status: "skipped",
        reasons: ["same configuration as applied at 4be91c2"],
        terraformVersion: null,
      }),
    ]),
  ).toMatchInlineSnapshot(`
    "### Plan: 2 of 9 accounts change

    3 selected by the graph · 1 dropped by the second look (same configuration as applied at 4be91c2) · simulated AWS · Terraform 1.11.4

    **Look first: 1 replacement**

    - replaces \`aws_nat_gateway.vpc_nat_eu-west-1a\` in shop-production (subnet\\_id forces it)

    | account | environment | why | + | ~ | ± | - | status |
    | --- | --- | --- | ---: | ---: | ---: | ---: | --- |
    | shop-production | production | modules/vpc-baseline/src/nat.ts | 0 | 0 | 1 | 0 | changed |
    | shop-dev | production | modules/vpc-baseline/src/nat.ts | 0 | 1 | 0 | 0 | changed |

    Unchanged (skipped: same configuration as applied at 4be91c2): analytics

    <details><summary><b>shop-production</b>: 1 change (±1)</summary>

    \`\`\`diff
    ± aws_nat_gateway.vpc_nat_eu-west-1a
        subnet_id: "subnet-1" -> "subnet-2"  # forces replacement
    \`\`\`

    </details>

    <details><summary><b>shop-dev</b>: 1 change (~1)</summary>

    \`\`\`diff
    ~ aws_vpc.vpc
        enable_dns_support: false -> true
    \`\`\`

    </details>

    Simulated AWS: these plans were made against the simulation, not against Amazon's cloud.

    <details><summary>Reviewed at 2 digests. Apply plans again and stops if anything above differs.</summary>

    \`\`\`json
    {
     "shop-production": "9c01d7e000000000000000000000000000000000000000000000000000000000",
     "shop-dev": "9c01d7e000000000000000000000000000000000000000000000000000000000"
    }
    \`\`\`

    </details>
    "
  `);
});

test("what is dangerous comes first, with what forces it", () => {
  const text = planMarkdown([report("shop-production", [natReplaced])]);
  expect(text).toMatch(/^### Plan: 1 of 9 accounts change\n/);
  expect(text).toContain("- replaces `aws_nat_gateway.vpc_nat_eu-west-1a` in shop-production (subnet\\_id forces it)");
  expect(text.indexOf("**Look first")).toBeLessThan(text.indexOf("| account |"));
  expect(text).toContain('subnet_id: "subnet-1" -> "subnet-2"  # forces replacement');
  expect(text).toContain("simulated AWS");
});

test("nobody asked is said too, so that a comment of an earlier push does not stay", () => {
  expect(planMarkdown([])).toBe("### Plan: 0 of 9 accounts change\n\nNone selected by the graph\n");
});

test("an account without changes has no row and no diff, but is named with the reason", () => {
  const text = planMarkdown([report("security", [], { status: "no-changes", reasons: ["as applied"] })]);
  expect(text).toContain("Unchanged (as applied): security");
  expect(text).not.toContain("| account |");
  expect(text).toContain("1 planned without changes");
});

test("what is imported or moved says where it comes from", () => {
  const change = { actions: ["update"], before: { acl: "a" }, after: { acl: "b" } };
  const text = planMarkdown([
    report("a", [
      resource("aws_s3_bucket.old", { ...change, importing: { id: "acme-old" } }),
      resource("aws_s3_bucket.new", change, { previous_address: "aws_s3_bucket.former" }),
    ]),
  ]);
  expect(text).toContain("~ aws_s3_bucket.old (imports acme-old)\n");
  expect(text).toContain("~ aws_s3_bucket.new (was aws_s3_bucket.former)\n");
});

test("accounts that failed for the same reason are told once, without secrets", () => {
  const error = "no access: AKIAABCDEFGHIJKLMNOP\n  next: log in";
  const failed = (name: string) => accountReport(summary(name, { status: "failed", error }), undefined);
  const text = planMarkdown([failed("a"), failed("b")]);
  expect(text).toContain("<b>a, b failed</b>");
  expect(text.split("next: log in")).toHaveLength(2);
  expect(text).not.toContain("AKIA");
});
