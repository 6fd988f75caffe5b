// Writes packages/account-stack/schemas from the zod schemas; a test says when they are stale.
import fs from "node:fs";
import path from "node:path";
import { loader } from "@archipelago/loader";

const { jsonSchemas } = loader(import.meta.filename)("../packages/account-stack/src/schema/json-schema.ts");
const directory = path.join(import.meta.dirname, "../packages/account-stack/schemas");
for (const [file, content] of Object.entries(jsonSchemas())) fs.writeFileSync(path.join(directory, file), content);
