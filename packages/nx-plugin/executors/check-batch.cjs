exports.default = require("./check.cjs").batch;
