import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { openCloud } from "../cloud/cloud.ts";
import { caller, stored } from "../test-cloud.ts";
import { viewOf } from "./view.ts";

test("an id that is there in several regions means the caller's, and one of elsewhere is found too", () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-test-"));
  const cloud = openCloud(directory);
  for (const region of ["eu-central-1", "eu-west-1", "us-east-1"])
    cloud.put(stored("aws_config_configuration_recorder", "default", { region }));
  cloud.put(stored("aws_config_configuration_recorder", "only", { region: "us-east-1" }));
  const view = viewOf(cloud, caller);
  expect(view.get("aws_config_configuration_recorder", "default")?.region).toBe(caller.region);
  expect(view.get("aws_config_configuration_recorder", "only")?.region).toBe("us-east-1");
  rmSync(directory, { recursive: true });
});
