import { AttachedPolicies, deniesRoot } from "../attached-policies.ts";
import { workloadsOf } from "../rules/management-workloads.ts";
import { refersTo, resourcesOf, stackOf, type SynthesizedOrganization } from "../synthesized.ts";
import { delegableServices, keptServices } from "./delegated-services.ts";
import { everyAccount, manual, met, off, organisation, unmet, type Control, type Proof } from "./control.ts";

const noManagement = "the management account has no stack";

/** Root credentials and root sessions of members are managed centrally. */
function rootManagement(all: SynthesizedOrganization): Proof {
  const management = stackOf(all, "management");
  const features = management ? resourcesOf(management, "aws_iam_organizations_features") : [];
  const complete = features.filter(({ properties }) =>
    ["RootCredentialsManagement", "RootSessions"].every((name) => properties["enabled_features"]?.includes(name)),
  );
  return complete.length > 0
    ? complete
    : "management: no aws_iam_organizations_features with RootCredentialsManagement and RootSessions";
}

/** Members are proven by central root management; the management account's root only by looking. */
function rootOf(what: string): Control["judge"] {
  return (all) => {
    const proof = rootManagement(all);
    if (typeof proof === "string") return unmet(proof);
    return {
      ...met(proof, `members have no root credentials; look at ${what} of the management account`),
      status: "manual",
    };
  };
}

/** A contact in the account's own stack, or made for it by the management account. */
function contact(type: string, kind?: string): Control["judge"] {
  return everyAccount((stack, all) => {
    const management = stackOf(all, "management");
    const wanted = (properties: Record<string, unknown>): boolean =>
      kind === undefined || properties["alternate_contact_type"] === kind;
    const own = resourcesOf(stack, type).filter(
      ({ properties }) => wanted(properties) && properties["account_id"] === undefined,
    );
    const member =
      management &&
      resourcesOf(management, "aws_organizations_account").find(
        ({ properties }) => properties["name"] === stack.account.name,
      );
    const central =
      management && member
        ? resourcesOf(management, type).filter(
            ({ properties }) => wanted(properties) && refersTo(properties["account_id"], member),
          )
        : [];
    const found = [...own, ...central];
    return found.length > 0 ? found : `no ${type}${kind === undefined ? "" : ` of type ${kind}`}`;
  });
}

function guardrails(all: SynthesizedOrganization): Proof {
  const management = stackOf(all, "management");
  if (!management) return noManagement;
  const { policies, uncovered } = new AttachedPolicies(management).denying(() => true);
  if (policies.length === 0) return "management: no service control policy is attached";
  return uncovered.length === 0
    ? policies
    : `no guardrail reaches ${uncovered.map(({ properties }) => properties["name"]).join(", ")}`;
}

function units(all: SynthesizedOrganization): Proof {
  const management = stackOf(all, "management");
  if (!management) return noManagement;
  const tree = resourcesOf(management, "aws_organizations_organizational_unit");
  const sensitivities = new Map<string, Set<boolean>>();
  for (const member of resourcesOf(management, "aws_organizations_account")) {
    const name: string = member.properties["name"];
    const unit = tree.find((candidate) => refersTo(member.properties["parent_id"], candidate));
    if (!unit) return `management: ${member.address} is in no organizational unit`;
    const environment = all.members.find((account) => account.name === name)?.environment ?? "";
    const isProtected = all.environments.get(environment)?.deletionProtection ?? false;
    sensitivities.set(unit.address, (sensitivities.get(unit.address) ?? new Set()).add(isProtected));
  }
  const mixed = [...sensitivities].find(([, kinds]) => kinds.size > 1);
  return mixed === undefined
    ? tree
    : `management: ${mixed[0]} holds accounts of protected and of unprotected environments`;
}

function delegations(all: SynthesizedOrganization): Proof {
  const management = stackOf(all, "management");
  if (!management) return noManagement;
  const [root] = resourcesOf(management, "aws_organizations_organization");
  const trusted: string[] = root?.properties["aws_service_access_principals"] ?? [];
  const found = [];
  const missing = [];
  for (const [service, { designatedBy }] of Object.entries(delegableServices)) {
    if (!trusted.includes(service)) continue;
    const designations = resourcesOf(management, ...designatedBy).filter(
      ({ type, properties }) =>
        type !== "aws_organizations_delegated_administrator" || properties["service_principal"] === service,
    );
    if (designations.length === 0) missing.push(service);
    else found.push(...designations);
  }
  return missing.length > 0 ? `management: nobody is delegated administrator of ${missing.join(", ")}` : found;
}

const kept = Object.entries(keptServices)
  .map(([service, why]) => `${service} (${why})`)
  .join(", ");

/** Sections 2.1 to 2.7: the organisation and its root users. */
export const rootAndOrganisation: readonly Control[] = [
  {
    id: "2.1.1",
    title: "Root access of member accounts is managed centrally",
    scope: "organisation",
    judge: organisation(rootManagement),
  },
  {
    id: "2.1.2",
    title: "Guardrails bind every account of the organisation",
    scope: "organisation",
    judge: organisation(guardrails),
  },
  {
    id: "2.1.3",
    title: "The management account runs no workloads",
    scope: "organisation",
    judge: organisation((all) => {
      const management = stackOf(all, "management");
      if (!management) return noManagement;
      const [workload] = workloadsOf(management);
      if (workload) return `management: ${workload.address} is a workload`;
      return resourcesOf(management, "aws_organizations_organization");
    }, "nothing in the stack that makes this resource is a workload"),
  },
  {
    id: "2.1.4",
    title: "Organizational units follow environment and sensitivity",
    scope: "organisation",
    judge: organisation(units),
  },
  {
    id: "2.1.5",
    title: "Policies of the organisation are managed by a delegated administrator",
    scope: "organisation",
    judge: (all) => {
      const management = stackOf(all, "management");
      const delegation = management ? resourcesOf(management, "aws_organizations_resource_policy") : [];
      return delegation.length > 0
        ? met(delegation)
        : off("policies change by reviewed pull request only; a second account that may change them would add risk");
    },
  },
  {
    id: "2.1.6",
    title: "Security services of the organisation are run by delegated administrators",
    scope: "organisation",
    judge: organisation(delegations, `the management account keeps ${kept}`),
  },
  {
    id: "2.2",
    title: "Contact details of every account are kept up to date",
    scope: "account",
    judge: contact("aws_account_primary_contact"),
  },
  {
    id: "2.3",
    title: "Every account has a security contact",
    scope: "account",
    judge: contact("aws_account_alternate_contact", "SECURITY"),
  },
  { id: "2.4", title: "Root users have no access keys", scope: "organisation", judge: rootOf("the root user's keys") },
  { id: "2.5", title: "Root users sign in with MFA", scope: "organisation", judge: rootOf("MFA of the root user") },
  {
    id: "2.6",
    title: "Root users sign in with a hardware MFA device",
    scope: "manual",
    judge: manual("a device cannot be seen in configuration: look at the management account's root user"),
  },
  {
    id: "2.7",
    title: "Root users are not used for daily work",
    scope: "organisation",
    judge: organisation((all) => {
      const management = stackOf(all, "management");
      if (!management) return noManagement;
      const { policies, uncovered } = new AttachedPolicies(management).denying(deniesRoot);
      if (policies.length === 0) return "management: no attached policy denies root";
      return uncovered.length === 0
        ? policies
        : `root is not denied in ${uncovered.map(({ properties }) => properties["name"]).join(", ")}`;
    }, "members; the management account, which policies do not bind, is watched by 5.3"),
  },
];
