import fs from "node:fs";
import os from "node:os";
import path from "node:path";

let root: string;
let code: typeof import("./code.ts");

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-code-"));
  jest.resetModules(); // digests are kept for the length of a process
  code = require("./code.ts") as typeof import("./code.ts");
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  for (const [name, dependencies] of Object.entries({
    vpc: { "@archipelago/logging": "0.0.0" },
    logging: {},
    other: {},
  })) {
    write(`modules/${name}/package.json`, JSON.stringify({ name: `@archipelago/${name}`, dependencies }));
    write(`modules/${name}/src/index.ts`, `export const ${name} = 1;`);
    write(`modules/${name}/src/index.test.ts`, "test");
  }
  fs.mkdirSync(path.join(root, "packages"));
  for (const name of ["cdktf", "@cdktf/provider-aws", "constructs", "sucrase"])
    write(`node_modules/${name}/package.json`, JSON.stringify({ version: "1.0.0" }));
  for (const account of ["a", "b"]) {
    write(`accounts/${account}/stack.ts`, 'import { vpc } from "@archipelago/vpc";\nexport default vpc;');
    write(`accounts/${account}/account.json`, JSON.stringify({ account }));
  }
  write("modules/logging/src/table.json", "[]");
  write("modules/logging/README.md", "# Logging");
  write("accounts/a/names.json", "[]");
});
afterEach(() => fs.rmSync(root, { recursive: true }));

const digestAfter = (edit: () => void): string => {
  edit();
  jest.resetModules();
  return (require("./code.ts") as typeof import("./code.ts")).codeDigest(root, "accounts/a");
};

test("an account is made of its folder and, transitively, of the modules it imports", () => {
  expect(code.sourceFolders(root, "accounts/a")).toEqual(["accounts/a", "modules/logging", "modules/vpc"]);
});

test("the way to a module is named, nearest package first", () => {
  expect(code.importPath(root, "accounts/a", "modules/logging")).toEqual(["vpc"]);
  expect(code.importPath(root, "accounts/a", "modules/vpc")).toEqual([]);
  expect(code.importPath(root, "accounts/a", "modules/other")).toEqual([]);
});

test("the same code in two accounts has one digest, whatever their values are", () => {
  expect(code.codeDigest(root, "accounts/a")).toBe(code.codeDigest(root, "accounts/b"));
  expect(digestAfter(() => fs.writeFileSync(path.join(root, "accounts/a/account.json"), "{}"))).toBe(
    code.codeDigest(root, "accounts/b"),
  );
});

test.each([
  ["its stack.ts", "accounts/a/stack.ts", true],
  ["a module of a module", "modules/logging/src/index.ts", true],
  ["a file added to a module", "modules/vpc/src/nat.ts", true],
  ["a table of a module", "modules/logging/src/table.json", true],
  ["a page of a module", "modules/logging/README.md", false],
  ["values of its own", "accounts/a/names.json", false],
  ["what an operating system left", "modules/vpc/.DS_Store", false],
  ["a test", "modules/vpc/src/index.test.ts", false],
  ["a module it does not import", "modules/other/src/index.ts", false],
])("an edit of %s", (_name, file, changes) => {
  const before = code.codeDigest(root, "accounts/a");
  const after = digestAfter(() => fs.appendFileSync(path.join(root, file), "\n// edited"));
  expect(after !== before).toBe(changes);
});

test.each(["accounts/a/shared.ts", "modules/logging/src/linked.ts", "modules/logging/linked"])(
  "%s as a symbolic link is refused: what it leads to would be in no digest",
  (file) => {
    fs.symlinkSync(path.join(root, "modules/other/src"), path.join(root, file));
    expect(() => code.codeDigest(root, "accounts/a")).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ where: file }) }),
    );
  },
);

test("another version of cdktf is other code", () => {
  const before = code.codeDigest(root, "accounts/a");
  expect(
    digestAfter(() => fs.writeFileSync(path.join(root, "node_modules/cdktf/package.json"), '{"version":"1.0.1"}')),
  ).not.toBe(before);
});
