// Writes packages/account-stack/schemas from the zod schemas; a test says when they are stale.
import fs from "node:fs";
import path from "node:path";
import { createJiti } from "jiti";

const { jsonSchemas } = await createJiti(import.meta.url).import("../packages/account-stack/src/schema/json-schema.ts");
const directory = path.join(import.meta.dirname, "../packages/account-stack/schemas");
for (const [file, content] of Object.entries(jsonSchemas())) fs.writeFileSync(path.join(directory, file), content);
