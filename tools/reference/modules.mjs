import fs from "node:fs";
import path from "node:path";
import ts from "typescript";
import { table } from "./table.mjs";

const printer = ts.createPrinter({ removeComments: true });

/** The options of every construct that a module exports, from its TypeScript. */
export function modulesPage(root) {
  const modules = path.join(root, "modules");
  return [
    "The constructs that accounts are made of, with their options, from the code. What a module makes, and what that costs, is",
    "in its README.",
    "",
    ...fs
      .readdirSync(modules)
      .sort()
      .flatMap((module) => moduleSection(path.join(modules, module), module)),
  ].join("\n");
}

function moduleSection(directory, module) {
  const source = path.join(directory, "src");
  const parse = (file) =>
    ts.createSourceFile(file, fs.readFileSync(path.join(source, file), "utf8"), ts.ScriptTarget.Latest, true);
  const exported = new Set(
    parse("index.ts")
      .statements.filter((node) => ts.isExportDeclaration(node) && node.exportClause !== undefined)
      .flatMap((node) => node.exportClause.elements.map(({ name }) => name.text)),
  );
  const nodes = fs
    .readdirSync(source)
    .filter((file) => file.endsWith(".ts") && !/\.(test|fixture)\.ts$/.test(file) && file !== "index.ts")
    .sort()
    .flatMap((file) => [...parse(file).statements]);
  const props = new Map(nodes.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]));
  const constructs = nodes.filter((node) => ts.isClassDeclaration(node) && exported.has(node.name?.text));
  return [
    `## ${module}`,
    "",
    `[\`modules/${module}\`](../../modules/${module}/README.md)`,
    "",
    ...constructs.flatMap((node) => {
      const own = props.get(`${node.name.text}Props`);
      return [
        `### ${node.name.text}`,
        "",
        ...paragraph(comment(node)),
        ...(own === undefined || own.members.length === 0 ? ["No options.", ""] : [optionsTable(own), ""]),
      ];
    }),
  ];
}

function optionsTable(node) {
  return table(
    ["option", "type", "default", "says"],
    node.members.filter(ts.isPropertySignature).map((member) => {
      const type = printer.printNode(ts.EmitHint.Unspecified, member.type, member.getSourceFile());
      const fallback = ts.getJSDocTags(member).find(({ tagName }) => tagName.text === "default");
      const none = member.questionToken ? "" : "required";
      return [
        `\`${member.name.getText()}\``,
        `\`${type.replaceAll(/\s+/g, " ")}\``,
        fallback ? text(fallback.comment) : none,
        comment(member),
      ];
    }),
  );
}

const comment = (node) => text(ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)?.comment);

/** A JSDoc comment without its links' braces. */
const text = (parts) => (ts.getTextOfJSDocComment(parts) ?? "").replaceAll(/\{@link (\w+)\}/g, "`$1`");

const paragraph = (words) => (words === "" ? [] : [words, ""]);
