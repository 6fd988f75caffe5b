// Tests run through the same transform as the programs do.
const { createHash } = require("node:crypto");
const { toJavaScript, version } = require("@archipelago/loader");

module.exports = {
  process: (source, filename) => ({ code: toJavaScript(source, filename) }),
  getCacheKey: (source, filename) =>
    createHash("sha256").update(version).update("\0").update(filename).update("\0").update(source).digest("hex"),
};
