const SHOWN_NAMES = 24;

/**
 * The known name somebody most likely meant, if one is near: a slip of the keys, another case, an abbreviation, or
 * letters of another alphabet that look the same.
 */
export function nearest(wrong: string, known: Iterable<string>): string | undefined {
  const asked = plain(wrong);
  if (asked === "") return undefined;
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    const candidate = plain(name);
    const distance =
      asked.length >= 3 && candidate.startsWith(asked) ? 0.5 : candidate === asked ? 0 : editDistance(asked, candidate);
    if (distance <= Math.max(asked.length, candidate.length) * 0.4 && distance < (best?.distance ?? Infinity))
      best = { name, distance };
  }
  return best?.name;
}

/** `; did you mean "production"?`, or nothing. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  const name = nearest(wrong, known);
  return name === undefined ? "" : `; did you mean "${name}"?`;
}

/** Names as a list that stays readable in an organisation of hundreds of accounts. */
export function listed(names: Iterable<string>): string {
  const all = [...names];
  const more = all.length - SHOWN_NAMES;
  return more > 0 ? `${all.slice(0, SHOWN_NAMES).join(", ")} and ${more} more` : all.join(", ");
}

function plain(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[-_ .]|\p{M}/gu, "");
}

/** Letters to add, drop, replace or swap with their neighbour (optimal string alignment). */
function editDistance(from: string, to: string): number {
  // Names are short: whatever is much longer is no slip of the keys.
  if (Math.abs(from.length - to.length) > 8 || from.length > 64) return Infinity;
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        rows[row - 1]![column]! + 1,
        rows[row]![column - 1]! + 1,
        rows[row - 1]![column - 1]! + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1])
        cost = Math.min(cost, rows[row - 2]![column - 2]! + 1);
      rows[row]!.push(cost);
    }
  }
  return rows[from.length]![to.length]!;
}
