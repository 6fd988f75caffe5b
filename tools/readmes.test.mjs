import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

// A module's README is written by hand; what of it the code can tell is held against the code.

const modules = path.resolve(import.meta.dirname, "../modules");
const read = (...names) => fs.readFileSync(path.join(modules, ...names), "utf8");

/** Options of a module's constructs: those of them that its index exports, and all. */
const constructs = fs.readdirSync(modules).map((module) => {
  const index = read(module, "src/index.ts");
  const files = fs.readdirSync(path.join(modules, module, "src")).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const props = files
    .flatMap((file) => [...ts.createSourceFile(file, read(module, "src", file), ts.ScriptTarget.Latest).statements])
    .filter((node) => ts.isInterfaceDeclaration(node) && node.name.text.endsWith("Props"))
    .map((node) => ({ name: node.name.text, options: node.members.map((member) => member.name.text) }));
  const shown = props.filter(({ name }) => new RegExp(`\\b${name.replace(/Props$/, "")}\\b`).test(index));
  return { module, shown: shown.flatMap(({ options }) => options), all: props.flatMap(({ options }) => options) };
});
/** Some take the options of another module's construct. */
const known = new Set(constructs.flatMap(({ all }) => all));

describe.each(constructs)("modules/$module/README.md", ({ module, shown }) => {
  const readme = read(module, "README.md");

  test("names every option", () => {
    const code = readme.match(/```[^]*?```|`[^`\n]+`/g).join("\n");
    expect(shown.length).toBeGreaterThan(0);
    expect(shown.filter((option) => !new RegExp(`\\b${option}\\b`).test(code))).toEqual([]);
  });

  test("has no option that is gone", () => {
    const [, table = ""] = /\n\| option .*\n((?:\|.*\n)+)/.exec(readme) ?? [];
    const options = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, option]) => option);
    expect(options.filter((option) => !known.has(option))).toEqual([]);
  });

  test("shows how it is used, and says what it costs and when that was", () => {
    expect(readme).toContain("```ts");
    expect(readme).toMatch(/\bcosts?\b[^]*\b20\d\d-\d\d\b|\b20\d\d-\d\d\b[^]*\bcosts?\b/i);
  });

  test("has a picture of what is made", () => {
    expect(readme).toMatch(/```mermaid\nflowchart (LR|TB)\n[^]+?\n```/);
  });

  test("links to what exists", () => {
    const links = [...readme.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target);
    expect(links.filter((target) => !fs.existsSync(path.join(modules, module, target)))).toEqual([]);
  });
});
