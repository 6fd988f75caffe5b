import { runSimulation, runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { exampleOrganization, synthStack, type Template } from "@archipelago/testing";
import {
  accounts,
  allowed,
  any,
  denied,
  exception,
  organizationId,
  partner,
  region,
  units,
  type AccountName,
  type Context,
  type DecisionRow,
} from "./decisions.fixture.ts";
import { denyServices } from "./deny-services.ts";
import { Guardrails } from "./guardrails.ts";

// What AWS would decide, by a policy simulator, for callers who may do everything as far as their own policies go.

const templates = new Map<string, Template>();

/** The organisation with its guardrails, all or all but one. */
function guardrails(without = "none"): Template {
  const known = templates.get(without);
  if (known) return known;
  const template = synthStack(
    (stack) => {
      new Guardrails(stack, "guardrails", {
        organizationId,
        unitIds: units,
        accountIds: Object.fromEntries(Object.entries(accounts).map(([name, { id }]) => [name, id])),
        additional: [
          denyServices({
            rule: "no-clusters-in-production",
            reason: "nobody here runs one",
            services: ["eks"],
            targets: ["Workloads/Production"],
          }),
        ],
        exceptions: exception.rule === without ? [] : [exception],
        partners: { [partner]: "the vendor of the billing system" },
        without: without === "none" ? {} : { [without]: { reason: "to see what it alone denies" } },
      });
    },
    { organization: { accounts: { ...exampleOrganization.accounts, backup: "backup" } } },
  );
  templates.set(without, template);
  return template;
}

/** Policies of a type from the root down to the account, as the simulator takes them. */
function policiesOf(template: Template, type: string, account: AccountName) {
  const { id, unit } = accounts[account];
  const ancestry = unit.split("/").map((_, index, names) => units[names.slice(0, index + 1).join("/")]!);
  // The simulator adds RCPFullAWSAccess itself, and not FullAWSAccess.
  const full = type === "SERVICE_CONTROL_POLICY" ? [{ name: "FullAWSAccess", policy: policy({}) }] : [];
  return [units["Root"]!, ...ancestry, id].map((target) => ({
    orgIdentifier: target,
    policies: [
      ...full,
      ...template
        .resources("aws_organizations_policy_attachment")
        .filter(({ properties }) => properties["target_id"] === target)
        .map(({ properties }) => /policy\.(.+)\.id/.exec(properties["policy_id"])![1]!)
        .map((name) => ({ name, policy: template.resources("aws_organizations_policy").find((p) => p.name === name)! }))
        .filter((each) => each.policy.properties["type"] === type)
        .map((each) => ({
          name: each.name,
          policy: JSON.parse((each.policy.properties["content"] as string).replaceAll("$${", () => "${")),
        })),
    ],
  }));
}

const policy = (statement: object) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*", ...statement }],
});

function callerOf(who: string): { arn: string; account: AccountName | undefined; context: Context } {
  const [, account, role] = /^([a-z-]+): (.+)$/.exec(who) ?? [];
  if (account !== undefined && account in accounts) {
    const name = account as AccountName;
    const { id } = accounts[name];
    const arn = role!.startsWith("root") ? `arn:aws:iam::${id}:root` : `arn:aws:iam::${id}:role/${role}`;
    return {
      arn,
      account: name,
      context: {
        "aws:PrincipalArn": arn,
        "aws:PrincipalAccount": id,
        "aws:PrincipalOrgID": organizationId,
        "aws:PrincipalIsAWSService": "false",
        ...(role === "root session" && { "aws:AssumedRoot": "true" }),
      },
    };
  }
  const [, service, organization] = /^(service|outsider|partner|github)(?: (.+))?$/.exec(who)!;
  if (service === "service") {
    return {
      arn: "delivery.logs.amazonaws.com",
      account: undefined,
      context: {
        "aws:PrincipalIsAWSService": "true",
        ...(organization !== undefined && {
          "aws:SourceOrgID": organization,
          "aws:SourceAccount": organization === organizationId ? accounts.shop.id : "888888888888",
        }),
      },
    };
  }
  const id = service === "partner" ? partner : "888888888888";
  return {
    arn: `arn:aws:iam::${service === "github" ? accounts.shop.id : id}:role/caller`,
    account: undefined,
    context: {
      "aws:PrincipalIsAWSService": "false",
      ...(service !== "github" && {
        "aws:PrincipalArn": `arn:aws:iam::${id}:role/caller`,
        "aws:PrincipalAccount": id,
        "aws:PrincipalOrgID": "o-another12",
      }),
    },
  };
}

async function decide(
  template: Template,
  who: string,
  action: string,
  resource: string,
  context: Context,
): Promise<string> {
  const caller = callerOf(who);
  const [, owner, name] = /^([a-z-]+)\/(.*)$/.exec(resource) ?? [];
  const owns = owner !== undefined && owner in accounts ? (owner as AccountName) : (caller.account ?? "shop");
  const resourceAccount = accounts[owns].id;
  // A service-linked role is not subject to these policies: AWS Organizations User Guide, "Service control policies".
  const linked = caller.arn.includes(":role/aws-service-role/");
  const simulation: Simulation = {
    request: {
      principal: caller.arn,
      action,
      resource: { resource: (name ?? resource).replace("{id}", resourceAccount), accountId: resourceAccount },
      contextVariables: {
        "aws:RequestedRegion": "eu-west-1",
        "aws:ResourceAccount": resourceAccount,
        "aws:SecureTransport": "true",
        ...caller.context,
        ...context,
      },
    },
    identityPolicies: [{ name: "administrator", policy: policy({}) }],
    serviceControlPolicies:
      caller.account === undefined || linked ? [] : policiesOf(template, "SERVICE_CONTROL_POLICY", caller.account),
    resourceControlPolicies: linked ? [] : policiesOf(template, "RESOURCE_CONTROL_POLICY", owns),
    resourcePolicy: policy({ Principal: "*" }),
  };
  if (who === "github") return decideFederated(simulation);
  const result = await runSimulation(simulation, {});
  return result.resultType === "error" ? JSON.stringify(result.errors) : result.overallResult;
}

/**
 * The same without the simulator's checks: it drops the claims `sub` and `aud`, which its data lacks. It then adds no
 * RCPFullAWSAccess, and fails on resource policies; without one, a role trusts its own account.
 */
function decideFederated({ resourcePolicy: _, ...simulation }: Simulation): string {
  const full = { name: "RCPFullAWSAccess", policy: policy({ Principal: "*" }) };
  const resourceControlPolicies = simulation.resourceControlPolicies.map(({ orgIdentifier, policies }) => ({
    orgIdentifier,
    policies: [full, ...policies],
  }));
  return runUnsafeSimulation({ ...simulation, resourceControlPolicies }, {});
}

test.each<DecisionRow>(denied)("%s denies %s %s on %s", async (rule, who, action, resource, context = {}) => {
  expect(await decide(guardrails(), who, action, resource, context)).toBe("ExplicitlyDenied");
  expect(await decide(guardrails(rule), who, action, resource, context)).toBe("Allowed");
});

test.each<DecisionRow>(allowed)("%s: %s may %s on %s", async (_, who, action, resource, context = {}) => {
  expect(await decide(guardrails(), who, action, resource, context)).toBe("Allowed");
});

test("an exception is for its account only", async () => {
  const call = (who: string) => decide(guardrails(), who, "bedrock:InvokeModel", any, region("us-west-2"));
  expect([await call("analytics: app"), await call("shop: app")]).toEqual(["Allowed", "ExplicitlyDenied"]);
});
