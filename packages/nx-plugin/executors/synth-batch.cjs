exports.default = require("./synth.cjs").batch;
