import { refusedImports } from "./refused-imports.ts";

const noObject = "Cannot import non-existent remote object";
const noConfiguration = "Configuration for import target does not exist";

test.each([
  ["a resource", noObject, 'to import an existing object to "aws_vpc.v", the provider', "aws_vpc.v", "object"],
  ["in a box", noObject, 'to import an existing object to\n"aws_vpc.v", the provider', "aws_vpc.v", "object"],
  [
    "an instance",
    noObject,
    String.raw`to import an existing object to "aws_vpc.v[\"a\"]", the`,
    'aws_vpc.v["a"]',
    "object",
  ],
  [
    "a key with a quote",
    noObject,
    String.raw`to import an existing object to "aws_vpc.v[\"a\\\"b\"]", use "terraform apply"`,
    String.raw`aws_vpc.v["a\"b"]`,
    "object",
  ],
  [
    "no instance",
    noConfiguration,
    'the given import aws_vpc.v["a"] does not exist. All',
    'aws_vpc.v["a"]',
    "configuration",
  ],
  ["OpenTofu's", noConfiguration, "the given import target aws_vpc.v does not exist. If", "aws_vpc.v", "configuration"],
])("%s", (_name, summary, words, address, lack) => {
  const severity = "error";
  expect([...refusedImports([{ severity, summary, detail: `While attempting ${words} ...` }])]).toEqual([
    [address, lack],
  ]);
  expect(refusedImports([{ severity, summary: "Another error", detail: words }]).size).toBe(0);
});
