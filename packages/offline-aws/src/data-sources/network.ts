import { createHash } from "node:crypto";
import type { DataSource } from "../contract.ts";
import { blocksAt, refusal, regionOf, textAt, textsAt } from "../constraints/resources.ts";
import { filterable, matchesFilters, tagsOf } from "./filters.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** An image that exists only here: its id is a function of what was asked, and a pattern's stars become a version. */
const image: DataSource = (config, caller) => {
  const asked = blocksAt(config, "filter").find(({ name }) => name === "name");
  const name = (textsAt(asked ?? {}, "values")[0] ?? textAt(config, "name_regex") ?? "offline").replace(
    /[*?]+/g,
    "2026.11.0",
  );
  const architecture = textsAt(
    blocksAt(config, "filter").find((each) => each.name === "architecture") ?? {},
    "values",
  )[0];
  const region = regionOf(config, caller);
  const id = `ami-${digest([region, name, architecture, ...textsAt(config, "owners")].join(" ")).slice(0, 17)}`;
  return {
    ...config,
    id,
    image_id: id,
    name,
    architecture: architecture ?? (/arm64/.test(name) ? "arm64" : "x86_64"),
    arn: `arn:${caller.partition}:ec2:${region}::image/${id}`,
    owner_id: textsAt(config, "owners").find((owner) => /^\d{12}$/.test(owner)) ?? "137112412989",
    root_device_name: "/dev/xvda",
    root_device_type: "ebs",
    virtualization_type: "hvm",
    hypervisor: "xen",
    state: "available",
    public: true,
  };
};

const subnets: DataSource = (config, caller, cloud) => {
  const wanted = tagsOf({ tags: config.tags ?? null });
  const region = regionOf(config, caller);
  const found = cloud.list("aws_subnet").filter((each) => {
    const tags = tagsOf(each.attributes);
    return (
      each.region === region &&
      Object.entries(wanted).every(([key, value]) => tags[key] === value) &&
      matchesFilters(config, filterable(each))
    );
  });
  return { ...config, id: region, ids: found.map(({ id }) => id).sort() };
};

const route53Zone: DataSource = (config, _caller, cloud) => {
  const plain = (name: unknown): string => String(name).replace(/\.$/, "");
  const [id, name, vpc] = [textAt(config, "zone_id"), textAt(config, "name"), textAt(config, "vpc_id")];
  const isPrivate = config.private_zone === true || vpc !== undefined;
  const found = cloud.list("aws_route53_zone").filter(({ id: zone, attributes }) => {
    const vpcs = textsAt(attributes, "vpc.vpc_id");
    if (id !== undefined) return zone === id;
    return (
      plain(attributes.name) === plain(name) &&
      vpcs.length > 0 === isPrivate &&
      (vpc === undefined || vpcs.includes(vpc))
    );
  });
  const [zone] = found;
  if (!zone) return refusal("NoSuchHostedZone", `no matching Route 53 Hosted Zone found: ${id ?? name ?? ""}`);
  if (found.length > 1)
    return refusal(
      "TooManyResults",
      `multiple Route 53 Hosted Zones matched: ${found.map((each) => each.id).join(", ")}`,
    );
  return {
    ...config,
    ...zone.attributes,
    private_zone: textsAt(zone.attributes, "vpc.vpc_id").length > 0,
    vpc_id: vpc ?? null,
    tags: tagsOf(zone.attributes),
  };
};

/** AWS's own prefix lists: `com.amazonaws.eu-west-1.s3`. Endpoints of the service have the same id. */
const prefixList: DataSource = (config, caller) => {
  const names = [
    ...textsAt(config, "name"),
    ...blocksAt(config, "filter")
      .filter((each) => each.name === "prefix-list-name")
      .flatMap((each) => textsAt(each, "values")),
  ];
  const name = names[0];
  if (name === undefined)
    return refusal(
      "InvalidPrefixListID.NotFound",
      `no matching prefix list found: give name or a filter by prefix-list-name`,
      "name",
    );
  const id = `pl-${digest(name).slice(0, 8)}`;
  return {
    ...config,
    id,
    name,
    prefix_list_id: id,
    arn: `arn:${caller.partition}:ec2:${regionOf(config, caller)}:aws:prefix-list/${id}`,
    owner_id: "AWS",
  };
};

/** Data sources of Amazon EC2, VPC and Route 53 that follow rules of their own. */
export const network: Record<string, DataSource> = {
  aws_ami: image,
  aws_ec2_managed_prefix_list: prefixList,
  aws_prefix_list: prefixList,
  aws_route53_zone: route53Zone,
  aws_subnets: subnets,
};
