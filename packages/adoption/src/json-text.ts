/** JSON as prettier leaves it: lists of plain values on one line while they fit. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll(
    /^(.*?)\[\n((?:\s+(?:"(?:[^"\\]|\\.)*"|[-\d.]+|true|false|null),?\n)+)\s*\](,?)$/gm,
    (whole, before: string, items: string, after: string) => {
      const line = `${before}[${items.trim().replaceAll(/,\n\s+/g, ", ")}]${after}`;
      return line.length <= 120 ? line : whole;
    },
  );
  return `${text}\n`;
}
