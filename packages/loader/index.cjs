const { createJiti } = require("jiti");

// Plain CommonJS, of which a stack loads a hundred files: Node's own loader takes half the time.
const nativeModules = ["@cdktf/provider-aws"];

/**
 * A `require` for TypeScript, relative to `from`. Synchronous, because that is three times faster than jiti's
 * `import`; a module with top-level await is refused. Transformed files are cached in node_modules/.cache/jiti.
 */
exports.loader = function loader(from) {
  require("node:module").enableCompileCache?.();
  return createJiti(from, { nativeModules });
};
