import { availableParallelism } from "node:os";

/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/packages", "<rootDir>/modules", "<rootDir>/tools", "<rootDir>/e2e"],
  testMatch: ["**/*.test.ts", "**/*.test.mjs"],
  transform: { "\\.(ts|mjs)$": "<rootDir>/tools/jest-transform.cjs" },
  // cdktf and its provider are plain CommonJS; only our own TypeScript needs a transform.
  transformIgnorePatterns: ["/node_modules/(?!d3-hierarchy/)"],
  // cdktf is loaded anew for each file, and half of what it loads is this (packages/loader).
  moduleNameMapper: { "^archiver$": "<rootDir>/packages/loader/unused-archiver.cjs" },
  modulePathIgnorePatterns: ["<rootDir>/.archipelago", "<rootDir>/cdktf.out", "<rootDir>/accounts/.*/cdktf.out"],
  watchman: false,
  // Every core gets a worker, and one more works while another waits: for a timer, a lock, a server that starts.
  maxWorkers: availableParallelism() + 1,
  testSequencer: "<rootDir>/tools/jest-sequencer.mjs",
  testTimeout: 120_000,
  // A folder for what suites of one run share (Workspace.applied).
  globalSetup: "<rootDir>/e2e/support/shared-folder.mjs",
  globalTeardown: "<rootDir>/e2e/support/shared-folder-removed.mjs",
};
