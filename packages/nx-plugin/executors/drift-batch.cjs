exports.default = require("./drift.cjs").batch;
