// What the compiler and prettier do not see. No rule is about style.
import tseslint from "typescript-eslint";
import { testOnly } from "./tools/boundaries/constraints.mjs";
import archipelago from "./tools/boundaries/plugin.mjs";

const TYPESCRIPT = ["**/*.ts"];
const JAVASCRIPT = ["**/*.mjs", "**/*.cjs"];
const TESTS = ["**/*.test.ts", "**/*.test.mjs", "e2e/**", "packages/testing/**"];
/** Code whose result is the Terraform configuration of an account. */
const SYNTHESIS = ["accounts/**/*.ts", "bootstrap/*.ts", "modules/**/*.ts"];

const pure = "the same commit must give the same configuration on every machine";
const fromConfiguration = `${pure}; pass the value in from account.json, environments/ or organization.json`;

export default [
  { ignores: ["**/node_modules/", "**/.archipelago/", "**/cdktf.out/", ".nx/", "coverage/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: [...TYPESCRIPT, ...JAVASCRIPT],
    languageOptions: { parser: tseslint.parser },
    plugins: { archipelago, "@typescript-eslint": tseslint.plugin },
    rules: {
      "archipelago/arrows": ["error", { testOnly }],
      "archipelago/provider-import": "error",
      eqeqeq: "error",
      "no-async-promise-executor": "error",
      "no-compare-neg-zero": "error",
      "no-cond-assign": "error",
      "no-constant-binary-expression": "error",
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
      "@typescript-eslint/no-explicit-any": "error",
    },
  },
  {
    files: TYPESCRIPT,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-unnecessary-type-assertion": "error",
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/return-await": ["error", "in-try-catch"],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // No compiler looks at these.
    files: JAVASCRIPT,
    languageOptions: {
      globals: {
        Buffer: false,
        URL: false,
        console: false,
        process: false,
        setTimeout: false,
        clearTimeout: false,
        setInterval: false,
        clearInterval: false,
        performance: false,
      },
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
    rules: { "@typescript-eslint/no-explicit-any": "off" },
  },
];
