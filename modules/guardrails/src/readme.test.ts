import fs from "node:fs";
import path from "node:path";
import { exampleFacts } from "./example.fixture.ts";
import { defaultGuardrails } from "./rules/index.ts";

const kinds = {
  AISERVICES_OPT_OUT_POLICY: "AI",
  BACKUP_POLICY: "backup",
  RESOURCE_CONTROL_POLICY: "RCP",
  SERVICE_CONTROL_POLICY: "SCP",
  TAG_POLICY: "tag",
};

test("README.md lists the guardrails that every organisation starts with, in order", () => {
  const readme = fs.readFileSync(path.resolve(import.meta.dirname, "../README.md"), "utf8");
  const [, table] = /\n\| rule .*\n\|.*\n((?:\|.*\n)+)/.exec(readme)!;
  const listed = table!
    .trim()
    .split("\n")
    .map((row) =>
      row
        .split("|")
        .slice(1, 4)
        .map((cell) => cell.trim()),
    );
  expect(listed).toEqual(
    defaultGuardrails({ ...exampleFacts, backup: "backup" }).map(({ rule, targets, type }) => [
      `\`${rule}\``,
      targets.join(", ").replace(exampleFacts.logArchive, "log archive"),
      kinds[type],
    ]),
  );
});
