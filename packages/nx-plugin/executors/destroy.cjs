const { loader } = require("@archipelago/loader");

const { batch, single } = loader(__filename)("../src/executor.ts");
exports.default = single("destroy");
exports.batch = batch("destroy");
