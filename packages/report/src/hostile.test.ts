import type { PlanJson } from "@archipelago/terraform";
import { accountReport, type AccountReport } from "./account-report.ts";
import { driftIssue } from "./drift-issue.ts";
import { planHtml } from "./html.ts";
import { planMarkdown } from "./markdown.ts";
import { report, resource, summary, update } from "./report.fixture.ts";

/** Everything that could end what it stands in, or begin something. */
const hostile = [
  "</details></summary><img src=x onerror=alert(1)><script>alert(2)</script>",
  "```\n~~~\n# Heading\n- item",
  "` `` ``` | \\| cell |",
  "[link](https://evil.example) ![image](//evil.example/x.png) https://evil.example www.evil.example",
  "@octocat @acme/owners #1 GH-2",
  "**bold** _it_ ~~no~~ $x$ <!-- comment",
  "one\r\ntwo\u2028three\u0007\u001b[31m\u202eevil\u200b",
  "‹account› \ud800",
].join(" ");

/** In every field that somebody could fill. */
function everywhere(): AccountReport[] {
  const change = { actions: ["update"], before: { [hostile]: hostile }, after: { [hostile]: `${hostile}!` } };
  const more = { environment: hostile, reasons: [hostile, "- a", "1. b"], placeholders: [hostile] };
  const outputs: PlanJson["output_changes"] = {
    [hostile]: { actions: ["update"], before: hostile, after: `${hostile}!` },
  };
  const resources = [
    resource(`aws_x["${hostile}"]`, { ...change, importing: { id: hostile } }, { previous_address: hostile }),
    resource(`aws_y.${hostile}`, { ...change, actions: ["delete", "create"], replace_paths: [[hostile]] }),
    resource(`aws_z.${hostile}`, { actions: ["delete"], before: {}, after: null }, { deposed: hostile }),
  ];
  return [
    report(hostile, resources, more, outputs),
    report("second", resources, more, outputs),
    report("third", resources, more, outputs),
    accountReport(summary(hostile, { status: "failed", error: hostile }), undefined),
    accountReport(summary("x", { status: "skipped", reasons: [hostile] }), undefined),
  ];
}

/** Markdown without its code, which is shown as it is. */
function outsideOfCode(markdown: string): string {
  return markdown
    .replaceAll(/^(`{3,})\w*\n[^]*?\n\1$/gm, "(code)")
    .replaceAll(/(?<![`\\])(`+)(?!`)[^\n]*?[^`](\1)(?!`)/g, "(code)");
}

test("nothing that was planned is taken for a part of the comment", () => {
  const text = planMarkdown(everywhere(), { total: 9 });
  const prose = outsideOfCode(text);
  const tags = [...prose.matchAll(/<[^>\n]*>/g)].map(([tag]) => tag);
  expect(new Set(tags)).toEqual(
    new Set(["<details>", "<details open>", "</details>", "<summary>", "</summary>", "<b>", "</b>", "<br>"]),
  );
  expect(tags.filter((tag) => tag.startsWith("<details"))).toHaveLength(
    tags.filter((tag) => tag === "</details>").length,
  );
  expect(prose).not.toMatch(/[@#][\w-]|GH-\d|:\/\/|www\./);
  // A summary is HTML, where Markdown is not read.
  const markup = prose.split("\n").filter((line) => !line.startsWith("<details"));
  expect(markup.join("\n")).not.toMatch(/(?<!\\)\]\(|(?<!\\)\*\*bold/);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u202e]/);
  expect(prose).not.toMatch(/^# Heading/m);
  const rows = prose.split("\n").filter((line) => line.startsWith("| "));
  const cells = rows.map((row) => row.split(/(?<!\\)\|/).length);
  expect(new Set(cells).size).toBe(1);
  expect(prose.replaceAll(/[\u200b]/g, "")).toMatchSnapshot();
});

test("nor of the page", () => {
  const page = planHtml(everywhere(), { total: 9 });
  const body = page.slice(page.indexOf("<body>"));
  const tags = [...body.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag]) => tag);
  expect([...new Set(tags)].sort()).toEqual(
    "b body br code details div h1 h2 header html li main p pre span summary table tbody td th thead tr ul".split(" "),
  );
  expect(body).not.toMatch(/\son\w+=(?!.*&)|<img|<script/);
  expect(page).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u202e]/);
  expect(page).not.toMatch(/(?:src|href)=(?!x )/);
});

test("nor of the issue about drift", () => {
  const drift = [{ address: hostile, kind: "update" as const, attributes: [hostile] }];
  const issue = driftIssue(
    [
      { account: "a", success: false, drift },
      { account: hostile, success: false, text: hostile },
    ],
    [],
  )!;
  expect(outsideOfCode(issue.text)).not.toMatch(/<|[@#][\w-]|:\/\//);
});

test("an update says the same in the comment and on the page", () => {
  const accounts = [report("a", [update("aws_vpc.vpc", { name: "a<b" }, { name: "a&b" })])];
  expect(planMarkdown(accounts, { total: 1 })).toContain('    name: "a<b" -> "a&b"');
  expect(planHtml(accounts, { total: 1 })).toContain("    name: &quot;a&lt;b&quot; -&gt; &quot;a&amp;b&quot;");
});
