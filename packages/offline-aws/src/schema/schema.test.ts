import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { dataSourceTypes, factsOf, resourceTypes } from "../facts/index.ts";
import { knownTypes, loadSchema } from "./cache.ts";
import { deriveSchema } from "./derive.ts";
import type { Block } from "./types.ts";

const schema = deriveSchema(knownTypes());
const attribute = (block: Block | undefined, name: string) => block?.attributes.find((each) => each.name === name);
const nested = (block: Block | undefined, name: string) => block?.blocks.find((each) => each.name === name);

test("every type of the facts table is derived", () => {
  expect(Object.keys(schema.resources)).toEqual(resourceTypes().sort());
  expect(Object.keys(schema.dataSources)).toEqual(dataSourceTypes().sort());
});

test("flags and types are those of the provider", () => {
  const vpc = schema.resources["aws_vpc"];
  expect(attribute(vpc, "cidr_block")).toEqual({ name: "cidr_block", type: "string", optional: true, computed: true });
  expect(attribute(vpc, "arn")).toEqual({ name: "arn", type: "string", computed: true });
  expect(attribute(vpc, "enable_dns_support")?.type).toBe("bool");
  expect(attribute(vpc, "tags")?.type).toEqual(["map", "string"]);
  expect(attribute(schema.resources["aws_subnet"], "vpc_id")?.required).toBe(true);
  expect(attribute(schema.resources["aws_ssm_parameter"], "value")?.sensitive).toBe(true);
  expect(attribute(schema.resources["aws_ssm_parameter"], "value_wo")?.writeOnly).toBe(true);
});

test("blocks: once, many, as sets, required, nested, time limits", () => {
  const bucket = schema.resources["aws_s3_bucket"];
  expect(nested(bucket, "logging")).toMatchObject({ nesting: "list", maxItems: 1 });
  expect(nested(bucket, "grant")).toMatchObject({ nesting: "set" });
  expect(nested(bucket, "grant")).not.toHaveProperty("maxItems");
  expect(nested(bucket, "timeouts")?.nesting).toBe("single");
  const rule = nested(schema.resources["aws_s3_bucket_server_side_encryption_configuration"], "rule");
  expect(rule).toMatchObject({ nesting: "set", minItems: 1 });
  expect(nested(rule?.block, "apply_server_side_encryption_by_default")).toMatchObject({
    nesting: "list",
    maxItems: 1,
  });
});

test("attributes in block form are attributes, exactly those the facts table names", () => {
  expect(attribute(schema.resources["aws_security_group"], "ingress")?.type).toMatchObject([
    "set",
    ["object", { cidr_blocks: ["list", "string"], self: "bool" }],
  ]);
  const isObjects = (type: unknown): boolean =>
    Array.isArray(type) && Array.isArray(type[1]) && type[1][0] === "object";
  for (const type of resourceTypes()) {
    const found = schema.resources[type]!.attributes.filter(
      (each) => each.optional && each.computed && isObjects(each.type),
    ).map(({ name }) => name);
    for (const name of factsOf(type)?.attrAsBlocks ?? [])
      expect({ type, found }).toEqual({ type, found: expect.arrayContaining([name]) });
  }
});

test("computed lists of objects, and objects within", () => {
  const organization = schema.dataSources["aws_organizations_organization"];
  expect(attribute(organization, "roots")?.type).toEqual([
    "list",
    [
      "object",
      {
        arn: "string",
        id: "string",
        name: "string",
        policy_types: ["list", ["object", { status: "string", type: "string" }]],
      },
    ],
  ]);
});

test("the provider's own block, without the language's alias", () => {
  expect(attribute(schema.provider, "allowed_account_ids")?.type).toEqual(["set", "string"]);
  expect(attribute(schema.provider, "alias")).toBeUndefined();
  expect(attribute(nested(schema.provider, "default_tags")?.block, "tags")?.type).toEqual(["map", "string"]);
});

test("a type the package does not know is left out; any other can be asked for", () => {
  const some = deriveSchema(["aws_no_such_thing", "aws_glue_job", "data.aws_eks_cluster"]);
  expect(Object.keys(some.resources)).toEqual(["aws_glue_job"]);
  expect(attribute(some.dataSources["aws_eks_cluster"], "certificate_authority")?.type).toEqual([
    "list",
    ["object", { data: "string" }],
  ]);
});

test("the cache gives the same schema, and a damaged one is derived again", () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-test-"));
  const types = ["aws_vpc", "data.aws_region"];
  const first = loadSchema(directory, types);
  const [file] = readdirSync(directory);
  expect(loadSchema(directory, [...types].reverse())).toEqual(first);
  expect(readdirSync(directory)).toEqual([file]);
  writeFileSync(path.join(directory, file!), "{");
  expect(loadSchema(directory, types)).toEqual(first);
  rmSync(directory, { recursive: true, force: true });
});
