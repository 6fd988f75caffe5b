exports.default = require("./plan.cjs").batch;
