/**
 * Nothing that was planned may look like a part of the report: a value can come from anybody who may open a pull
 * request, or from the cloud.
 */

/** Line breaks, what moves the cursor, what turns the direction of text around and what nobody can see. */
const invisible =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\p{Cs}/gu;

/** Text on one line, with everything visible. */
export function visible(text: string): string {
  return text.replaceAll(invisible, (character) => {
    if (character === "\n") return "\\n";
    if (character === "\t") return "\\t";
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Text on several lines, with everything else visible. */
export function visibleLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => visible(line.replaceAll("\t", "  ")));
}

/** Text as part of a line of Markdown, of a table too: no markup, no link, nobody is mentioned. */
export function markdownText(text: string): string {
  return unlinked(tags(visible(text)).replaceAll(/[\\`*_{}[\]|~$!]/g, (character) => `\\${character}`));
}

/** Text as part of a line of HTML in Markdown, such as a summary: Markdown is not read there, links are made all the same. */
export function markdownHtml(text: string): string {
  return unlinked(tags(visible(text)));
}

/** GitHub looks for these in what the Markdown came to, where no escape is left: an invisible space parts them. */
function unlinked(text: string): string {
  return text.replaceAll(/[@#](?=[\w-])|\bGH-(?=\d)|:(?=\/\/)|\bwww(?=\.)/gi, (start) => `${start}\u200b`);
}

function tags(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Text as code within a line of Markdown; in a table's cell a bar needs its backslash even there. */
export function markdownCode(text: string, { cell = false } = {}): string {
  const inner = cell ? visible(text).replaceAll("|", "\\|") : visible(text);
  const fence = "`".repeat(longestRun(inner) + 1);
  const pad = inner.startsWith("`") || inner.endsWith("`") || inner.trim() === "" ? " " : "";
  return `${fence}${pad}${inner}${pad}${fence}`;
}

/** Lines as a block of code that none of them can end. */
export function markdownBlock(lines: readonly string[], language = ""): string[] {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

/** Text as part of an HTML page, attributes included. */
export function html(text: string): string {
  return text.replaceAll(
    /[&<>"']/g,
    (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[character]!,
  );
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
