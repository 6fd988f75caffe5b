// Two lint rules about imports. Nx's own rule is not usable here: see docs/dependencies.md.
import { isBuiltin } from "node:module";
import path from "node:path";
import { depConstraints, testFiles, testsMayImport } from "./constraints.mjs";
import { packageName, readProjects } from "./projects.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const projects = readProjects(root);

/** Calls `check(node, source)` for everything that names a module; `source` is undefined when it is computed. */
const importVisitor = (check) => {
  const of = (source) => source && check(source, typeof source.value === "string" ? source.value : undefined);
  return {
    ImportDeclaration: (node) => of(node.source),
    ExportNamedDeclaration: (node) => of(node.source),
    ExportAllDeclaration: (node) => of(node.source),
    ImportExpression: (node) => of(node.source),
    TSImportType: (node) => of(node.source ?? node.argument.literal),
    CallExpression: (node) => {
      const { callee } = node;
      const isRequire =
        callee.name === "require" || (callee.type === "MemberExpression" && callee.object.name === "require");
      if (isRequire) of(node.arguments[0]);
    },
  };
};

const providerImport = {
  meta: { type: "problem", schema: [] },
  create: (context) =>
    importVisitor((node, source) => {
      if (!source || !/^@cdktf\/provider-aws(\/|$)/.test(source)) return;
      if (/^@cdktf\/provider-aws\/(lib\/[^/]+\/index\.js|package\.json)$/.test(source)) return;
      context.report({
        node,
        message: `deep imports only: "${source}" must be @cdktf/provider-aws/lib/<resource>/index.js; the index costs every start 2.3 s and 500 MB, and Node does not load directories`,
      });
    }),
};

const matches = (source, pattern) =>
  new RegExp(`^${pattern.replace(/[.]/g, "\\.").replace("*", "[^/]+")}$`).test(source);

/** Why `file` may not import `source`, or undefined. `testOnly`: npm packages for tests alone. */
function refusal(file, source, testOnly) {
  const from = projects.at(file);
  const relative = path.relative(root, file).split(path.sep).join("/");
  const isTest = testFiles.test(relative) || from.tags.includes("type:testing");
  const constraints = depConstraints.filter(({ sourceTag }) => from.tags.includes(sourceTag));
  if (constraints.length === 0) {
    const known = depConstraints.map(({ sourceTag }) => sourceTag).join(", ");
    return `${from.folder}/package.json needs one of these in nx.tags: ${known}`;
  }
  const externals = isTest
    ? undefined
    : constraints.find((each) => each.allowedExternalImports)?.allowedExternalImports;
  if (source === undefined) return externals && "a computed import cannot be checked: name the module";
  if (/^(\.{0,2}\/|\.{1,2}$|file:)/.test(source)) {
    const to = projects.at(path.resolve(path.dirname(file), source.replace(/^file:(\/\/)?/, "")));
    if (to.folder === from.folder) return undefined;
    if (to.tags.includes("type:account")) return `nothing imports an account, and "${source}" is in ${to.folder}`;
    return `"${source}" leaves ${from.folder || "the workspace's own files"}: import ${to.name} by its name`;
  }
  const name = packageName(source);
  if (name.startsWith("@archipelago/")) {
    const to = projects.byName.get(name);
    if (!to) return `there is no package ${name} under packages/ or modules/`;
    const allowed = [
      ...constraints.flatMap((each) => each.onlyDependOnLibsWithTags),
      ...(isTest ? testsMayImport : []),
    ];
    if (to === from || to.tags.some((tag) => allowed.includes(tag))) return undefined;
    return `${from.folder || relative} (${from.tags[0]}) may not import ${name} (${to.tags.join(", ")}); it may import ${allowed.join(", ") || "no package of this repository"}`;
  }
  if (!isTest && testOnly.includes(name)) return `only tests may import ${name}: its licence would reach this code`;
  if (externals && !externals.some((pattern) => matches(source, pattern))) {
    const what = isBuiltin(source) ? "a stack is a pure function of the repository; " : "";
    return `${from.folder} may not import "${source}": ${what}allowed are ${externals.join(", ")}`;
  }
  return undefined;
}

const arrows = {
  meta: {
    type: "problem",
    defaultOptions: [{ testOnly: [] }],
    schema: [{ type: "object", properties: { testOnly: { type: "array", items: { type: "string" } } } }],
  },
  create: (context) =>
    importVisitor((node, source) => {
      const message = refusal(context.filename, source, context.options[0].testOnly);
      if (message) context.report({ node, message });
    }),
};

export default { meta: { name: "archipelago" }, rules: { arrows, "provider-import": providerImport } };
