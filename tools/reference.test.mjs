import { spawnSync } from "node:child_process";
import path from "node:path";
import { commandLinePage } from "./reference/command-line.mjs";
import { schemaTable } from "./reference/schema.mjs";
import { Command } from "commander";

test("docs/reference says what the code says", () => {
  const { status, stderr } = spawnSync(process.execPath, [path.join(import.meta.dirname, "reference.mjs"), "--check"], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

test("a schema becomes a row for every key, however deep", () => {
  const schema = {
    properties: {
      $schema: { type: "string" },
      limit: { type: "integer", minimum: 1, maximum: 9, description: "At most | so many." },
      zones: { type: "object", additionalProperties: { type: "object", properties: { on: { type: "boolean" } } } },
      paths: { type: "array", items: { anyOf: [{ type: "object", properties: { a: { enum: ["x", "y"] } } }] } },
    },
    required: ["limit"],
  };
  expect(schemaTable(schema).split("\n").slice(2)).toEqual([
    "| `limit` | number from 1 to 9 | At most \\| so many. |",
    "| `zones` | object of object, optional |  |",
    "| `zones.<name>.on` | true or false, optional |  |",
    "| `paths` | list of object, optional |  |",
    '| `paths[].a` | `"x"`, `"y"`, optional |  |',
  ]);
});

test("a command line becomes a section for every verb, those of verbs too", () => {
  const program = new Command("program").option("--file <file>", "where", "a.json");
  const show = program.command("show");
  show.command("map").description("draw it").option("--open", "in the browser");
  const page = commandLinePage(program);
  expect(page).toContain("| `--file <file>` | where (default: a.json) |");
  expect(page).toContain("## show map\n");
  expect(page).toContain("archipelago show map [options]");
  expect(page).toContain("Draw it.");
  expect(page).not.toContain("## show\n");
});
