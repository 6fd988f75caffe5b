import fs from "node:fs";
import path from "node:path";
import { synthesizedRepository } from "../repository.fixture.ts";
import { complianceMarkdown } from "./compliance-report.ts";
import { compliance } from "./compliance.ts";

test("docs/compliance.md is what the stacks come to: npm run archipelago -- compliance --markdown > docs/compliance.md", () => {
  const page = fs.readFileSync(path.resolve(import.meta.dirname, "../../../../docs/compliance.md"), "utf8");
  expect(page).toBe(complianceMarkdown(compliance(synthesizedRepository())));
});
