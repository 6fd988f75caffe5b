const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { createJiti } = require("jiti");

/** Of a checkout, and so of its user: what is in everybody's temporary directory could be anybody's. */
const caches = path.resolve(__dirname, "../../node_modules/.cache");
let jiti;

/** Node resolves, caches and runs; jiti makes the JavaScript, which it keeps by the hash of the source. */
function compile(module, file) {
  jiti ??= createJiti(__filename, { fsCache: path.join(caches, "jiti") });
  const code = jiti.transform({ source: fs.readFileSync(file, "utf8"), filename: file, ts: true });
  // On the first line, so that lines stay what they are; `jitiImport` is what jiti makes of `import()`.
  module._compile(`"use strict";const jitiImport=async(id)=>require(id);${code}`, file);
  const error = module.exports.__JITI_ERROR__;
  if (error) throw new Error(`${error.code}: ${error.message}\n${error.filename}:${error.line}:${error.column}`);
}

/**
 * A `require` for TypeScript, relative to `from`. Synchronous, and with Node's own resolution: jiti's takes as long as
 * everything else that is done before a command starts. A module with top-level await is refused.
 */
exports.loader = function loader(from) {
  Module.enableCompileCache?.(path.join(caches, "node"));
  require.extensions[".ts"] = compile;
  return Module.createRequire(from);
};
