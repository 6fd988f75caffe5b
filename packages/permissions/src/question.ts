import { partitionOf, UserError } from "@archipelago/account-stack/workspace";
import { contextOf, type Context } from "./pattern.ts";
import { managedPolicies } from "./managed-policies.ts";
import { parsePolicy } from "./policy.ts";
import { guarding, type GuardedResource } from "./resource-policies.ts";
import type { AccountPolicies, OrganizationPolicies } from "./organization-policies.ts";
import type { Role } from "./roles.ts";
import { organizationId } from "./stacks.ts";

/** What somebody wants to know: may this be called? */
export interface Question {
  /** `ec2:RunInstances` */
  readonly action: string;
  /** Name of the account that calls. */
  readonly account: string;
  /** Default: the account's first region, or the one that global services answer from. */
  readonly region?: string;
  /**
   * A role of the account, a permission set that somebody has there, `root`, or `role/<path and name>` for a role that no
   * stack makes. Default: any role, whatever its own policies say.
   */
  readonly role?: string;
  /** ARN. Default: any. */
  readonly resource?: string;
  /** Values of other condition keys. */
  readonly context?: Readonly<Record<string, string>>;
}

/** A question with everything in it that the organisation says. */
export interface Asked {
  readonly action: string;
  readonly region: string;
  readonly resource: string;
  readonly caller: AccountPolicies;
  readonly owner: AccountPolicies;
  readonly role: Role;
  /** True: nobody said which role, or its own policies are not in the repository. */
  readonly anyRole: boolean;
  readonly guarded: GuardedResource | undefined;
  readonly context: Context;
}

/** Regions that services without regions of their own answer from, by partition. Source: IAM User Guide, aws:RequestedRegion. */
const globalRegion = { aws: "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1" } as const;

/** Services with one endpoint in a partition. Source: AWS General Reference, "Service endpoints" (read 2026-11). */
const globalServices = [
  "account",
  "billing",
  "budgets",
  "ce",
  "cloudfront",
  "iam",
  "organizations",
  "route53",
  "support",
];

const administrator = parsePolicy("AdministratorAccess", managedPolicies["AdministratorAccess"]);

/**
 * Completes a question.
 *
 * @throws UserError when the action, account, role, region or resource is not one
 */
export function ask(organization: OrganizationPolicies, question: Question): Asked {
  const { action } = question;
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) {
    throw new UserError(`"${action}" is not an action`, {
      where: "explain",
      allowed: "a service and an operation, as in policies and error messages, without wildcards: ec2:RunInstances",
    });
  }
  const caller = organization.accounts.get(question.account);
  if (caller === undefined) {
    throw new UserError(`there is no account "${question.account}"`, {
      where: "explain --account",
      allowed: [...organization.accounts.keys()].join(", "),
    });
  }
  const resource = question.resource ?? "*";
  if (resource !== "*" && !/^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12})?:.+$/.test(resource)) {
    throw new UserError(`"${resource}" is not an ARN`, {
      where: "explain --resource",
      allowed: "for example arn:aws:s3:::bucket/key; left out: any resource",
    });
  }
  const region = regionOf(question, caller);
  const guarded = guarding(organization.resources, resource);
  const owner = ownerOf(organization, resource, guarded) ?? caller;
  const role = roleOf(caller, question.role);
  const paths = (account: AccountPolicies): string => `${organizationId}/r-0000/${account.unit}/`;
  return {
    action,
    region,
    resource,
    caller,
    owner,
    role: role ?? anyRole(caller),
    anyRole: role === undefined || question.role?.startsWith("role/") === true,
    guarded,
    context: contextOf({
      "aws:PrincipalAccount": caller.id,
      "aws:PrincipalArn": (role ?? anyRole(caller)).arn,
      "aws:PrincipalIsAWSService": "false",
      "aws:PrincipalOrgID": organizationId,
      "aws:PrincipalOrgPaths": [paths(caller)],
      "aws:PrincipalType": question.role === "root" ? "Account" : "AssumedRole",
      "aws:RequestedRegion": region,
      "aws:ResourceAccount": owner.id,
      "aws:ResourceOrgID": organizationId,
      "aws:ResourceOrgPaths": [paths(owner)],
      "aws:SecureTransport": "true",
      "aws:ViaAWSService": "false",
      ...question.context,
    }),
  };
}

function regionOf({ action, region }: Question, caller: AccountPolicies): string {
  if (region === undefined) {
    const service = action.split(":")[0]!;
    return globalServices.includes(service) ? globalRegion[partitionOf(caller.region)] : caller.region;
  }
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return region;
  throw new UserError(`"${region}" is not a region`, { where: "explain --region", allowed: "for example eu-west-1" });
}

function ownerOf(
  { accounts }: OrganizationPolicies,
  resource: string,
  guarded: GuardedResource | undefined,
): AccountPolicies | undefined {
  if (guarded !== undefined) return accounts.get(guarded.account);
  const id = resource.split(":")[4];
  return [...accounts.values()].find((account) => account.id === id);
}

/** Undefined when nobody said which. */
function roleOf(caller: AccountPolicies, name: string | undefined): Role | undefined {
  if (name === undefined) return undefined;
  const arn = `arn:${partitionOf(caller.region)}:iam::${caller.id}`;
  if (name === "root") return { ...anyRole(caller), name, arn: `${arn}:root` };
  if (/^role\/[\w+=,.@/-]+$/.test(name)) return { ...anyRole(caller), name, arn: `${arn}:${name}` };
  const found = caller.roles.find((role) => role.name === name || role.arn === name);
  if (found) return found;
  throw new UserError(`${caller.name} has no role "${name}"`, {
    where: "explain --role",
    allowed: [...caller.roles.map((role) => role.name), "root"].join(", "),
    next: "for a role that no stack makes give its path, --role role/<path>/<name>: its own policies are then left out",
  });
}

/** A role with a name that no policy knows, which may do whatever nothing else forbids. */
function anyRole(caller: AccountPolicies): Role {
  return {
    name: "any role",
    arn: `arn:${partitionOf(caller.region)}:iam::${caller.id}:role/any`,
    boundary: undefined,
    identity: [administrator],
    unknown: [],
  };
}
