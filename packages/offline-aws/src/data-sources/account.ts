import { createHash } from "node:crypto";
import type { Attributes, DataSource } from "../contract.ts";
import { dnsSuffixOf, partitionOf, regions } from "../facts/regions.ts";
import { identityCenterOf, organizationOf } from "../organization.ts";
import { refusal, regionOf, textAt, textsAt } from "../constraints/resources.ts";
import { matchesFilters } from "./filters.ts";

/** Who the simulated cloud says is calling: a session of one role, in every account the same. */
const callerIdentity: DataSource = (_config, { accountId, partition }) => ({
  account_id: accountId,
  arn: `arn:${partition}:sts::${accountId}:assumed-role/archipelago/offline`,
  id: accountId,
  user_id: `AROA${digest(accountId).toUpperCase().slice(0, 17)}:offline`,
});

const partition: DataSource = (_config, caller) => {
  const suffix = dnsSuffixOf(caller.partition);
  return {
    dns_suffix: suffix,
    id: caller.partition,
    partition: caller.partition,
    reverse_dns_prefix: suffix.split(".").reverse().join("."),
  };
};

const region: DataSource = (config, caller) => {
  const asked = textAt(config, "endpoint")?.split(".")[1] ?? textAt(config, "name") ?? regionOf(config, caller);
  const found = regions().get(asked);
  if (!found) return refusal("InvalidRegion", `no region found with the specified name: ${asked}`, "region");
  const endpoint = `ec2.${asked}.${dnsSuffixOf(partitionOf(asked))}`;
  return { id: asked, name: asked, region: asked, description: found.location, endpoint };
};

const availabilityZones: DataSource = (config, caller) => {
  const name = regionOf(config, caller);
  const [excludedNames, excludedIds] = [textsAt(config, "exclude_names"), textsAt(config, "exclude_zone_ids")];
  // Every zone of the table is an available one: a filter by another state finds none.
  const zones = (regions().get(name)?.zones ?? []).filter(
    (zone) =>
      [undefined, "available"].includes(textAt(config, "state")) &&
      !excludedNames.includes(zone.name) &&
      !excludedIds.includes(zone.id) &&
      matchesFilters(config, {
        "zone-name": zone.name,
        "zone-id": zone.id,
        "zone-type": "availability-zone",
        "region-name": name,
        "group-name": name,
        "opt-in-status": "opt-in-not-required",
        state: "available",
      }),
  );
  return {
    ...config,
    id: name,
    names: zones.map((zone) => zone.name),
    zone_ids: zones.map((zone) => zone.id),
    group_names: zones.length > 0 ? [name] : [],
  };
};

const organization: DataSource = (config, caller, cloud) => {
  const found = organizationOf(caller, cloud);
  if (!found) return refusal("AWSOrganizationsNotInUseException", "Your account is not a member of an organization");
  const { attributes, region: _ } = found.resource;
  const master = {
    arn: attributes.master_account_arn ?? null,
    email: attributes.master_account_email ?? null,
    id: found.managementAccountId,
    name: attributes.master_account_name ?? null,
    joined_method: "CREATED",
    joined_timestamp: null,
    state: "ACTIVE",
    status: "ACTIVE",
  };
  const members = cloud
    .list("aws_organizations_account", found.managementAccountId)
    .map((each) => pick(each.attributes, Object.keys(master)));
  // Members see the organization, not its list of accounts.
  const visible = caller.accountId === found.managementAccountId;
  return {
    ...pick(attributes, ["arn", "aws_service_access_principals", "enabled_policy_types", "feature_set", "roots"]),
    ...config,
    id: found.id,
    master_account_arn: master.arn,
    master_account_email: master.email,
    master_account_id: master.id,
    master_account_name: master.name,
    accounts: visible ? [master, ...members] : null,
    non_master_accounts: visible ? members : null,
  };
};

const organizationalUnits: DataSource = (config, caller, cloud) => {
  const organizationId = organizationOf(caller, cloud)?.managementAccountId;
  const children = cloud
    .list("aws_organizations_organizational_unit", organizationId)
    .filter(({ attributes }) => attributes.parent_id === config.parent_id)
    .map(({ attributes }) => pick(attributes, ["arn", "id", "name"]));
  return { ...config, id: config.parent_id ?? null, children };
};

const identityCenters: DataSource = (config, caller, cloud) => {
  const center = identityCenterOf(caller, cloud);
  return {
    ...config,
    id: regionOf(config, caller),
    arns: center ? [center.instanceArn] : [],
    identity_store_ids: center ? [center.identityStoreId] : [],
  };
};

const pick = (from: Attributes, names: readonly string[]): Attributes =>
  Object.fromEntries(names.map((name) => [name, from[name] ?? null]));

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Data sources about the caller, the partition, the regions and the organization. */
export const account: Record<string, DataSource> = {
  aws_availability_zones: availabilityZones,
  aws_caller_identity: callerIdentity,
  aws_organizations_organization: organization,
  aws_organizations_organizational_units: organizationalUnits,
  aws_partition: partition,
  aws_region: region,
  aws_ssoadmin_instances: identityCenters,
};
