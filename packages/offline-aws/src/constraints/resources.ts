import type { Attributes, Caller, CloudView, Refusal, StoredResource, Value } from "../contract.ts";

/** What a constraint is asked about. */
export type Subject = { readonly type: string; readonly attributes: Attributes; readonly id: string | undefined };

export function refusal(code: string, message: string, attribute?: string): Refusal {
  return attribute === undefined ? { code, message } : { code, message, attribute };
}

/** Every non-empty text at a dotted path, through all elements of the lists on the way. */
export function textsAt(attributes: Attributes, path: string): string[] {
  let values: Value[] = [attributes];
  for (const name of path.split(".")) {
    values = values
      .flat()
      .flatMap((value) =>
        value !== null && typeof value === "object" && !Array.isArray(value) ? (value[name] ?? []) : [],
      );
  }
  return values.flat().filter((value): value is string => typeof value === "string" && value !== "");
}

export function textAt(attributes: Attributes, path: string): string | undefined {
  return textsAt(attributes, path)[0];
}

/** The objects of a block. */
export function blocksAt(attributes: Attributes, name: string): Attributes[] {
  const value = attributes[name];
  return Array.isArray(value)
    ? value.filter((each): each is Attributes => each !== null && typeof each === "object")
    : [];
}

/** The account id in an ARN, undefined when there is none: a bucket's, an AWS managed policy's. */
export function accountOf(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** Resources of a type in all accounts, the caller's first. */
export function everywhere(type: string, caller: Caller, cloud: CloudView): StoredResource[] {
  const others = cloud.accounts().filter((account) => account !== caller.accountId);
  return [caller.accountId, ...others].flatMap((account) => cloud.list(type, account));
}

/** Resources of the subject's type, account and region, but for itself. */
export function siblings(subject: Subject, caller: Caller, cloud: CloudView): StoredResource[] {
  const region = regionOf(subject.attributes, caller);
  return cloud
    .list(subject.type)
    .filter((each) => each.id !== subject.id && (each.region === "global" || each.region === region));
}

export function regionOf(attributes: Attributes, caller: Caller): string {
  return typeof attributes.region === "string" ? attributes.region : caller.region;
}

// Resources that AWS makes together with another: type, and the attributes of the maker that hold their ids.
const implied: Record<string, readonly (readonly [maker: string, ...attributes: string[]])[]> = {
  aws_security_group: [["aws_vpc", "default_security_group_id"]],
  aws_network_acl: [["aws_vpc", "default_network_acl_id"]],
  aws_route_table: [["aws_vpc", "default_route_table_id", "main_route_table_id"]],
  aws_vpc_dhcp_options: [["aws_vpc", "dhcp_options_id"]],
  aws_ec2_transit_gateway_route_table: [
    ["aws_ec2_transit_gateway", "association_default_route_table_id", "propagation_default_route_table_id"],
  ],
  aws_vpc_ipam_scope: [["aws_vpc_ipam", "private_default_scope_id", "public_default_scope_id"]],
};

/** The resource with this id, or the one that AWS made it together with, in the caller's account. */
export function findById(type: string, id: string, cloud: CloudView, accountId?: string): StoredResource | undefined {
  const own =
    accountId === undefined ? cloud.get(type, id) : cloud.list(type, accountId).find((each) => each.id === id);
  if (own) return own;
  for (const [maker, ...attributes] of implied[type] ?? []) {
    const found = cloud.list(maker, accountId).find((each) => attributes.some((name) => each.attributes[name] === id));
    if (found) return found;
  }
  return undefined;
}

/** The resource with this id in any account, the caller's first: subnets, gateways and rules are shared by AWS RAM. */
export function findShared(type: string, id: string, caller: Caller, cloud: CloudView): StoredResource | undefined {
  const own = findById(type, id, cloud);
  if (own) return own;
  for (const account of cloud.accounts()) {
    const found = account === caller.accountId ? undefined : findById(type, id, cloud, account);
    if (found) return found;
  }
  return undefined;
}

/** Whether the simulated cloud can know what is in an account. */
export function isKnownAccount(accountId: string, caller: Caller, cloud: CloudView): boolean {
  return accountId === caller.accountId || cloud.accounts().includes(accountId);
}

/**
 * Whether the ARN is that of a resource of one of the types. An ARN of an account about which the simulated cloud knows
 * nothing counts as existing. The `:*` that ends a log group's ARN is ignored.
 */
export function arnExists(types: readonly string[], arn: string, caller: Caller, cloud: CloudView): boolean {
  const account = accountOf(arn) ?? caller.accountId;
  if (!isKnownAccount(account, caller, cloud)) return true;
  const plain = arn.replace(/:\*$/, "");
  return types.some((type) =>
    cloud.list(type, account).some((each) => each.attributes.arn === plain || each.id === arn),
  );
}

/** Whether a KMS key exists, named by key id, key ARN, alias or alias ARN. Aliases of AWS managed keys always do. */
export function keyExists(name: string, caller: Caller, cloud: CloudView): boolean {
  if (/(^|:)alias\/aws\//.test(name)) return true;
  if (name.startsWith("arn:")) return arnExists(["aws_kms_key", "aws_kms_alias"], name, caller, cloud);
  return cloud.get(name.startsWith("alias/") ? "aws_kms_alias" : "aws_kms_key", name) !== undefined;
}
