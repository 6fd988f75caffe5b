// What the compiler and prettier do not see. No rule is about style.
import tseslint from "typescript-eslint";
import archipelago from "./tools/boundaries/plugin.mjs";

const TYPESCRIPT = ["**/*.ts"];
const JAVASCRIPT = ["**/*.mjs", "**/*.cjs"];
const TESTS = ["**/*.test.ts", "**/*.test.mjs", "e2e/**", "packages/testing/**"];
/** Code whose result is the Terraform configuration of an account. */
const SYNTHESIS = ["accounts/**/*.ts", "modules/**/*.ts"];

const pure = "the same commit must give the same configuration on every machine";
const fromConfiguration = `${pure}; pass the value in from account.json, environments/ or organization.json`;

export default [
  { ignores: ["**/node_modules/", "**/.archipelago/", "**/cdktf.out/", ".nx/", "coverage/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: [...TYPESCRIPT, ...JAVASCRIPT],
    languageOptions: { parser: tseslint.parser },
    plugins: { archipelago, ts: tseslint.plugin },
    rules: {
      "archipelago/arrows": "error",
      "archipelago/provider-import": "error",
      eqeqeq: "error",
      "no-async-promise-executor": "error",
      "no-compare-neg-zero": "error",
      "no-cond-assign": "error",
      "no-constant-binary-expression": "error",
      "no-control-regex": "error",
      "no-debugger": "error",
      "no-dupe-else-if": "error",
      "no-duplicate-case": "error",
      "no-empty": "error",
      "no-empty-character-class": "error",
      "no-fallthrough": "error",
      "no-loss-of-precision": "error",
      "no-self-assign": "error",
      "no-self-compare": "error",
      "no-unmodified-loop-condition": "error",
      "no-unsafe-finally": "error",
      "no-unsafe-optional-chaining": "error",
      "no-useless-escape": "error",
      "no-var": "error",
      "prefer-const": "error",
      "ts/no-explicit-any": "error",
    },
  },
  {
    files: TYPESCRIPT,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "ts/await-thenable": "error",
      "ts/no-floating-promises": "error",
      "ts/no-misused-promises": "error",
      "ts/no-unnecessary-type-assertion": "error",
      "ts/only-throw-error": "error",
      "ts/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "ts/return-await": ["error", "in-try-catch"],
      "ts/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // No compiler looks at these.
    files: JAVASCRIPT,
    languageOptions: {
      globals: { Buffer: false, URL: false, console: false, process: false, setTimeout: false, clearTimeout: false },
    },
    rules: { "no-undef": "error", "no-unused-vars": "error" },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { __filename: false, __dirname: false } },
  },
  {
    files: SYNTHESIS,
    ignores: TESTS,
    rules: {
      "no-restricted-globals": [
        "error",
        ...["process", "globalThis", "fetch", "require", "performance", "crypto"].map((name) => ({
          name,
          message: fromConfiguration,
        })),
      ],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: pure },
        { object: "Date", property: "now", message: pure },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: pure },
        { selector: "CallExpression[callee.name='Date']", message: pure },
      ],
    },
  },
  {
    files: TESTS,
    languageOptions: {
      globals: {
        afterAll: false,
        afterEach: false,
        beforeAll: false,
        beforeEach: false,
        describe: false,
        expect: false,
        it: false,
        jest: false,
        test: false,
      },
    },
    rules: { "ts/no-explicit-any": "off" },
  },
];
