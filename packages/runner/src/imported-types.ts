import fs from "node:fs";
import path from "node:path";
import { typeScriptFiles } from "./code.ts";

/**
 * Resource and data source types that accounts and modules import from @cdktf/provider-aws: `aws_vpc`, `data.aws_ami`.
 * The offline provider serves them even when it has no facts about them. Read off the imports' text, because the
 * provider starts before anything is synthesised.
 */
export function importedTypes(root: string): string[] {
  const types = new Set<string>();
  for (const folder of ["accounts", "modules"]) {
    for (const file of typeScriptFiles(path.join(root, folder))) {
      for (const [, name] of fs.readFileSync(file, "utf8").matchAll(/@cdktf\/provider-aws\/lib\/([a-z0-9-]+)/g)) {
        if (name === "provider") continue;
        types.add(
          name!.startsWith("data-aws-")
            ? `data.${name!.slice("data-".length).replaceAll("-", "_")}`
            : `aws_${name!.replaceAll("-", "_")}`,
        );
      }
    }
  }
  return [...types].sort();
}
