exports.default = require("./apply.cjs").batch;
