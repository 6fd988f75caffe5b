const { loader } = require("@archipelago/loader");

const { batch, single } = loader(__filename)("../src/executor.ts");
exports.default = single("plan");
exports.batch = batch("plan");
