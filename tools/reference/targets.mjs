import { table } from "./table.mjs";

/** The Nx targets of an account, and what selects them. */
export function targetsPage(targets) {
  return [
    "Every folder of `accounts/` with an account.json is an Nx project with these targets; there is no project.json. Run one with",
    "`npx nx <target> <account>`, many with `npx nx run-many --target=<target>`, those a branch changes with",
    "`npx nx affected --target=<target>`. Options of the verb follow: `npx nx apply shop-dev --yes`.",
    "",
    table(
      ["target", "does", "cached", "after"],
      Object.entries(targets).map(([name, { metadata, cache, dependsOn = [] }]) => [
        `\`${name}\``,
        metadata.description,
        cache ? "yes" : "no",
        dependsOn.map(({ projects, target }) => `${target} of ${projects.join(", ")}`).join("; "),
      ]),
    ),
    "",
    "What selects an account for `nx affected`, here one called `example` in production:",
    "",
    ...inputs(targets.plan).map((input) => `- ${input}`),
    "",
  ].join("\n");
}

const named = {
  account: "its own folder and organization.json, by whatever name with `organization` in it (`account` in nx.json)",
  machinery: "the packages that can change what is synthesised or planned (`machinery` in nx.json)",
  "^source": "the files of the modules it imports, tests and Markdown left out (`source` in nx.json)",
};

function inputs({ inputs: all }) {
  return all.map((input) => {
    if (typeof input !== "string")
      return `the versions of ${input.externalDependencies.map((name) => `\`${name}\``).join(", ")}`;
    return named[input] ?? `\`${input.replace("{workspaceRoot}/", "")}\``;
  });
}
