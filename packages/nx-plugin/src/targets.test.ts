import fs from "node:fs";
import path from "node:path";
import { versioned } from "@archipelago/runner";
import { accountTargets } from "./targets.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const json = <T>(file: string): T => JSON.parse(fs.readFileSync(path.join(root, file), "utf8")) as T;

const { namedInputs } = json<{ namedInputs: Record<"machinery", string[]> }>("nx.json");
const inputs = accountTargets({
  name: "a",
  environment: "b",
  wanted: [],
  dependsOn: [],
  dependents: [],
  peers: [],
  readsEveryAccount: false,
  error: undefined,
}).plan.inputs!;
const externals = inputs.flatMap((input) =>
  typeof input === "object" && "externalDependencies" in input ? input.externalDependencies : [],
);

/** What the executors load and no plan depends on, each with the reason. */
const apart: Readonly<Record<string, string>> = {
  "@archipelago/account-stack": "every stack imports it: `^source`",
  "@archipelago/checks": "judges what is synthesised; the input of `check`",
  "@archipelago/report": "prints what was planned",
  "@aws-sdk/client-s3": "carries states, which have their own digests",
  "@aws-sdk/credential-providers": "says who asks, not what is answered",
  "@msgpack/msgpack": "an encoding",
  "@nx/devkit": "types",
  "@octokit/core": "writes comments",
  "@octokit/plugin-paginate-rest": "reads comments",
  "@octokit/plugin-retry": "writes comments again",
  "write-file-atomic": "writes the bytes it is given",
  zod: "accepts configuration or does not",
};

/** The packages that the executors load: what they declare, transitively. */
function loaded(name = "@archipelago/nx-plugin", found = new Set<string>()): ReadonlySet<string> {
  found.add(name);
  if (!name.startsWith("@archipelago/")) return found;
  const folder = name.replace("@archipelago", "packages");
  const { dependencies = {} } = json<{ dependencies?: Record<string, string> }>(`${folder}/package.json`);
  for (const dependency of Object.keys(dependencies)) if (!found.has(dependency)) loaded(dependency, found);
  return found;
}

test.each([...loaded()])("an edit or another version of %s selects every account, or cannot change a plan", (name) => {
  const folder = `{workspaceRoot}/${name.replace("@archipelago", "packages")}/`;
  const isInput = externals.includes(name) || namedInputs.machinery.some((input) => input.startsWith(folder));
  expect([isInput, name in apart]).toEqual(isInput ? [true, false] : [false, true]);
});

test("npm packages whose version selects accounts are those of the code's digest", () => {
  expect(externals).toEqual(versioned);
});
