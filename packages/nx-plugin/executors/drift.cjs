const { loader } = require("@archipelago/loader");

const { batch, single } = loader(__filename)("../src/executor.ts");
exports.default = single("drift");
exports.batch = batch("drift");
