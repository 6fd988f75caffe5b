/** Stands where cdktf loads archiver. */
module.exports = function unusedArchiver() {
  throw new Error("archiver is not loaded here, see packages/loader: pack in a process without the loader");
};
