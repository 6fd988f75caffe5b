import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { offlineAccountId } from "@archipelago/account-stack/account-id";
import { formatAddress, parseCidr, sizeOf } from "@archipelago/account-stack/cidr";
import { findShared } from "../constraints/resources.ts";
import type { Value } from "../contract.ts";
import { dnsSuffixOf, regions, zones } from "../facts/regions.ts";
import type { FormatContext } from "../formats.ts";
import { organizationOf } from "../organization.ts";
import { defaultPolicies } from "./default-policies.ts";

/** Names that stand for something other than an attribute of the resource. */
export const tokens: Record<string, (context: FormatContext) => Value | undefined> = {
  account: ({ caller }) => caller.accountId,
  partition: ({ caller }) => caller.partition,
  region: (context) => regionOf(context),
  dns_suffix: ({ caller }) => dnsSuffixOf(caller.partition),
  first_zone: (context) => regions().get(regionOf(context))?.zones[0]?.name,
  s3_zone: (context) => regions().get(regionOf(context))?.s3HostedZone,
  public_domain: (context) =>
    `${inVirginia(context) ? "compute-1" : `${regionOf(context)}.compute`}.${dnsSuffixOf(context.caller.partition)}`,
  private_domain: (context) => (inVirginia(context) ? "ec2.internal" : `${regionOf(context)}.compute.internal`),
  organization_id: ({ caller, cloud }) => cloud && organizationOf(caller, cloud)?.id,
  management_account: ({ caller, cloud }) =>
    (cloud && organizationOf(caller, cloud)?.managementAccountId) ?? caller.accountId,
  root_id: ({ caller, cloud }) => cloud && organizationOf(caller, cloud)?.rootId,

  rfc3339: ({ now }) => now.toISOString().replace(/\.\d+Z$/, "Z"),
  stream_time: ({ now }) => now.toISOString().slice(0, -1),
  month_start: ({ now }) => `${now.toISOString().slice(0, 7)}-01`,
  // Terraform's unique id: the time with four decimals of a second, then a counter in hexadecimal.
  tfunique: ({ now, random }) => `${now.toISOString().replace(/\D/g, "")}0${hex(random(4))}`,
  uuid: ({ random }) => uuid(random(16)),
  // 203.0.113.0/24 is reserved for documentation (RFC 5737): the address belongs to nobody.
  ipv4: ({ random }) => `203.0.113.${1 + (random(1)[0]! % 254)}`,
  default_flow_log_format: () =>
    "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} " +
    "${protocol} ${packets} ${bytes} ${start} ${end} ${action} ${log-status}",
};

type FormatFunction = (values: readonly (Value | undefined)[], context: FormatContext) => Value | undefined;

/** Functions of values. Of those made by `onText`, a missing value gives a missing result. */
export const functions: Record<string, FormatFunction> = {
  after: onTexts((text, mark) => (text.includes(mark) ? text.slice(text.indexOf(mark) + mark.length) : undefined)),
  base64: onText((text) => Buffer.from(text, "base64").toString()),
  dashed: onText((text) => text.replaceAll(".", "-")),
  default_policy: onText((name, context) =>
    JSON.stringify(defaultPolicies[name]!(context.caller, String(context.value("arn")))),
  ),
  digest8: onText((text) => digest("sha256", text).slice(0, 8)),
  /** The first value there is; of a list, its first element. */
  first: (values) => values.flat().find((value) => value !== undefined && value !== null && value !== ""),
  fqdn: (values) => {
    const [host = "", apex = ""] = values.map((value) => String(value ?? "").replace(/\.$/, ""));
    return host === "" || host === apex || host.endsWith(`.${apex}`) ? host || apex : `${host}.${apex}`;
  },
  /** CRC-32 of all values in a row, a missing one counting as nothing: Terraform's `hashcode`. */
  hashcode: (values) => String(crc32(values.map((value) => String(value ?? "")).join(""))),
  host_in: onText((cidr, { random }) => hostIn(cidr, random(4))),
  joined: ([list]) => (Array.isArray(list) ? list.map(String).sort().join(":") : undefined),
  json: onTexts((text, key) => {
    const value = (parseJson(text) as Record<string, Value> | undefined)?.[key];
    return value === undefined ? undefined : String(value);
  }),
  last: onText((text) => text.split("/").at(-1)),
  last_label: onText((text) => text.split(".").at(-1)),
  lb_kind: onText((type) => ({ network: "net", gateway: "gwy" })[type] ?? "app"),
  lower: onText((text) => text.toLowerCase()),
  md5: onText((text) => digest("md5", text)),
  name_servers: onText(nameServers),
  network_interfaces: ([subnets], { random }) =>
    Array.isArray(subnets) ? subnets.map(() => `eni-${hex(random(9)).slice(1)}`) : undefined,
  /** Zones of subnets of any account, sorted. */
  zones_of: ([subnets], { caller, cloud }) =>
    cloud &&
    [subnets ?? []]
      .flat()
      .flatMap((id) => findShared("aws_subnet", String(id), caller, cloud)?.attributes.availability_zone ?? [])
      .sort(),
  /** One more than the number at that path before the change; 1 on creation. */
  next_version: onText((path, { prior }) => 1 + Number(prior(path) ?? 0)),
  // The label template's variables describe the account; the simulated cloud keeps only its id.
  oam_label: onText((template, { caller }) =>
    template.replace(/\$(AccountName|AccountEmailNoDomain|AccountEmail)/g, caller.accountId),
  ),
  offline_account_id: onText((email) => offlineAccountId(email)),
  root_suffix: onText((parent) => /^(?:r|ou)-([a-z0-9]+)/.exec(parent)?.[1]),
  service_linked_name: onText((service) => serviceLinkedNames[service] ?? capitalised(service.split(".")[0]!)),
  sha256: onText((text) => digest("sha256", text)),
  strip_leading_slash: onText((text) => text.replace(/^\//, "")),
  text: ([value]) => (value === undefined ? undefined : String(value)),
  zone_id: onText((name) => zones().find((zone) => zone.name === name)?.id),
  zone_name: onText((id) => zones().find((zone) => zone.id === id)?.name),
};

// Roles whose name is not the capitalised first label of the service (IAM User Guide, service-linked roles, 2026-11).
const serviceLinkedNames: Record<string, string> = {
  "access-analyzer.amazonaws.com": "AccessAnalyzer",
  "autoscaling.amazonaws.com": "AutoScaling",
  "cloudtrail.amazonaws.com": "CloudTrail",
  "config-multiaccountsetup.amazonaws.com": "ConfigMultiAccountSetup",
  "ecs.amazonaws.com": "ECS",
  "elasticloadbalancing.amazonaws.com": "ElasticLoadBalancing",
  "guardduty.amazonaws.com": "AmazonGuardDuty",
  "inspector2.amazonaws.com": "AmazonInspector2",
  "macie.amazonaws.com": "AmazonMacie",
  "malware-protection.guardduty.amazonaws.com": "AmazonGuardDutyMalwareProtection",
  "rds.amazonaws.com": "RDS",
  "resource-explorer-2.amazonaws.com": "ResourceExplorer",
  "securityhub.amazonaws.com": "SecurityHub",
  "spot.amazonaws.com": "EC2Spot",
  "ssm.amazonaws.com": "AmazonSSM",
  "sso.amazonaws.com": "SSO",
  "transitgateway.amazonaws.com": "VPCTransitGateway",
};

function onText(apply: (text: string, context: FormatContext) => Value | undefined): FormatFunction {
  return ([value], context) => (value === undefined || value === null ? undefined : apply(String(value), context));
}

function onTexts(apply: (first: string, second: string) => Value | undefined): FormatFunction {
  return ([first, second]) =>
    typeof first === "string" && typeof second === "string" ? apply(first, second) : undefined;
}

const regionOf = ({ caller, value }: FormatContext): string => String(value("region") ?? caller.region);
const inVirginia = (context: FormatContext): boolean => regionOf(context) === "us-east-1";
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const digest = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest("hex");
const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Version 4, RFC 9562. */
function uuid(bytes: Uint8Array): string {
  const digits = hex(bytes);
  const variant = "89ab"[bytes[8]! % 4]!;
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    variant + digits.slice(17, 20),
    digits.slice(20),
  ].join("-");
}

/** An address of an IPv4 block that AWS does not keep for itself: it keeps the first four and the last. */
function hostIn(cidr: string, bytes: Uint8Array): string | undefined {
  const block = parseCidr(cidr);
  if (!block) return undefined;
  const free = Math.max(1, sizeOf(block) - 5);
  return formatAddress(block.address + 4 + (Buffer.from(bytes).readUInt32BE(0) % free));
}

/** Four names in four top-level domains, sorted, a function of the zone id. */
function nameServers(zone: string): string[] {
  const bytes = createHash("sha256").update(zone).digest();
  const server = (tld: string, at: number): string => {
    const number = bytes.readUInt16BE(at * 2) % 2048;
    return `ns-${number}.awsdns-${String(number % 64).padStart(2, "0")}.${tld}`;
  };
  return ["com", "net", "org", "co.uk"].map(server).sort();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A document in YAML.
  }
}
