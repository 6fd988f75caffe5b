import { freeName } from "./account-names.ts";
import type { FoundOrganization, FoundPolicy } from "./found-organization.ts";
import { jsonText } from "./json-text.ts";

/** stack.ts of an account that existed before. */
export const memberStack = `// An account that existed before: nothing in it is managed yet. accounts/_template/stack.ts shows what an account can have,
// docs/joining.md how what lives in it already becomes part of it.
import { defineAccount } from "@archipelago/account-stack";

export default defineAccount(() => {});
`;

/** The management account's stack: the organisation as it was found, and nothing more. */
export function managementStack({ trustedServices, policyTypes, centralRootAccess }: FoundOrganization): string {
  const list = (values: readonly string[]): string =>
    values.length === 0 ? "[]" : `[\n${values.map((value) => `      ${JSON.stringify(value)},\n`).join("")}    ]`;
  const options = [
    "    accounts,",
    "    // As they were found. Without a line, the module's own list holds: see modules/organization.",
    `    trustedServices: ${list(trustedServices)},`,
    `    policyTypes: ${list(policyTypes)},`,
    ...(centralRootAccess ? [] : ['    rootAccess: { reason: "not central when the organisation was adopted" },']),
  ];
  return `// The organisation as it was found: units, accounts, policies. Guardrails and everything else of this repository are off;
// docs/joining.md says how to turn them on, one after the other.
import { defineAccount } from "@archipelago/account-stack";
import { Organization, OrganizationPolicies } from "@archipelago/organization";
import { policies } from "./policies.ts";

export default defineAccount((stack, { accounts }) => {
  const organization = new Organization(stack, "organization", {
${options.join("\n")}
  });
  new OrganizationPolicies(stack, "policies", { ...organization, policies });
});
`;
}

/**
 * policies.ts, and a file for each document, by path below the account's folder.
 *
 * @param targetsOf targets by name
 */
export function policyFiles(
  policies: readonly FoundPolicy[],
  targetsOf: (policy: FoundPolicy) => readonly string[],
): Record<string, string> {
  const taken = new Set<string>();
  const entries = policies.map((policy, index) => {
    const file = freeName(policy.name, taken);
    taken.add(file);
    return { policy, file, variable: `document${index + 1}` };
  });
  const text = JSON.stringify;
  const imports = entries.map(
    ({ file, variable }) => `import ${variable} from "./policies/${file}.json" with { type: "json" };\n`,
  );
  const items = entries.map(({ policy, variable }) =>
    [
      "  {",
      `    name: ${text(policy.name)},`,
      `    type: ${text(policy.type)},`,
      `    description: ${text(policy.description)},`,
      `    targets: [${targetsOf(policy)
        .map((target) => text(target))
        .join(", ")}],`,
      `    document: ${variable},`,
      "  },\n",
    ].join("\n"),
  );
  return {
    "policies.ts": `// Policies the organisation had before, each with its document in policies/. To turn one into a guardrail: modules/guardrails.
import type { OrganizationPolicy } from "@archipelago/organization";
${imports.join("")}
export const policies: readonly OrganizationPolicy[] = [${items.length === 0 ? "" : `\n${items.join("")}`}];
`,
    ...Object.fromEntries(entries.map(({ policy, file }) => [`policies/${file}.json`, jsonText(policy.document)])),
  };
}
