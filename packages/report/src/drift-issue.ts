import { count } from "./document.ts";
import { markdownBlock, markdownCode, markdownText, visibleLines } from "./escape.ts";
import { githubLimit } from "./markdown.ts";
import { withoutSecrets } from "./secrets.ts";

/** What `archipelago drift --json` prints of one account. */
export interface DriftResult {
  readonly account: string;
  readonly success: boolean;
  /** Undefined when it could not be told. */
  readonly drift?: readonly {
    readonly address: string;
    readonly kind: "update" | "delete";
    readonly attributes: readonly string[];
  }[];
  /** Why it could not be told. */
  readonly text?: string;
}

/**
 * The issue about everything that is not as it was applied; undefined when all is well. Attributes are named, their
 * values are not: the issue may have more readers than the cloud.
 *
 * @param accounts all there are: one that was not looked at is not well
 */
export function driftIssue(
  results: readonly DriftResult[],
  accounts: readonly string[],
): { readonly title: string; readonly text: string } | undefined {
  const byName = new Map(results.map((result) => [result.account, result]));
  const names = [...new Set([...accounts, ...byName.keys()])].sort();
  const drifted = names.filter((name) => (byName.get(name)?.drift ?? []).length > 0);
  const unknown = names.filter((name) => byName.get(name)?.drift === undefined);
  if (drifted.length + unknown.length === 0) return undefined;
  const title = [
    ...(drifted.length > 0 ? [`${count(drifted.length, "account")} drifted`] : []),
    ...(unknown.length > 0 ? [`${count(unknown.length, "account")} could not be looked at`] : []),
  ].join(", ");
  const sections = [
    ...drifted.map((name) => drift(name, byName.get(name)!.drift!)),
    ...unknown.map((name) => failure(name, byName.get(name)?.text ?? "the run did not come to it")),
  ];
  const text = (shown: number): string =>
    [
      "What exists in these accounts is not what was last applied. Somebody changed it elsewhere, or AWS did.",
      "",
      ...sections.slice(0, shown).flat(),
      ...(shown < sections.length
        ? [`… and ${count(sections.length - shown, "more account")}: npm run archipelago -- drift --all`, ""]
        : []),
      "To undo a change: `npx nx apply <account>`, which shows the plan first. To keep it: change the code to match.",
      "This issue is kept current, and closed when all accounts are as applied.",
      "",
    ].join("\n");
  let shown = sections.length;
  while (text(shown).length > githubLimit - 200) shown--;
  return { title: `Drift: ${title}`, text: text(shown) };
}

/** Resources of one account that are spelled out. */
const most = 50;

function drift(account: string, resources: NonNullable<DriftResult["drift"]>): string[] {
  const lines = resources.slice(0, most).map(({ address, kind, attributes }) => {
    const shown = attributes.slice(0, 10).map((attribute) => markdownCode(withoutSecrets(attribute).slice(0, 100)));
    if (attributes.length > shown.length) shown.push(`and ${attributes.length - shown.length} more`);
    return `- ${markdownCode(withoutSecrets(address).slice(0, 300))}: ${kind === "delete" ? "is gone" : shown.join(", ")}`;
  });
  if (resources.length > most) lines.push(`- … and ${count(resources.length - most, "more resource")}`);
  return [`**${markdownText(account)}**: ${count(resources.length, "resource")}`, "", ...lines, ""];
}

function failure(account: string, text: string): string[] {
  const lines = visibleLines(withoutSecrets(text).slice(0, 2000));
  return [`**${markdownText(account)}** could not be looked at`, "", ...markdownBlock(lines), ""];
}
