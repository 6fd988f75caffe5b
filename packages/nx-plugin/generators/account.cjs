const { loader } = require("@archipelago/loader");

exports.default = loader(__filename)("../src/generators/account.ts").accountGenerator;
