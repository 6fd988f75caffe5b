import type { Attributes, Caller, CloudView, DataSource, Refusal, StoredResource } from "../contract.ts";
import { everywhere, refusal, regionOf, textAt } from "../constraints/resources.ts";
import { filterable, matchesFilters, tagsOf } from "./filters.ts";

/** How a data source finds one resource: by attributes that the configuration sets, by `filter` blocks, by tags. */
interface Lookup {
  readonly type: string;
  /** Data source attribute, and the resource's where it has another name: `name=id`. */
  readonly by: readonly string[];
  readonly code: string;
  /** Also resources of other accounts. */
  readonly shared?: true;
  /** What the data source shows under another name: `target=source`. */
  readonly shows?: readonly string[];
}

/** Codes are those of the services' APIs; for EC2, whose describe calls answer with an empty list, the provider's words. */
export const lookups: Record<string, Lookup> = {
  aws_cloudwatch_log_group: { type: "aws_cloudwatch_log_group", by: ["name"], code: "ResourceNotFoundException" },
  aws_dynamodb_table: { type: "aws_dynamodb_table", by: ["name"], code: "ResourceNotFoundException" },
  aws_ec2_transit_gateway: {
    type: "aws_ec2_transit_gateway",
    by: ["id"],
    code: "InvalidTransitGatewayID.NotFound",
    shared: true,
  },
  aws_ecr_repository: { type: "aws_ecr_repository", by: ["name"], code: "RepositoryNotFoundException" },
  aws_iam_openid_connect_provider: {
    type: "aws_iam_openid_connect_provider",
    by: ["arn", "url"],
    code: "NoSuchEntity",
  },
  aws_iam_role: { type: "aws_iam_role", by: ["name"], code: "NoSuchEntity" },
  aws_internet_gateway: {
    type: "aws_internet_gateway",
    by: ["internet_gateway_id=id"],
    code: "InvalidInternetGatewayID.NotFound",
    shows: ["internet_gateway_id=id"],
  },
  aws_lambda_function: { type: "aws_lambda_function", by: ["function_name"], code: "ResourceNotFoundException" },
  aws_nat_gateway: { type: "aws_nat_gateway", by: ["id", "subnet_id", "vpc_id"], code: "NatGatewayNotFound" },
  aws_route_table: {
    type: "aws_route_table",
    by: ["route_table_id=id", "vpc_id"],
    code: "InvalidRouteTableID.NotFound",
    shows: ["route_table_id=id"],
  },
  aws_s3_bucket: { type: "aws_s3_bucket", by: ["bucket"], code: "NoSuchBucket", shared: true },
  aws_secretsmanager_secret: {
    type: "aws_secretsmanager_secret",
    by: ["arn", "name"],
    code: "ResourceNotFoundException",
    shared: true,
  },
  aws_secretsmanager_secret_version: {
    type: "aws_secretsmanager_secret_version",
    by: ["secret_id", "version_id"],
    code: "ResourceNotFoundException",
  },
  aws_security_group: { type: "aws_security_group", by: ["id", "name", "vpc_id"], code: "InvalidGroup.NotFound" },
  aws_sns_topic: { type: "aws_sns_topic", by: ["name"], code: "NotFound" },
  aws_sqs_queue: { type: "aws_sqs_queue", by: ["name"], code: "AWS.SimpleQueueService.NonExistentQueue" },
  aws_subnet: {
    type: "aws_subnet",
    by: ["id", "vpc_id", "cidr_block", "availability_zone", "availability_zone_id"],
    code: "InvalidSubnetID.NotFound",
    shared: true,
  },
  aws_vpc: { type: "aws_vpc", by: ["id", "cidr_block", "dhcp_options_id"], code: "InvalidVpcID.NotFound" },
};

/** The data source of a row: refuses when nothing is found, and when more than one is. */
export function lookUp(lookup: Lookup): DataSource {
  return (config, caller, cloud) => {
    const found = candidates(lookup, config, caller, cloud);
    const [resource] = found;
    if (!resource) return refusal(lookup.code, `no matching ${nounOf(lookup)} found: ${criteria(lookup, config)}`);
    if (found.length > 1) return severalFound(lookup, found);
    return shown(lookup, config, resource);
  };
}

function candidates(lookup: Lookup, config: Attributes, caller: Caller, cloud: CloudView): StoredResource[] {
  const region = regionOf(config, caller);
  const wanted = tagsOf({ tags: config.tags ?? null });
  const all = lookup.shared ? everywhere(lookup.type, caller, cloud) : cloud.list(lookup.type);
  return all.filter((each) => {
    const value = (name: string): unknown => (name === "id" ? each.id : each.attributes[name]);
    // A bucket is found from every region.
    if (each.region !== "global" && each.region !== region && each.type !== "aws_s3_bucket") return false;
    const tags = tagsOf(each.attributes);
    return (
      pairs(lookup.by).every(([from, to]) => !textAt(config, from) || value(to) === config[from]) &&
      Object.entries(wanted).every(([key, text]) => tags[key] === text) &&
      matchesFilters(config, filterable(each))
    );
  });
}

function shown({ shows = [] }: Lookup, config: Attributes, { id, accountId, attributes }: StoredResource): Attributes {
  const renamed = Object.fromEntries(
    pairs(shows).map(([target, source]) => [target, source === "id" ? id : (attributes[source] ?? null)]),
  );
  const { filter = null, region = attributes.region ?? null, timeouts = null } = config;
  // What the resource does not have, the configuration may still say.
  return {
    ...config,
    owner_id: accountId,
    ...attributes,
    ...renamed,
    id,
    filter,
    region,
    timeouts,
    tags: tagsOf(attributes),
  };
}

const pairs = (names: readonly string[]): [string, string][] =>
  names.map((name) => name.split("=")).map(([from = "", to = from]) => [from, to]);

const nounOf = ({ type }: Lookup): string => type.replace(/^aws_/, "").replaceAll("_", " ");

function criteria({ by }: Lookup, config: Attributes): string {
  const set = [...pairs(by).map(([from]) => from), "filter", "tags"].filter((name) => {
    const value = config[name];
    return value !== undefined && value !== null && JSON.stringify(value) !== "[]" && JSON.stringify(value) !== "{}";
  });
  return set.map((name) => `${name} = ${JSON.stringify(config[name])}`).join(", ") || "no criteria given";
}

function severalFound(lookup: Lookup, found: readonly StoredResource[]): Refusal {
  const ids = found.map(({ id }) => id).join(", ");
  return refusal(
    "TooManyResults",
    `multiple ${nounOf(lookup)}s matched; use additional constraints to reduce matches to one: ${ids}`,
  );
}
