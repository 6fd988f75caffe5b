import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { doneImports, importsOf } from "./imports.ts";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "imports-"));
afterAll(() => fs.rmSync(root, { recursive: true }));
const account = { name: "shop", directory: "accounts/shop" };
const stack = JSON.stringify({
  resource: { aws_vpc: { vpc: {} }, aws_eip: { one: {}, many: { count: 2 }, each: { for_each: {} } } },
  import: [{ to: "aws_eip.one", id: "eipalloc-1" }],
});
const read = (imports: Record<string, string>) => {
  fs.mkdirSync(path.join(root, account.directory), { recursive: true });
  fs.writeFileSync(path.join(root, account.directory, "imports.json"), JSON.stringify({ imports }));
  return importsOf(root, account, stack);
};

test("lines become imports; what the stack imports itself is left to it", () => {
  const imports = { "aws_vpc.vpc": "vpc-1", "aws_eip.one": "eipalloc-1", 'aws_eip.each["a"]': "eipalloc-2" };
  expect(read(imports)).toEqual([
    { to: "aws_vpc.vpc", id: "vpc-1", where: "accounts/shop/imports.json:1:27" },
    { to: 'aws_eip.each["a"]', id: "eipalloc-2", where: expect.any(String) },
  ]);
});

test.each<[string, Record<string, string>, string]>([
  ["an unknown address", { "aws_vpc.vcp": "vpc-1" }, 'shop has no resource aws_vpc.vcp; did you mean "aws_vpc.vpc"?'],
  ["all instances at once", { "aws_eip.many": "eipalloc-2" }, "aws_eip.many has several instances"],
  ["an instance of none", { "aws_vpc.vpc[0]": "vpc-1" }, "aws_vpc.vpc has no instances"],
  ["one id twice", { "aws_eip.many[0]": "e", "aws_eip.many[1]": "e" }, "e is imported as aws_eip.many[0] already"],
  ["another id than the stack's", { "aws_eip.one": "eipalloc-9" }, "stack.ts imports eipalloc-1 as aws_eip.one"],
  ["what is no address", { "vpc.vpc": "vpc-1" }, "must be the address of a resource"],
])("refused: %s", (_what, imports, message) => {
  expect(() => read(imports)).toThrow(message);
});

test("without a file there is nothing to import", () => {
  expect(importsOf(root, { name: "other", directory: "accounts/other" }, stack)).toEqual([]);
});

test("lines that have nothing to do any more are named", () => {
  const imports = ["a", "b"].map((to) => ({ to, id: to, where: "" }));
  expect(doneImports(account, imports, new Set(["a", "b"]))).toEqual([]);
  expect(doneImports(account, imports, new Set(["a"]))).toEqual([
    "accounts/shop/imports.json: b is imported already, the lines can go",
  ]);
  expect(doneImports(account, imports, new Set())).toEqual([
    "everything in accounts/shop/imports.json is imported: delete the file",
  ]);
});
