import path from "node:path";
import { importedTypes } from "./imported-types.ts";

test("imports of modules and accounts become Terraform types", () => {
  const types = importedTypes(path.resolve(import.meta.dirname, "../../.."));
  expect(types).toEqual(expect.arrayContaining(["aws_vpc", "aws_s3_bucket", "aws_route_table_association"]));
  expect(types).not.toContain("aws_provider");
  for (const type of types) expect(type).toMatch(/^(data\.)?aws_[a-z0-9_]+$/);
});
