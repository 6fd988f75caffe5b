import { driftIssue } from "./drift-issue.ts";
import { githubLimit, planMarkdown } from "./markdown.ts";
import { planHtml } from "./html.ts";
import { natReplaced, report, resource, update } from "./report.fixture.ts";
import type { AccountReport } from "./account-report.ts";

const name = (n: number): string => `product-${String(n).padStart(3, "0")}-production`;
const accountId = (n: number): string => String(100_000_000_000 + n);
const options = { total: 100 };

/** Accounts whose plans have `size` new resources with values of their own. */
function accounts(number: number, size: number): AccountReport[] {
  return [...Array(number).keys()].map((n) =>
    report(
      name(n),
      [...Array(size).keys()].map((index) =>
        resource(`aws_subnet.vpc_data_${index}`, {
          actions: ["create"],
          before: null,
          after: { cidr_block: `10.${n}.${index}.0/24`, policy: JSON.stringify({ Sid: "x".repeat(600) }) },
        }),
      ),
      { accountId: accountId(n), reasons: ["modules/vpc-baseline/src/vpc-baseline.ts", "never applied"] },
    ),
  );
}

test("the same change in a hundred accounts is shown once, with all their names and digests", () => {
  const all = [...Array(100).keys()].map((n) =>
    report(name(n), [update("aws_vpc.vpc", { note: `${name(n)}` }, { note: `${name(n)} in ${accountId(n)}` })], {
      accountId: accountId(n),
    }),
  );
  const text = planMarkdown(all, options, githubLimit);
  expect(text.length).toBeLessThan(githubLimit);
  expect(text).not.toContain("**Cut**");
  expect(text.match(/```diff/g)).toHaveLength(1);
  expect(text).toContain("<b>The same 1 change (~1) in 100 accounts</b>");
  expect(text).toContain('    note: "‹account›" -> "‹account› in ‹account id›"');
  for (let n = 0; n < 100; n++) expect(text.split(name(n)).length).toBeGreaterThan(3);
});

test("a hundred new accounts fit, and what was cut is said, with where it is", () => {
  const all = accounts(100, 50);
  const text = planMarkdown(all, { ...options, details: "https://github.com/acme/aws/actions/runs/1" }, githubLimit);
  expect(text.length).toBeLessThan(githubLimit);
  expect(text).toMatch(/\*\*Cut\*\* .*Left out: the values of new resources.*actions\/runs\/1/);
  expect(text).toContain("The values of what is new differ between these accounts.");
  for (let n = 0; n < 100; n++) expect(text).toContain(`| ${name(n)} |`);
  const page = planHtml(all, options);
  for (let n = 0; n < 100; n++) expect(page).toContain(`10.${n}.49.0/24`);
});

test("a hundred different plans fit; destroys and rows stay when diffs go", () => {
  const all = [...Array(100).keys()].map((n) =>
    report(name(n), [
      natReplaced,
      ...[...Array(60).keys()].map((index) => update(`aws_x.x_${n}_${index}`, { a: "1" }, { a: "x".repeat(300) })),
    ]),
  );
  const text = planMarkdown(all, options, githubLimit);
  expect(text.length).toBeLessThan(githubLimit);
  expect(text).toContain("**Look first: 100 replacements**");
  expect(text).toMatch(/Left out: .*(\d+ of 100 diffs|lines of long diffs)/);
  for (let n = 0; n < 100; n++) expect(text).toContain(`| ${name(n)} |`);
});

test.each([100, 500])("whatever %i accounts hold, it fits, and says how much of it is there", (number) => {
  const long = "`|<".repeat(500);
  const all = [...Array(number).keys()].map((n) =>
    report(
      `${n}${long}`,
      [
        resource(`aws_x.${n}${long}`, { actions: ["delete"], before: {}, after: null }),
        update(`aws_y.${n}${long}`, { [long]: long }, { [long]: `${long}!` }),
      ],
      n % 3 === 0
        ? { status: "failed", error: `${n}${long}` }
        : n % 3 === 1
          ? { status: "no-changes", reasons: [`${n}${long}`] }
          : { reasons: [long, long], environment: long },
    ),
  );
  const text = planMarkdown(all, options, githubLimit);
  expect(text.length).toBeLessThan(githubLimit);
  expect(text).toMatch(/Left out: .*of \d+ rows/);
});

test("the issue about drift fits too", () => {
  const drift = [...Array(80).keys()].map((n) => ({
    address: `aws_x.${"x".repeat(200)}${n}`,
    kind: "update" as const,
    attributes: [...Array(20).keys()].map((index) => `attribute_${index}`),
  }));
  const issue = driftIssue(
    [...Array(100).keys()].map((n) => ({ account: name(n), success: false, drift })),
    [],
  )!;
  expect(issue.text.length).toBeLessThan(githubLimit);
  expect(issue.title).toBe("Drift: 100 accounts drifted");
  expect(issue.text).toMatch(/… and \d+ more accounts: /);
});

test("the same run gives the same text", () => {
  const [first, second] = [accounts(5, 5), accounts(5, 5)];
  expect(planMarkdown(first, options)).toBe(planMarkdown(second, options));
  expect(planHtml(first, options)).toBe(planHtml(second, options));
});
