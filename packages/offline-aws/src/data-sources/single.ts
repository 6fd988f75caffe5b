import { createHash } from "node:crypto";
import type { Attributes, Caller, CloudView, DataSource } from "../contract.ts";
import { accountOf, blocksAt, keyExists, refusal, regionOf, textAt, textsAt } from "../constraints/resources.ts";
import { filterable, matchesFilters, tagsOf } from "./filters.ts";

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A UUID that is a function of the text: ids of what AWS itself provides. */
const uuidOf = (text: string): string => digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");

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

const iamPolicy: DataSource = (config, { partition, accountId }, cloud) => {
  const [arn, name] = [textAt(config, "arn"), textAt(config, "name")];
  const managed = /^arn:[\w-]+:iam::aws:policy(\/.*)$/.exec(arn ?? "")?.[1];
  if (managed !== undefined) {
    // The text of an AWS managed policy is AWS's; the simulated cloud knows only that it exists.
    const at = managed.lastIndexOf("/") + 1;
    const id = `ANPA${digest(managed).toUpperCase().slice(0, 17)}`;
    return { ...config, id: arn!, name: managed.slice(at), path: managed.slice(0, at), policy_id: id, description: "" };
  }
  const prefix = textAt(config, "path_prefix") ?? "/";
  const found = cloud
    .list("aws_iam_policy")
    .find(
      ({ attributes }) =>
        (arn === undefined || attributes.arn === arn) &&
        (name === undefined || attributes.name === name) &&
        String(attributes.path ?? "/").startsWith(prefix),
    );
  if (!found)
    return refusal("NoSuchEntity", `no IAM policy ${arn ?? name ?? ""} in arn:${partition}:iam::${accountId}`);
  return { ...config, ...found.attributes, tags: tagsOf(found.attributes) };
};

const iamRoles: DataSource = (config, { region }, cloud) => {
  const [pattern, prefix] = [textAt(config, "name_regex"), textAt(config, "path_prefix") ?? "/"];
  const roles = cloud
    .list("aws_iam_role")
    .map(({ attributes }) => attributes)
    .filter(
      ({ name, path }) =>
        String(path ?? "/").startsWith(prefix) && (!pattern || new RegExp(pattern).test(String(name))),
    );
  const sorted = (key: string): string[] => roles.map((each) => String(each[key])).sort();
  return { ...config, id: region, arns: sorted("arn"), names: sorted("name") };
};

const kmsAlias: DataSource = (config, caller, cloud) => {
  const name = String(config.name);
  const region = regionOf(config, caller);
  const found = cloud.list("aws_kms_alias").find((each) => each.attributes.name === name && each.region === region);
  // Every account has the aliases of AWS managed keys from the first use of the service.
  if (!found && !name.startsWith("alias/aws/"))
    return refusal("NotFoundException", `Alias ${name} is not found.`, "name");
  const prefix = `arn:${caller.partition}:kms:${region}:${caller.accountId}:`;
  const keyId = String(found?.attributes.target_key_id ?? uuidOf(prefix + name)).replace(/^.*:key\//, "");
  return {
    ...config,
    id: prefix + name,
    arn: prefix + name,
    target_key_id: keyId,
    target_key_arn: `${prefix}key/${keyId}`,
  };
};

const kmsKey: DataSource = (config, caller, cloud) => {
  const asked = String(config.key_id);
  const account = accountOf(asked);
  const name = asked.replace(/^arn:.*?:(?=alias\/)/, "").replace(/^arn:.*:key\//, "");
  const target = name.startsWith("alias/")
    ? cloud.list("aws_kms_alias", account).find((each) => each.attributes.name === name)?.attributes.target_key_id
    : name;
  const id = String(target ?? "").replace(/^.*:key\//, "");
  const found = cloud.list("aws_kms_key", account).find((each) => each.id === id);
  if (!found || !keyExists(asked, caller, cloud))
    return refusal("NotFoundException", `Key '${asked}' does not exist`, "key_id");
  const { is_enabled: enabled = true } = found.attributes;
  return {
    ...config,
    ...found.attributes,
    id: found.id,
    key_id: asked,
    aws_account_id: found.accountId,
    enabled,
    key_manager: "CUSTOMER",
    key_state: enabled === false ? "Disabled" : "Enabled",
    origin: "AWS_KMS",
  };
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

const s3Object: DataSource = (config, _caller, cloud) => {
  const [bucket, key] = [String(config.bucket), String(config.key)];
  const owner = cloud.bucketOwner(bucket);
  if (owner === undefined) return refusal("NoSuchBucket", `The specified bucket does not exist: ${bucket}`, "bucket");
  // Whoever put an object, it is the bucket owner's; the simulated cloud keeps it with the writer.
  const found = [owner, ...cloud.accounts()]
    .flatMap((account) => cloud.list("aws_s3_object", account))
    .find(({ attributes }) => attributes.bucket === bucket && attributes.key === key);
  if (!found) return refusal("NoSuchKey", `The specified key does not exist: s3://${bucket}/${key}`, "key");
  const { attributes } = found;
  const encoded = textAt(attributes, "content_base64");
  const body = encoded === undefined ? String(attributes.content ?? "") : Buffer.from(encoded, "base64").toString();
  return {
    ...config,
    ...attributes,
    id: `${bucket}/${key}`,
    body,
    content_length: Buffer.byteLength(body),
    tags: tagsOf(attributes),
  };
};

const ssmParameter: DataSource = (config, caller, cloud) => {
  const name = String(config.name);
  const region = regionOf(config, caller);
  const account = accountOf(name);
  const found = cloud
    .list("aws_ssm_parameter", account)
    .find(
      (each) =>
        each.region === region &&
        (account === undefined ? each.attributes.name === name : each.attributes.arn === name),
    );
  if (found) {
    const { value = null, insecure_value: plain = null, type = "String", version = 1, arn = null } = found.attributes;
    const text = value || plain;
    return {
      ...config,
      id: name,
      arn,
      type,
      version,
      value: text,
      insecure_value: type === "SecureString" ? null : text,
    };
  }
  // Public parameters of AWS services; those that name an image answer with one of this cloud.
  if (!/^\/aws\/service\//.test(name))
    return refusal("ParameterNotFound", `Parameter ${name} not found in ${region}`, "name");
  const value = /ami|image/.test(name) ? `ami-${digest(region + name).slice(0, 17)}` : name.split("/").at(-1)!;
  return {
    ...config,
    id: name,
    arn: `arn:${caller.partition}:ssm:${region}::parameter${name}`,
    type: "String",
    version: 1,
    value,
    insecure_value: value,
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

/** AWS's own prefix lists: `com.amazonaws.eu-west-1.s3`. Endpoints of the service have the same id. */
const prefixList =
  (attribute: string): DataSource =>
  (config, caller: Caller, _cloud: CloudView): Attributes | ReturnType<DataSource> => {
    const names = [
      ...textsAt(config, attribute),
      ...blocksAt(config, "filter")
        .filter((each) => each.name === "prefix-list-name")
        .flatMap((each) => textsAt(each, "values")),
    ];
    const name = names[0];
    if (name === undefined)
      return refusal("InvalidPrefixListID.NotFound", `no matching prefix list found: give ${attribute}`, attribute);
    const id = `pl-${digest(name).slice(0, 8)}`;
    return {
      ...config,
      id,
      [attribute]: name,
      name,
      prefix_list_id: id,
      arn: `arn:${caller.partition}:ec2:${regionOf(config, caller)}:aws:prefix-list/${id}`,
      owner_id: "AWS",
    };
  };

/** Data sources that follow rules of their own. */
export const single: Record<string, DataSource> = {
  aws_ami: image,
  aws_ec2_managed_prefix_list: prefixList("name"),
  aws_iam_policy: iamPolicy,
  aws_iam_roles: iamRoles,
  aws_kms_alias: kmsAlias,
  aws_kms_key: kmsKey,
  aws_prefix_list: prefixList("name"),
  aws_route53_zone: route53Zone,
  aws_s3_object: s3Object,
  aws_ssm_parameter: ssmParameter,
  aws_subnets: subnets,
};
