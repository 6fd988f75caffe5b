// Tests run through the same transform as the programs do: see docs/dependencies.md, jiti.
const { createHash } = require("node:crypto");
const { createJiti } = require("jiti");
const { version } = require("jiti/package.json");

const jiti = createJiti(__filename, { fsCache: false });

module.exports = {
  process: (source, filename) => ({
    code: jiti.transform({ source, filename, ts: true, async: false, interopDefault: true }),
  }),
  getCacheKey: (source, filename) =>
    createHash("sha256").update(version).update("\0").update(filename).update("\0").update(source).digest("hex"),
};
