import { partitionOf } from "@archipelago/account-stack/workspace";
import { managedPolicies } from "./managed-policies.ts";
import { parsePolicy, readPolicy, type Policy } from "./policy.ts";
import { accountIdOf, resourcesOf, type Resolver, type Resource, type SynthesizedAccount } from "./stacks.ts";

/** A role of an account, or a permission set that somebody has there, and its policies. */
export interface Role {
  /** As people name it: a role's name, or a permission set's. */
  readonly name: string;
  readonly arn: string;
  readonly boundary: Policy | undefined;
  readonly identity: readonly Policy[];
  /** ARNs of policies whose text is not in the repository. */
  readonly unknown: readonly string[];
}

/** Policies by ARN of one account; AWS managed ones as far as they are known here. */
type Find = (arn: string) => Policy | undefined;

/** The roles that an account's stack makes. */
export function rolesOf(stack: SynthesizedAccount, resolver: Resolver): Role[] {
  const account = stack.account.name;
  const text = (value: unknown): string => resolver.resolve(account, String(value ?? ""));
  const find = policiesOf(stack, resolver);
  const inline = resourcesOf(stack, "aws_iam_role_policy");
  const attachments = resourcesOf(stack, "aws_iam_role_policy_attachment");

  return resourcesOf(stack, "aws_iam_role").map((role) => {
    const name = text(role.properties["name"]);
    const belongs = ({ properties }: Resource): boolean => text(properties["role"]) === name;
    const boundaryArn = text(role.properties["permissions_boundary"]);
    const attached = attachments.filter(belongs).map(({ properties }) => text(properties["policy_arn"]));
    const boundary = find(boundaryArn);
    const own = inline
      .filter(belongs)
      .map(({ address, properties }) => ({ name: address, policy: readPolicy(address, text(properties["policy"])) }));
    const granted = [...own, ...attached.map((arn) => ({ name: arn, policy: find(arn) }))];
    return {
      name,
      arn: resolver.attribute(account, role, "arn")!,
      boundary,
      identity: granted.map(({ policy }) => policy).filter((policy) => policy !== undefined),
      unknown: [
        ...granted.filter(({ policy }) => policy === undefined).map((each) => each.name),
        ...(boundaryArn !== "" && boundary === undefined ? [`${boundaryArn} (its boundary)`] : []),
      ],
    };
  });
}

function policiesOf(stack: SynthesizedAccount, resolver: Resolver): Find {
  const account = stack.account.name;
  const own = new Map(
    resourcesOf(stack, "aws_iam_policy").map((policy) => [
      resolver.attribute(account, policy, "arn"),
      readPolicy(policy.address, resolver.resolve(account, String(policy.properties["policy"]))),
    ]),
  );
  return (arn) => own.get(arn) ?? managedPolicy(arn);
}

function managedPolicy(arn: string): Policy | undefined {
  const path = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const document = path === undefined ? undefined : managedPolicies[path];
  return document && parsePolicy(arn, document);
}

/** One group has one permission set in one account. */
export interface Access {
  readonly account: string;
  readonly group: string;
  readonly permissionSet: string;
}

/** Who has what where, as the management account's stack assigns it; sorted by account, group and permission set. */
export function accessOf(
  management: SynthesizedAccount,
  stacks: readonly SynthesizedAccount[],
  resolver: Resolver,
): Access[] {
  const name = management.account.name;
  const nameIn = (type: string, expression: unknown, property: string): string => {
    const referred = /\.([\w-]+)\.\w+\}$/.exec(String(expression))?.[1];
    const found = resourcesOf(management, type).find((each) => each.name === referred);
    return String(found?.properties[property] ?? referred ?? expression);
  };
  const accounts = new Map(stacks.map(({ account }) => [accountIdOf(account), account.name]));
  return resourcesOf(management, "aws_ssoadmin_account_assignment")
    .map(({ properties }) => {
      const id = resolver.resolve(name, String(properties["target_id"]));
      const permissionSet = nameIn("aws_ssoadmin_permission_set", properties["permission_set_arn"], "name");
      return {
        account: accounts.get(id) ?? id,
        group: groupName(management, properties["principal_id"]),
        permissionSet,
      };
    })
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

const sortKey = ({ account, group, permissionSet }: Access): string => [account, group, permissionSet].join("\0");

/** Groups are resources, or data when an identity provider makes them. */
function groupName(management: SynthesizedAccount, expression: unknown): string {
  const [, data, name = ""] = /^\$\{(data\.)?aws_identitystore_group\.([\w-]+)\./.exec(String(expression)) ?? [];
  const { resource = {}, data: read = {} } = management.template as Record<
    string,
    SynthesizedAccount["template"]["resource"]
  >;
  const group = (data === undefined ? resource : read)["aws_identitystore_group"]?.[name];
  const identifier = group?.["alternate_identifier"] as { unique_attribute?: { attribute_value?: string } } | undefined;
  return String(group?.["display_name"] ?? identifier?.unique_attribute?.attribute_value ?? name);
}

/** The roles that Identity Center makes in an account, one for each permission set that is assigned there. */
export function permissionSetRoles(
  management: SynthesizedAccount,
  { account }: SynthesizedAccount,
  access: readonly Access[],
  resolver: Resolver,
): Role[] {
  const assigned = new Set(access.filter((each) => each.account === account.name).map((each) => each.permissionSet));
  return resourcesOf(management, "aws_ssoadmin_permission_set")
    .filter(({ properties }) => assigned.has(String(properties["name"])))
    .map((set) => {
      const name = String(set.properties["name"]);
      const region = String(set.properties["region"] ?? management.account.region);
      const belongs = ({ properties }: Resource): boolean =>
        properties["permission_set_arn"] === `\${aws_ssoadmin_permission_set.${set.name}.arn}`;
      const inline = resourcesOf(management, "aws_ssoadmin_permission_set_inline_policy").filter(belongs);
      const attached = resourcesOf(management, "aws_ssoadmin_managed_policy_attachment")
        .filter(belongs)
        .map(({ properties }) => String(properties["managed_policy_arn"]));
      // Identity Center leaves the region out of the path in us-east-1.
      const path = `aws-reserved/sso.amazonaws.com/${region === "us-east-1" ? "" : `${region}/`}`;
      return {
        name,
        arn: `arn:${partitionOf(region)}:iam::${accountIdOf(account)}:role/${path}AWSReservedSSO_${name}_0123456789abcdef`,
        boundary: undefined,
        identity: [
          ...inline.map((each) =>
            parsePolicy(
              each.address,
              resolver.resolve(management.account.name, String(each.properties["inline_policy"])),
            ),
          ),
          ...attached.map(managedPolicy).filter((policy) => policy !== undefined),
        ],
        unknown: attached.filter((arn) => managedPolicy(arn) === undefined),
      };
    });
}
