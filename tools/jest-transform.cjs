// Tests run through the same transform as the programs do: see docs/dependencies.md, jiti.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { createJiti } = require("jiti");
const { version } = require("jiti/package.json");

const jiti = createJiti(__filename, { fsCache: false });
const self = fs.readFileSync(__filename, "utf8");

// What `import()` becomes: jiti's loader passes it in, Jest's does not. A declaration, so that it can stand at the end
// and no line moves.
const dynamicImport = "\nasync function jitiImport(id) { return require(id); }\n";

module.exports = {
  process: (source, filename) => ({
    code: jiti.transform({ source, filename, ts: true, async: false, interopDefault: true }) + dynamicImport,
  }),
  getCacheKey: (source, filename) =>
    createHash("sha256")
      .update(version)
      .update(self)
      .update("\0")
      .update(filename)
      .update("\0")
      .update(source)
      .digest("hex"),
};
