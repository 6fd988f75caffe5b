import { z } from "zod";
import { accountFile } from "./account.ts";
import { environmentFile } from "./environment.ts";
import { importsFile } from "./imports.ts";
import { organizationFile } from "./organization.ts";

/** The JSON Schema files of schemas/, by file name: editors check configuration while it is written. */
export function jsonSchemas(): Record<string, string> {
  const files = {
    "account.schema.json": { title: "accounts/<name>/account.json", schema: accountFile },
    "environment.schema.json": { title: "environments/<name>.json", schema: environmentFile },
    "imports.schema.json": { title: "accounts/<name>/imports.json", schema: importsFile },
    "organization.schema.json": { title: "organization.json", schema: organizationFile },
  };
  return Object.fromEntries(
    Object.entries(files).map(([file, { title, schema }]) => {
      const body = z.toJSONSchema(schema, { io: "input", target: "draft-7", unrepresentable: "any" });
      return [file, `${JSON.stringify({ title, ...body }, null, 2)}\n`];
    }),
  );
}
