/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/packages", "<rootDir>/modules", "<rootDir>/tools", "<rootDir>/e2e"],
  testMatch: ["**/*.test.ts", "**/*.test.mjs"],
  transform: { "\\.(ts|mjs)$": "<rootDir>/tools/jest-transform.cjs" },
  // cdktf and its provider are plain CommonJS; only our own TypeScript needs a transform.
  transformIgnorePatterns: ["/node_modules/(?!d3-hierarchy/)"],
  modulePathIgnorePatterns: ["<rootDir>/.archipelago", "<rootDir>/cdktf.out", "<rootDir>/accounts/.*/cdktf.out"],
  watchman: false,
  // Most of the time is spent waiting for Terraform and Nx, so every core gets a worker.
  maxWorkers: "100%",
  testSequencer: "<rootDir>/tools/jest-sequencer.mjs",
  testTimeout: 120_000,
  // A folder for what suites of one run share (Workspace.applied).
  globalSetup: "<rootDir>/e2e/support/shared-folder.mjs",
  globalTeardown: "<rootDir>/e2e/support/shared-folder-removed.mjs",
};
