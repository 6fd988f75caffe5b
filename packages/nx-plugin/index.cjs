const { loader } = require("@archipelago/loader");

module.exports = loader(__filename)("./src/plugin.ts");
