import type { Attributes, Value } from "../contract.ts";
import type { Step } from "../protocol/diagnostics.ts";
import type { Planned, PlannedObject } from "../protocol/value.ts";
import { equal, sameAttribute } from "./equal.ts";
import type { BlockShape, NestedShape, ResourceShape } from "./shape.ts";

/** Whether the change of an attribute, which has changed, replaces the resource. */
type Condition = (prior: Value, planned: Planned, before: Attributes, after: PlannedObject) => boolean;

const becomes =
  (from: Value, to: Value): Condition =>
  (prior, planned) =>
    prior === from && planned === to;
const present = (value: Planned | undefined): boolean =>
  value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0);

// A rule keeps its identity while its source stays of one kind: an address range, a group, a prefix list.
const sourceKind: Condition = (prior, planned) => present(prior) !== present(planned);
const networkOnly: Condition = (_prior, _planned, before) => before["load_balancer_type"] === "network";

/**
 * Replacements that depend on the values, as in hashicorp/aws's `CustomizeDiff` functions. The facts table names them
 * in words (`forceNewConditional`); a test compares the two lists.
 */
export const CONDITIONS: { readonly [type: string]: { readonly [attribute: string]: Condition } } = {
  aws_config_configuration_aggregator: {
    account_aggregation_source: (prior, planned) => !present(prior) && present(planned),
    organization_aggregation_source: (prior, planned) => !present(prior) && present(planned),
  },
  aws_ec2_transit_gateway: {
    default_route_table_association: becomes("disable", "enable"),
    default_route_table_propagation: becomes("disable", "enable"),
  },
  aws_instance: {
    enable_primary_ipv6: becomes(true, false),
    tenancy: (prior, planned) => ![prior, planned].every((each) => each === "host" || each === "dedicated"),
    user_data: (_prior, _planned, _before, after) => after["user_data_replace_on_change"] === true,
    user_data_base64: (_prior, _planned, _before, after) => after["user_data_replace_on_change"] === true,
  },
  aws_lb: {
    security_groups: (prior, planned, before, after) =>
      networkOnly(prior, planned, before, after) && present(prior) !== present(planned),
    subnet_mapping: networkOnly,
    subnets: (prior, planned, before, after) =>
      networkOnly(prior, planned, before, after) &&
      Array.isArray(prior) &&
      !(Array.isArray(planned) && prior.every((each) => planned.includes(each))),
  },
  aws_organizations_organization: { feature_set: becomes("ALL", "CONSOLIDATED_BILLING") },
  aws_rds_cluster: {
    // Aurora moves between its two kinds of storage in place; nothing else does.
    storage_type: (_prior, _planned, before) => !String(before["engine"]).startsWith("aurora"),
  },
  aws_route53_resolver_rule: { resolver_endpoint_id: (_prior, planned) => !present(planned) },
  aws_ssm_parameter: { tier: becomes("Advanced", "Standard") },
  aws_subnet: { ipv6_cidr_block: (_prior, _planned, before) => before["assign_ipv6_address_on_creation"] === true },
  aws_vpc: { instance_tenancy: becomes("default", "dedicated") },
  aws_vpc_endpoint: {
    private_dns_enabled: (_prior, _planned, _before, after) => after["vpc_endpoint_type"] !== "Interface",
  },
  aws_vpc_security_group_egress_rule: sources(),
  aws_vpc_security_group_ingress_rule: sources(),
};

function sources(): { [attribute: string]: Condition } {
  const names = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];
  return Object.fromEntries(names.map((name) => [name, sourceKind]));
}

/** Paths whose change replaces the resource. */
export function replacements(shape: ResourceShape, prior: Attributes, planned: PlannedObject): Step[][] {
  const paths = changedPaths(shape, prior, planned, []);
  for (const [name, condition] of Object.entries(CONDITIONS[shape.type] ?? {})) {
    const [before = null, after = null] = [prior[name], planned[name]];
    if (!equal(before, after) && condition(before, after, prior, planned)) paths.push([name]);
  }
  return paths;
}

function changedPaths(shape: BlockShape, prior: PlannedObject, planned: PlannedObject, path: Step[]): Step[][] {
  const own = shape.attributes
    .filter((each) => each.forcesNew && !sameAttribute(each, prior, planned))
    .map(({ name }) => [...path, name]);
  const inner = shape.blocks
    .filter((each) => each.forcesNew || each.block.mayForceNew)
    .flatMap((each) =>
      changedInBlock(each, prior[each.name] ?? null, planned[each.name] ?? null, [...path, each.name]),
    );
  return [...own, ...inner];
}

function changedInBlock({ nesting, block }: NestedShape, prior: Planned, planned: Planned, path: Step[]): Step[][] {
  const before = listOf(prior);
  const after = listOf(planned);
  const forced = (elements: readonly Planned[]): string =>
    JSON.stringify(elements.map((each) => forcedPart(block, each)).sort());
  // An element of a set has no name of its own in a path, and neither has one that appears or disappears.
  if (nesting === "set" || before.length !== after.length) return forced(before) === forced(after) ? [] : [path];
  return before.flatMap((each, at) =>
    changedPaths(block, each as PlannedObject, after[at] as PlannedObject, nesting === "single" ? path : [...path, at]),
  );
}

/** What of an element counts for replacement, as text. */
function forcedPart(shape: BlockShape, element: Planned): string {
  const object = element as PlannedObject;
  const own = shape.attributes.filter(({ forcesNew }) => forcesNew).map(({ name }) => object[name] ?? null);
  const inner = shape.blocks
    .filter((each) => each.forcesNew || each.block.mayForceNew)
    .map((each) => listOf(object[each.name] ?? null).map((nested) => forcedPart(each.block, nested)));
  return JSON.stringify([own, inner]);
}

function listOf(value: Planned): Planned[] {
  return value === null ? [] : Array.isArray(value) ? value : [value];
}
