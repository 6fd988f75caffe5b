import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { usedTypes } from "./used-types.ts";

let directory: string;
beforeEach(() => (directory = mkdtempSync(path.join(os.tmpdir(), "archipelago-types-"))));
afterEach(() => rmSync(directory, { recursive: true }));

const write = (name: string, content: unknown): string => {
  const file = path.join(directory, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
};

test("types of configuration and state, data sources and references among them", () => {
  const configuration = write("cdk.tf.json", {
    resource: { aws_vpc: { main: { tags: { x: "${aws_s3_bucket.logs.id}" } } } },
    data: { aws_region: {} },
  });
  const state = write("terraform.tfstate", { resources: [{ type: "aws_sqs_queue" }] });
  expect([...usedTypes([configuration, state])!].sort()).toEqual([
    "aws_region",
    "aws_s3_bucket",
    "aws_sqs_queue",
    "aws_vpc",
  ]);
});

test("without a state there is only the configuration; without a configuration every type counts", () => {
  const configuration = write("cdk.tf.json", { resource: { aws_vpc: {} } });
  const none = path.join(directory, "none");
  expect([...usedTypes([configuration, none])!]).toEqual(["aws_vpc"]);
  expect(usedTypes([none, configuration])).toBeUndefined();
  expect(usedTypes([])).toBeUndefined();
});
