import fs from "node:fs";
import path from "node:path";
import { loader } from "@archipelago/loader";
import { format, resolveConfig } from "prettier";
import { commandLinePage } from "./command-line.mjs";
import { modulesPage } from "./modules.mjs";
import { quotasPage } from "./quotas.mjs";
import { schemaTable } from "./schema.mjs";
import { targetsPage } from "./targets.mjs";

export const root = path.resolve(import.meta.dirname, "../..");
export const directory = path.join(root, "docs/reference");

const note = "<!-- Made from the code by `npm run reference`; a test says when it is stale. -->";

/** The pages of docs/reference by file name: what the code says of itself. */
export async function referencePages() {
  const load = loader(import.meta.filename);
  const { commandLine } = load("../../packages/cli/src/main.ts");
  const { accountTargets } = load("../../packages/nx-plugin/src/targets.ts");
  const { knownQuotas } = load("../../packages/checks/src/known-quotas.ts");
  const { jobsPerMatrix } = load("../../packages/runner/src/matrix.ts");
  const { closingQuota, closingsAtOnce } = load("../../packages/runner/src/closing-quota.ts");
  const { ruleQuota } = load("../../modules/vpc-baseline/src/network-acl-rules.ts");
  const { requestsOfTemplate } = load("../../modules/service-quotas/src/quota-template.ts");
  const { permissionSetQuotas } = load("../../modules/identity-center/src/permission-set.ts");
  const { serviceQuotas } = load("../../modules/service-quotas/src/service-quotas.ts");
  const { least, most, days, share } = closingQuota;
  const quotas = {
    known: knownQuotas,
    made: [
      ["rules of an access list, in and out, IPv4 and IPv6 each", ruleQuota, "vpc-baseline"],
      ["managed policies of a permission set", permissionSetQuotas.managedPolicies, "identity-center"],
      ["hours of a permission set's session", permissionSetQuotas.sessionHours, "identity-center"],
      ["requests of the quota template", requestsOfTemplate, "service-quotas"],
    ],
    run: [
      ["jobs of a matrix of GitHub Actions", String(jobsPerMatrix), "more accounts share jobs"],
      [
        `accounts that AWS closes in ${days} days`,
        `${share * 100} percent of them, at least ${least}, at most ${most}`,
        "the next apply says from which day it goes on",
      ],
      ["accounts that AWS closes at the same time", String(closingsAtOnce), "the others come later"],
    ],
    requested: serviceQuotas,
  };
  const schema = (name) =>
    schemaTable(
      JSON.parse(fs.readFileSync(path.join(root, `packages/account-stack/schemas/${name}.schema.json`), "utf8")),
    );
  const example = {
    name: "example",
    environment: "production",
    dependsOn: ["network"],
    dependents: ["other"],
    peers: [],
    readsEveryAccount: false,
    error: undefined,
  };
  const pages = {
    "account.md": ["accounts/<name>/account.json", schema("account")],
    "environment.md": ["environments/<name>.json", schema("environment")],
    "organization.md": ["organization.json", schema("organization")],
    "targets.md": ["Nx targets", targetsPage(accountTargets(example))],
    "command-line.md": ["archipelago", commandLinePage(await commandLine())],
    "quotas.md": ["Quotas", quotasPage(quotas)],
    "modules.md": ["Modules", modulesPage(root)],
  };
  const readme = [
    "Reference, made from the code.",
    "",
    ...Object.entries(pages).map(([file, [title]]) => `- [${title.replaceAll("<", "\\<")}](${file})`),
  ].join("\n");
  const all = { "README.md": ["Reference", readme], ...pages };
  const options = await resolveConfig(path.join(directory, "README.md"));
  return Object.fromEntries(
    await Promise.all(
      Object.entries(all).map(async ([file, [title, body]]) => [
        file,
        await format(`${note}\n\n# ${title.replaceAll("<", "\\<")}\n\n${body}\n`, { ...options, parser: "markdown" }),
      ]),
    ),
  );
}
