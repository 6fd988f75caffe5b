const { loader } = require("@archipelago/loader");

const { batch, single } = loader(__filename)("../src/executor.ts");
exports.default = single("synth");
exports.batch = batch("synth");
