exports.default = require("./destroy.cjs").batch;
