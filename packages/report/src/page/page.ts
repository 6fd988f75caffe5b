import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { html, visible } from "../escape.ts";

/** A page that needs nothing but itself. */
export interface Page {
  readonly title: string;
  /** One line below the title. */
  readonly facts: readonly string[];
  /** HTML: whatever it shows went through {@link text}. */
  readonly body: readonly string[];
  /** Rules on top of the design system. */
  readonly style?: string;
  /** A module's text. Without it no script can run on the page at all. */
  readonly script?: string;
  /** What the script reads: `JSON.parse(document.getElementById("data").textContent)`. */
  readonly data?: unknown;
}

/** Text on one line of a page, attributes included: nothing is taken for markup and nothing is invisible. */
export const text = (value: string): string => html(visible(value));
export const code = (value: string): string => `<code>${text(value)}</code>`;
export const names = (values: readonly string[]): string => values.map(text).join(", ");

/** A table whose cells are HTML. A cell can bring its own tag: `<td class="number">3</td>`. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], caption = ""): string[] {
  const cell = (content: string, index: number): string => {
    if (/^<t[dh]\b/.test(content)) return content;
    return index === 0 ? `<th scope="row">${content}</th>` : `<td>${content}</td>`;
  };
  return [
    `<div class="scroll" tabindex="0" role="group" aria-label="${text(caption || heads.join(", "))}"><table>`,
    `<thead><tr>${heads.map((head) => `<th scope="col">${text(head)}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`),
    "</tbody>",
    "</table></div>",
  ];
}

/** A cell with a count, zero less visible than others. Grouped here: the runtime's own way loads its locales first, 20 ms. */
export const number = (value: number): string =>
  `<td class="${value === 0 ? "number zero" : "number"}">${String(value).replace(/\B(?=(\d{3})+$)/g, ",")}</td>`;

/** The design system all pages share. */
export const designSystem = fs.readFileSync(path.join(import.meta.dirname, "style.css"), "utf8");

/**
 * The text of a page. Its content security policy allows this very style and script and nothing else, so that a browser
 * refuses what escaping might have missed, and asks nobody for anything.
 */
export function page({ title, facts, body, style = "", script, data }: Page): string {
  const sheet = `\n${designSystem}${style}`;
  const module = `\n${script ?? ""}`;
  const policy = [
    "default-src 'none'",
    `style-src '${digest(sheet)}'`,
    ...(script === undefined ? [] : [`script-src '${digest(module)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${text(title)}</title>`,
    `<style>${sheet}</style>`,
    ...(data === undefined ? [] : [`<script type="application/json" id="data">${embedded(data)}</script>`]),
    ...(script === undefined ? [] : [`<script type="module">${module}</script>`]),
    "</head>",
    "<body>",
    "<main>",
    "<header>",
    '<p class="brand">Archipelago</p>',
    `<h1>${text(title)}</h1>`,
    `<p class="facts">${facts.map(text).join(" · ")}</p>`,
    "</header>",
    ...body,
    "</main>",
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** JSON inside of a page: nothing in it can end the element it is in, begin a comment, or break a line of a script. */
export function embedded(data: unknown): string {
  return JSON.stringify(data).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function digest(content: string): string {
  return `sha256-${createHash("sha256").update(content).digest("base64")}`;
}
