// Lines of the map as SVG paths. Used when the page is made, and by the page itself when rows are hidden or a font is larger.

/** Pixels by which a row stands in from the one it hangs from. */
export const indent = 18;

/**
 * The tree's branches: from below each row's parent down and across to the row.
 *
 * `rows` are `{ id, parent, depth, y }`, `y` the middle of the row in pixels.
 */
export function treeLines(rows) {
  const at = new Map(rows.map((row) => [row.id, row]));
  return rows
    .map(({ parent, y }) => {
      const above = at.get(parent);
      if (above === undefined) return "";
      const x = above.depth * indent + 8.5;
      return `M${x},${above.y + 10}V${y - 5}q0,5 5,5h${indent - 12}`;
    })
    .join("");
}

/** An arrow from one row to another, bent to the right into `room` pixels; its head is part of the line. */
export function arrow(from, to, room, bothWays) {
  const reach = Math.min(room - 4, 22 + Math.abs(to - from) * 0.35) * (4 / 3);
  const head = "m6,-4l-6,4l6,4";
  return `M1,${to}${head}M1,${to}C${reach},${to} ${reach},${from} 1,${from}${bothWays ? head : ""}`;
}
