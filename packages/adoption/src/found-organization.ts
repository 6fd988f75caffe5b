import { z } from "zod";
import type { Listing } from "./listing.ts";

/** An AWS organisation as its listing has it. */
export interface FoundOrganization {
  readonly id: string;
  readonly managementAccountId: string;
  readonly rootId: string;
  /** Kinds of policy that are enabled. */
  readonly policyTypes: readonly string[];
  readonly trustedServices: readonly string[];
  /** Whether root users of members are managed centrally. */
  readonly centralRootAccess: boolean;
  /** In order of their paths. */
  readonly units: readonly FoundUnit[];
  /** In order of their ids. */
  readonly accounts: readonly FoundAccount[];
  /** In order of their names. */
  readonly policies: readonly FoundPolicy[];
}

export interface FoundUnit {
  readonly id: string;
  readonly name: string;
  readonly parentId: string;
  /** `Workloads/Production` */
  readonly path: string;
}

export interface FoundAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** `ACTIVE`, `SUSPENDED` or `PENDING_CLOSURE`. */
  readonly status: string;
  /** Path of the unit it is in, or `Root`. */
  readonly unit: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface FoundPolicy {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly description: string;
  /** Made by AWS for every organisation, such as FullAWSAccess. */
  readonly awsManaged: boolean;
  readonly document: object;
  readonly targets: readonly { readonly id: string; readonly type: string }[];
}

const id = z.string().min(1);
const document = z.string().transform((text, context): object => {
  try {
    return JSON.parse(text) as object;
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
});

// Shapes of the AWS CLI: AWS Organizations API Reference, from memory 2026-11.
const shapes = {
  "organizations describe-organization": z.object({ Organization: z.object({ Id: id, MasterAccountId: id }) }),
  "organizations list-roots": z.object({
    Roots: z.array(z.object({ Id: id, PolicyTypes: z.array(z.object({ Type: id, Status: id })).default([]) })).min(1),
  }),
  "organizations list-organizational-units-for-parent": z.object({
    OrganizationalUnits: z.array(z.object({ Id: id, Name: id })),
  }),
  "organizations list-accounts-for-parent": z.object({
    Accounts: z.array(z.object({ Id: id, Name: z.string(), Email: z.string(), Status: id })),
  }),
  "organizations list-tags-for-resource": z.object({
    Tags: z.array(z.object({ Key: id, Value: z.string() })),
  }),
  "organizations describe-policy": z.object({
    Policy: z.object({
      PolicySummary: z.object({
        Id: id,
        Name: id,
        Type: id,
        Description: z.string().default(""),
        AwsManaged: z.boolean(),
      }),
      Content: document,
    }),
  }),
  "organizations list-targets-for-policy": z.object({ Targets: z.array(z.object({ TargetId: id, Type: id })) }),
  "organizations list-aws-service-access-for-organization": z.object({
    EnabledServicePrincipals: z.array(z.object({ ServicePrincipal: id })),
  }),
  "iam list-organizations-features": z.object({ EnabledFeatures: z.array(z.string()).default([]) }),
};

/**
 * The organisation of a listing.
 *
 * @throws UserError when the listing is incomplete
 */
export function foundOrganization(listing: Listing): FoundOrganization {
  const the = <W extends keyof typeof shapes>(words: W): z.infer<(typeof shapes)[W]> =>
    listing.require(words, shapes[words]) as z.infer<(typeof shapes)[W]>;
  const each = <W extends keyof typeof shapes>(words: W, option: string) =>
    listing.answers(words, shapes[words], option) as {
      of: string;
      output: z.infer<(typeof shapes)[W]>;
    }[];

  const { Id, MasterAccountId } = the("organizations describe-organization").Organization;
  const [root] = the("organizations list-roots").Roots;
  const children = each("organizations list-organizational-units-for-parent", "--parent-id");
  const units: FoundUnit[] = [];
  const visit = (parentId: string, above: string): void => {
    for (const { Id: unitId, Name } of children
      .filter(({ of }) => of === parentId)
      .flatMap(({ output }) => output.OrganizationalUnits)) {
      units.push({ id: unitId, name: Name, parentId, path: above + Name });
      visit(unitId, `${above}${Name}/`);
    }
  };
  visit(root!.Id, "");
  const paths = new Map([[root!.Id, "Root"], ...units.map((unit) => [unit.id, unit.path] as const)]);
  const tags = new Map(
    each("organizations list-tags-for-resource", "--resource-id").map(({ of, output }) => [of, output.Tags]),
  );
  const targets = new Map(
    each("organizations list-targets-for-policy", "--policy-id").map(({ of, output }) => [of, output.Targets]),
  );
  const features = listing.answers("iam list-organizations-features", shapes["iam list-organizations-features"]);
  return {
    id: Id,
    managementAccountId: MasterAccountId,
    rootId: root!.Id,
    policyTypes: root!.PolicyTypes.filter(({ Status }) => Status === "ENABLED")
      .map(({ Type }) => Type)
      .sort(),
    trustedServices: the("organizations list-aws-service-access-for-organization")
      .EnabledServicePrincipals.map(({ ServicePrincipal }) => ServicePrincipal)
      .sort(),
    centralRootAccess: ["RootCredentialsManagement", "RootSessions"].every((feature) =>
      features.some(({ output }) => output.EnabledFeatures.includes(feature)),
    ),
    units: units.sort((a, b) => compare(a.path, b.path)),
    accounts: each("organizations list-accounts-for-parent", "--parent-id")
      .flatMap(({ of, output }) =>
        output.Accounts.map((account) => ({
          id: account.Id,
          name: account.Name,
          email: account.Email,
          status: account.Status,
          unit: paths.get(of) ?? "Root",
          // AWS's own tags cannot be set by anybody else.
          tags: Object.fromEntries(
            (tags.get(account.Id) ?? [])
              .filter(({ Key }) => !Key.startsWith("aws:"))
              .map(({ Key, Value }) => [Key, Value]),
          ),
        })),
      )
      .sort((a, b) => compare(a.id, b.id)),
    policies: each("organizations describe-policy", "--policy-id")
      .map(({ output: { Policy } }) => ({
        id: Policy.PolicySummary.Id,
        name: Policy.PolicySummary.Name,
        type: Policy.PolicySummary.Type,
        description: Policy.PolicySummary.Description,
        awsManaged: Policy.PolicySummary.AwsManaged,
        document: Policy.Content,
        targets: (targets.get(Policy.PolicySummary.Id) ?? []).map(({ TargetId, Type }) => ({
          id: TargetId,
          type: Type,
        })),
      }))
      .sort((a, b) => compare(a.name, b.name)),
  };
}

/** By code units: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
