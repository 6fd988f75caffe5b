import fs from "node:fs";
import path from "node:path";

/** The branch that others are compared with: `defaultBase` of nx.json, which may have comments; default: main. */
export function defaultBase(root: string): string {
  const file = path.join(root, "nx.json");
  const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  return /"defaultBase"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? "main";
}
