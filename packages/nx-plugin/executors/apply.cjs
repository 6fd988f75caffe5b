const { loader } = require("@archipelago/loader");

const { batch, single } = loader(__filename)("../src/executor.ts");
exports.default = single("apply");
exports.batch = batch("apply");
