import { text } from "@archipelago/report/page";
import { accountLink } from "./links.ts";
import type { Path } from "./paths.ts";

const arrowIn = "M2,12H42m-6,-4l6,4l-6,4";
const arrowOut = "M2,12H42m-6,-4l6,4l-6,4";
const arrowBoth = "M8,8l-6,4l6,4M2,12H42m-6,-4l6,4l-6,4";

/** The paths of an account as arrows into and out of it, each with what travels there. */
export function pathDrawing(name: string, paths: readonly Path[], known: ReadonlySet<string>): string {
  const rows = paths.map((path) => {
    const { from, to, bothWays, kind, name: called, details, declaredBy } = path;
    const incoming = to === name && !bothWays;
    const other = from === name ? to : from;
    const [shape, word] = bothWays ? [arrowBoth, "to and from"] : incoming ? [arrowIn, "from"] : [arrowOut, "to"];
    const picture = `<svg width="44" height="24" aria-hidden="true"><path d="${shape}"/></svg><span class="hidden">${word}</span>`;
    const what = [`<b>${text(kind)}</b>`, text(called), ...details.map(text)].filter((part) => part !== "").join(" · ");
    const doubt =
      declaredBy.length > 1 ? "" : ` <span class="bad">declared by ${text(declaredBy[0] ?? "")} only</span>`;
    const here = `<span class="here">this account</span>`;
    const there = accountLink(other, known);
    return `<li><span class="way">${incoming ? `${there} ${picture} ${here}` : `${here} ${picture} ${there}`}</span> <span>${what}${doubt}</span></li>`;
  });
  return `<ul class="ways">${rows.join("")}</ul>`;
}
