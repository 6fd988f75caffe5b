import fs from "node:fs";
import path from "node:path";
import { jsonSchemas } from "./json-schema.ts";

test.each(Object.entries(jsonSchemas()))("schemas/%s is current (npm run schemas)", (file, content) => {
  expect(fs.readFileSync(path.join(import.meta.dirname, "../../schemas", file), "utf8")).toBe(content);
});

test("unknown keys are refused by the JSON Schema as well", () => {
  expect(JSON.parse(jsonSchemas()["account.schema.json"]!)).toMatchObject({
    additionalProperties: false,
    required: expect.arrayContaining(["owner", "budget"]),
  });
});
