import { designSystem, embedded, page, table } from "./page.ts";

/** Colours by name, in the light and the dark theme. */
const [light, dark] = ["", "@media screen and (prefers-color-scheme: dark) {\n  "].map((before) => {
  const block = designSystem.split(`${before}:root {`)[1]!.split("}")[0]!;
  return new Map([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name!, value!]));
}) as [Map<string, string>, Map<string, string>];

// Source: WCAG 2.2, "relative luminance" and "contrast ratio".
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const share = parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const texts = ["ink", "soft", "accent", "ok", "warn", "bad", "info"];

describe.each([
  ["light", light],
  ["dark", dark],
])("in the %s theme", (_theme, colours) => {
  test("every colour is there", () => {
    expect([...colours.keys()].sort()).toEqual([...light.keys()].sort());
    expect(colours.size).toBeGreaterThan(12);
  });

  test.each([
    ...texts.flatMap((name) => ["paper", "panel"].map((ground) => [name, ground] as const)),
    ...["ok", "warn", "bad", "info"].flatMap((name) => [
      [name, `${name}-tint`] as const,
      ["ink", `${name}-tint`] as const,
    ]),
  ])("text in %s is legible on %s (AA)", (name, ground) => {
    expect(contrast(colours.get(name)!, colours.get(ground)!)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(["paper", "panel"])("the edge of a control can be seen on %s (AA)", (ground) => {
    expect(contrast(colours.get("edge")!, colours.get(ground)!)).toBeGreaterThanOrEqual(3);
  });
});

const hostile = `</script><!-- <b> & "quotes" 'and' \u2028 \u2029 \u202e`;

test("data on a page cannot end its element, and is read back as it was", () => {
  const json = embedded({ [hostile]: [hostile] });
  expect(json).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(json)).toEqual({ [hostile]: [hostile] });
});

test("the title and the facts are text", () => {
  const written = page({ title: hostile, facts: [hostile], body: [] });
  expect(written).not.toContain("<b>");
  expect(written).not.toMatch(/[\u2028\u202e]/);
});

test("a page without a script allows none", () => {
  expect(page({ title: "a", facts: [], body: [] })).not.toContain("script");
  expect(page({ title: "a", facts: [], body: [], script: "1" })).toMatch(/script-src 'sha256-[^']+'; base-uri/);
});

test("the first cell of a row is its heading, and a cell may bring its own tag", () => {
  const written = table(["a", "b"], [["x", '<td class="number">1</td>']]).join("");
  expect(written).toContain('<tr><th scope="row">x</th><td class="number">1</td></tr>');
});
