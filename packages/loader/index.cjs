const { createHash } = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

/** Of a checkout, and so of its user: what is in everybody's temporary directory could be anybody's. */
const caches = path.resolve(__dirname, "../../node_modules/.cache");
const digest = (...texts) =>
  texts.reduce((hash, text) => hash.update(text).update("\0"), createHash("sha256")).digest("hex");
/** Changes when the JavaScript that is made of the same source may. */
exports.version = digest(fs.readFileSync(__filename), require("sucrase/package.json").version);

const options = { transforms: ["typescript", "imports"], disableESTransforms: true };
const meta =
  'const importMeta={dirname:__dirname,filename:__filename,url:require("node:url").pathToFileURL(__filename).href};';

/**
 * The CommonJS of a source in TypeScript; lines stay what they are. Types are dropped, nothing is checked.
 *
 * @throws SyntaxError that names the file, line and column that do not parse
 */
function toJavaScript(source, file) {
  // Loaded when something has changed: it takes as long as reading all that was kept.
  const { transform } = require("sucrase");
  try {
    const [before, code] = source.includes("import.meta") ? [meta, withoutImportMeta(source)] : ["", source];
    // In a block, so that a module may have a `module` or a `__dirname` of its own.
    return `"use strict";${before}{${transform(code, options).code}\n}`;
  } catch (error) {
    const { line, column } = error.loc ?? { line: 1, column: 1 };
    throw new SyntaxError(`does not parse: ${error.message.replace(/ \(\d+:\d+\)$/, "")}\n${file}:${line}:${column}`);
  }
}
exports.toJavaScript = toJavaScript;

/** CommonJS has no `import.meta`. The tokens know it from a text that speaks of it. */
function withoutImportMeta(source) {
  const { getFormattedTokens } = require("sucrase");
  const lines = source.split("\n");
  const found = [...getFormattedTokens(source, options).matchAll(/^(\d+):(\d+)-\S+ +name +import /gm)];
  for (const [, line, column] of found.reverse()) {
    const text = lines[line - 1];
    lines[line - 1] = text.slice(0, column - 1) + text.slice(column - 1).replace(/^import\.meta\b/, "importMeta");
  }
  return lines.join("\n");
}

/** What is made of a source is kept by its hash: most files are those of the last run. */
function kept(source, file) {
  const name = path.join(caches, "archipelago", `${path.basename(file, ".ts")}-${digest(exports.version, source)}.cjs`);
  try {
    return fs.readFileSync(name, "utf8");
  } catch {
    const code = toJavaScript(source, file);
    try {
      fs.mkdirSync(path.dirname(name), { recursive: true });
      // Under a name of its own until it is whole: another process may be reading.
      fs.writeFileSync(`${name}.${process.pid}`, code);
      fs.renameSync(`${name}.${process.pid}`, name);
    } catch {
      // A checkout that may only be read works too, each time anew.
    }
    return code;
  }
}

/** Node resolves, caches and runs. */
function compile(module, file) {
  module._compile(kept(fs.readFileSync(file, "utf8"), file), file);
}

/**
 * cdktf loads archiver with itself, which is more than half of all it loads, and calls it only in a process of its own, when
 * an asset is packed (`archiveSync` in its lib/private/fs.js).
 */
function withoutArchiver() {
  const unused = require("./unused-archiver.cjs");
  try {
    const file = Module.createRequire(require.resolve("cdktf")).resolve("archiver");
    require.cache[file] ??= Object.assign(new Module(file), { exports: unused, loaded: true });
  } catch {
    // A cdktf without it, or none.
  }
}

/**
 * A `require` for TypeScript, relative to `from`. Synchronous, and with Node's own resolution. A module with top-level
 * await is refused.
 */
exports.loader = function loader(from) {
  Module.enableCompileCache?.(path.join(caches, "node"));
  require.extensions[".ts"] = compile;
  withoutArchiver();
  return Module.createRequire(from);
};
