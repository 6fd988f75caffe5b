import {
  actionsOf,
  dataSourceActions,
  resourceActions,
  type ResourceActions,
  type Verb,
} from "@archipelago/permissions/resource-actions";
import { Callers } from "./support/callers.ts";
import { Judge, type Call } from "./support/judge.ts";
import { synthesizedOrganization, type Organization, type Resource } from "./support/organization.ts";
import { changes, resourcesFor } from "./support/reference.ts";
import { regionOf, Values } from "./support/values.ts";

// Under all guardrails and boundaries, the plan role reads every resource of every account's stack, and the apply role
// makes, changes and deletes it: otherwise guardrails would break the first real apply.

/** What the apply role cannot do with a resource of a stack, and why. A refusal that turns out allowed fails too. */
const refusals: readonly { readonly actions: RegExp; readonly resource: RegExp; readonly why: string }[] = [
  {
    actions: /^iam:PutRolePermissionsBoundary$/,
    resource: /:role\/archipelago\/baseline-(audit|support)$/,
    why: "the baseline's reading roles have no boundary: what may be attached to them is limited instead",
  },
];

let organization: Organization;
let values: Values;
let judge: Judge;
let callers: Callers;
beforeAll(async () => {
  organization = await synthesizedOrganization();
  values = new Values(organization);
  judge = new Judge(organization, values);
  callers = new Callers(organization, values, "nothing");
});

/** Accounts of one unit whose stacks hold the same types differ in nothing but names: one stands for all of them. */
function representatives(): string[] {
  const kinds = new Map<string, string>();
  for (const [name, { organizationalUnit }] of organization.accounts) {
    const types = organization.resources.filter(({ account }) => account.name === name).map(({ type }) => type);
    const kind = [...new Set([organizationalUnit, ...types])].sort().join();
    if (!kinds.has(kind)) kinds.set(kind, name);
  }
  return [...kinds.values()];
}

/** Types that only bootstrap makes: no stack's role may touch them. */
const bootstrapOnly = ["aws_iam_openid_connect_provider"];
const inStacks = Object.entries(resourceActions).filter(([type]) => !bootstrapOnly.includes(type));

/** Resources of a type in the accounts' stacks; one in an application's account if no stack has any. */
function resourcesOf(type: string, all: readonly Resource[]): Resource[] {
  const found = all.filter((each) => each.type === type && !each.bootstrap);
  const accounts = representatives();
  if (found.length > 0) return found.filter(({ account }) => accounts.includes(account.name));
  const account = organization.accounts.get("shop-dev")!;
  return [{ account, type, name: "example", properties: {}, bootstrap: false }];
}

/** What Terraform calls for a resource. */
async function callsFor(resource: Resource, row: ResourceActions, verbs: readonly Verb[]): Promise<Call[]> {
  const owner = resource.account.name;
  const fill = (form: string) => values.fill(form, resource);
  const context = { "aws:RequestedRegion": regionOf(resource), ...definedOf(row.context ?? {}, fill) };
  const resourcePolicy = values.keyPolicy(resource);
  const calls: Call[] = [];
  for (const action of new Set(verbs.flatMap((verb) => actionsOf(row, verb)))) {
    if (action === "iam:PassRole" && row.passes) {
      const { role, to } = row.passes;
      calls.push({ action, owner, resource: fill(role)!, context: { ...context, "iam:PassedToService": to } });
    } else if (action === "iam:CreateServiceLinkedRole" && row.serviceRole) {
      const role = fill(`arn:{partition}:iam::{account}:role/aws-service-role/${row.serviceRole}/AWSServiceRole`)!;
      calls.push({ action, owner, resource: role, context: { ...context, "iam:AWSServiceName": row.serviceRole } });
    } else {
      const arns = row.on.map((form) => fill(form)!);
      for (const arn of await resourcesFor(action, arns)) {
        const policy = action.startsWith("kms:") ? resourcePolicy : undefined;
        calls.push({ action, owner: judge.ownerOf(arn) ?? owner, resource: arn, context, resourcePolicy: policy });
      }
    }
  }
  return calls;
}

function definedOf(forms: Readonly<Record<string, string>>, fill: (form: string) => string | undefined) {
  return Object.fromEntries(
    Object.entries(forms).flatMap(([key, form]) => {
      const value = fill(form);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

describe.each<[role: "plan" | "apply", verbs: readonly Verb[]]>([
  ["plan", ["read"]],
  ["apply", ["create", "read", "update", "delete"]],
])("the %s role", (role, verbs) => {
  async function unexpected(row: ResourceActions, resources: readonly Resource[]): Promise<string[]> {
    const found = new Set<string>();
    const asked = new Set<string>();
    for (const resource of resources) {
      const caller = callers.named(`${resource.account.name} ${role}`);
      for (const call of await callsFor(resource, row, verbs)) {
        const question = JSON.stringify(call);
        if (asked.has(question)) continue;
        asked.add(question);
        const { verdict } = await judge.decide(caller, call);
        const refused = refusals.some((each) => each.actions.test(call.action) && each.resource.test(call.resource));
        if ((verdict === "Allowed") === refused)
          found.add(`${resource.account.name}: ${call.action} on ${call.resource} is ${verdict}`);
      }
    }
    return [...found];
  }

  test.each(inStacks)("%s", async (type, row) => {
    expect(await unexpected(row, resourcesOf(type, organization.resources))).toEqual([]);
  });

  test.each(Object.entries(dataSourceActions))("data.%s", async (type, row) => {
    expect(await unexpected(row, resourcesOf(type, organization.data))).toEqual([]);
  });
});

test.each(inStacks)("the plan role changes nothing: %s", async (type, row) => {
  const resource = resourcesOf(type, organization.resources)[0]!;
  const caller = callers.named(`${resource.account.name} plan`);
  const allowed: string[] = [];
  for (const call of await callsFor(resource, row, ["create", "update", "delete"])) {
    if (!(await changes(call.action))) continue;
    if ((await judge.decide(caller, call)).verdict === "Allowed") allowed.push(`${call.action} on ${call.resource}`);
  }
  expect(allowed).toEqual([]);
});
