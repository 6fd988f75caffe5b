import {
  blocks,
  refersTo,
  resourcesOf,
  sourceOf,
  stackOf,
  type Resource,
  type SynthesizedAccount,
  type SynthesizedOrganization,
} from "../synthesized.ts";
import { everyAccount, everyResource, met, off, organisation, type Control, type Proof } from "./control.ts";
import { isOf } from "./storage.ts";

const noTrail = "management: no organization trail records every region";

/** Trails that record the management events of every account and region. */
export function organizationTrails(all: SynthesizedOrganization): Resource[] {
  const management = stackOf(all, "management");
  return management ? trailsOf(management) : [];
}

/** The trails of a stack that record the management events of every account and region. */
export function trailsOf(management: SynthesizedAccount): Resource[] {
  return resourcesOf(management, "aws_cloudtrail").filter(({ properties }) => recordsEverything(properties));
}

function recordsEverything(trail: Resource["properties"]): boolean {
  const basic = blocks(trail["event_selector"]);
  const advanced = blocks(trail["advanced_event_selector"]);
  const management =
    advanced.length > 0
      ? advanced.some(({ field_selector }) => {
          const fields = blocks(field_selector);
          return (
            fields.some(({ field, equals }) => field === "eventCategory" && equals?.includes("Management")) &&
            !fields.some(({ field }) => field === "readOnly" || field === "eventSource")
          );
        })
      : basic.length === 0 ||
        basic.some(
          (selector) =>
            selector["include_management_events"] !== false &&
            [undefined, "All"].includes(selector["read_write_type"]) &&
            blocks(selector["exclude_management_event_sources"]).length === 0,
        );
  return (
    management &&
    trail["is_organization_trail"] === true &&
    trail["is_multi_region_trail"] === true &&
    trail["include_global_service_events"] !== false &&
    trail["enable_logging"] !== false
  );
}

/** Every trail of the organisation has what the control asks for, and there is one. */
function trails(right: (trail: Resource["properties"]) => boolean, problem: string): Control["judge"] {
  return organisation((all): Proof => {
    const complete = organizationTrails(all);
    if (complete.length === 0) return noTrail;
    const wrong = complete.find(({ properties }) => !right(properties));
    return wrong === undefined ? complete : `management: ${wrong.address} ${problem}`;
  });
}

function accessLogOfTrail(all: SynthesizedOrganization): Proof {
  const management = stackOf(all, "management");
  const [trail] = organizationTrails(all);
  if (!management || !trail) return noTrail;
  const bucket = sourceOf(all.stacks, management, trail.properties["s3_bucket_name"]);
  const owner = all.stacks.find(({ account }) => account.name === bucket?.account);
  if (!bucket || !owner) return `management: no account publishes the bucket of ${trail.address}`;
  const logging = resourcesOf(owner, "aws_s3_bucket_logging").filter((resource) => isOf(bucket, resource));
  return logging.length > 0 ? logging : `${bucket.account}: ${bucket.address} has no aws_s3_bucket_logging`;
}

/** S3 object events are billed by the event: off unless the trail has them. */
function objectEvents(kind: "read" | "write"): Control["judge"] {
  const readOnly = kind === "read" ? "true" : "false";
  return (all) => {
    const recording = organizationTrails(all).filter(({ properties }) => {
      const advanced = blocks(properties["advanced_event_selector"]).some(({ field_selector }) => {
        const fields = blocks(field_selector);
        const only = fields.find(({ field }) => field === "readOnly")?.["equals"];
        return (
          fields.some(({ field, equals }) => field === "resources.type" && equals?.includes("AWS::S3::Object")) &&
          !fields.some(({ field }) => field === "resources.ARN") &&
          (only === undefined || only.includes(readOnly))
        );
      });
      const basic = blocks(properties["event_selector"]).some(
        (selector) =>
          [undefined, "All", kind === "read" ? "ReadOnly" : "WriteOnly"].includes(selector["read_write_type"]) &&
          blocks(selector["data_resource"]).some(
            ({ type, values }) =>
              type === "AWS::S3::Object" && values?.some((arn: string) => /^arn:[\w-]+:s3$/.test(arn)),
          ),
      );
      return advanced || basic;
    });
    return recording.length > 0
      ? met(recording)
      : off("object events of every bucket are billed by the event, and an application can cause millions an hour");
  };
}

/** AWS Config records everything in every region, global types at least once, and is started. */
function recorder(stack: SynthesizedAccount, { organization }: SynthesizedOrganization): Proof {
  const recorders = resourcesOf(stack, "aws_config_configuration_recorder").filter(({ properties }) =>
    blocks(properties["recording_group"] ?? {}).every((group) => recordsAllTypes(group)),
  );
  const channels = resourcesOf(stack, "aws_config_delivery_channel");
  const started = resourcesOf(stack, "aws_config_configuration_recorder_status").filter(
    ({ properties }) => properties["is_enabled"] === true,
  );
  const parts = { recorder: recorders, "delivery channel": channels, "started recorder": started };
  for (const [what, resources] of Object.entries(parts)) {
    const without = organization.regions.filter((region) => !resources.some((resource) => resource.region === region));
    if (without.length > 0) return `no ${what} of AWS Config for every type in ${without.join(", ")}`;
  }
  const global = recorders.some(({ properties }) =>
    blocks(properties["recording_group"]).some(
      (group) =>
        group["include_global_resource_types"] === true ||
        blocks(group["recording_strategy"]).some(({ use_only }) => use_only === "EXCLUSION_BY_RESOURCE_TYPES"),
    ),
  );
  return global ? [...recorders, ...channels, ...started] : "no region records global types such as IAM roles";
}

/** All types, or all but some: the types of global resources are left out in all regions but one. */
function recordsAllTypes(group: Record<string, unknown>): boolean {
  const exclusion = blocks(group["recording_strategy"]).some(
    ({ use_only }) => use_only === "EXCLUSION_BY_RESOURCE_TYPES",
  );
  return exclusion || (group["all_supported"] ?? true) === true;
}

/** Types of web front ends, and where each says that it keeps an access log. */
const frontEnds: Readonly<Record<string, (properties: Resource["properties"]) => boolean>> = {
  aws_lb: ({ access_logs, load_balancer_type }) =>
    load_balancer_type === "gateway" || blocks(access_logs).some(({ enabled }) => enabled === true),
  aws_cloudfront_distribution: ({ logging_config }) => blocks(logging_config).length > 0,
  aws_api_gateway_stage: ({ access_log_settings }) => blocks(access_log_settings).length > 0,
  aws_apigatewayv2_stage: ({ access_log_settings }) => blocks(access_log_settings).length > 0,
};

/** Section 4: what is recorded. */
export const logging: readonly Control[] = [
  {
    id: "4.1",
    title: "CloudTrail records every account and region",
    scope: "organisation",
    judge: organisation((all) => {
      const complete = organizationTrails(all);
      return complete.length > 0 ? complete : noTrail;
    }),
  },
  {
    id: "4.2",
    title: "Trail files can be proven unchanged",
    scope: "organisation",
    judge: trails((trail) => trail["enable_log_file_validation"] === true, "does not validate its log files"),
  },
  { id: "4.3", title: "AWS Config records in every region", scope: "account", judge: everyAccount(recorder) },
  {
    id: "4.4",
    title: "Access to the trail's bucket is logged",
    scope: "organisation",
    judge: organisation(accessLogOfTrail),
  },
  {
    id: "4.5",
    title: "Trail files are encrypted with a key of our own",
    scope: "organisation",
    judge: trails((trail) => trail["kms_key_id"] !== undefined, "has no kms_key_id"),
  },
  {
    id: "4.6",
    title: "Keys are rotated every year",
    scope: "application",
    judge: everyResource(["aws_kms_key"], ({ properties }) =>
      (properties["customer_master_key_spec"] ?? "SYMMETRIC_DEFAULT") !== "SYMMETRIC_DEFAULT" ||
      properties["enable_key_rotation"] === true
        ? undefined
        : "is not rotated",
    ),
  },
  {
    id: "4.7",
    title: "Every VPC has flow logs",
    scope: "account",
    judge: everyResource(["aws_vpc"], (vpc, stack) => {
      const log = resourcesOf(stack, "aws_flow_log").find(
        ({ properties }) => refersTo(properties["vpc_id"], vpc) && properties["traffic_type"] !== "ACCEPT",
      );
      return log === undefined ? "has no flow log of rejected traffic" : undefined;
    }),
  },
  {
    id: "4.8",
    title: "Writing S3 objects is recorded",
    scope: "organisation",
    judge: objectEvents("write"),
  },
  {
    id: "4.9",
    title: "Reading S3 objects is recorded",
    scope: "organisation",
    judge: objectEvents("read"),
  },
  {
    id: "4.10",
    title: "Web front ends keep access logs",
    scope: "application",
    judge: everyResource(Object.keys(frontEnds), (resource, stack) => {
      const delivered = resourcesOf(stack, "aws_cloudwatch_log_delivery_source").some(({ properties }) =>
        refersTo(properties["resource_arn"], resource),
      );
      return delivered || frontEnds[resource.type]!(resource.properties) ? undefined : "keeps no access log";
    }),
  },
];
