import { policyOf, synthStack } from "@archipelago/testing";
import { AuditTrail, type AuditTrailProps } from "./audit-trail.ts";

const audit = (props: Partial<AuditTrailProps> = {}, account = {}, deletionProtection = false) =>
  synthStack(
    (stack) => {
      const awaited = stack.await("log-archive", { trailBucketName: "string", trailKeyArn: "arn" });
      new AuditTrail(stack, "audit-trail", {
        organizationId: "${aws_organizations_organization.o.id}",
        bucketName: awaited.trailBucketName,
        keyArn: awaited.trailKeyArn,
        ...props,
      });
    },
    {
      account: {
        name: "management",
        dependsOn: [],
        reads: { "log-archive": ["trailBucketName", "trailKeyArn"] },
        ...account,
      },
      environment: { deletionProtection },
    },
  );
const template = audit();
const trail = (of = template) => of.resource("aws_cloudtrail");

test("what it consists of", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  1 aws_cloudtrail
      1 aws_cloudwatch_dashboard
      1 aws_cloudwatch_log_group
     16 aws_cloudwatch_log_metric_filter
     16 aws_cloudwatch_metric_alarm
      1 aws_iam_role
      1 aws_iam_role_policy
      1 aws_kms_alias
      1 aws_kms_key
      1 aws_sns_topic
      1 aws_sns_topic_policy
    awaits trailBucketName of log-archive
    awaits trailKeyArn of log-archive"
  `);
});

test("one trail of every account and region, validated and encrypted (CIS 4.1, 4.2, 4.5)", () => {
  expect(trail()).toMatchObject({
    name: "example-organization",
    is_organization_trail: true,
    is_multi_region_trail: true,
    include_global_service_events: true,
    enable_log_file_validation: true,
    enable_logging: true,
    s3_bucket_name: "${var.log_archive_trail_bucket_name}",
    kms_key_id: "${var.log_archive_trail_key_arn}",
    cloud_watch_logs_group_arn: "${aws_cloudwatch_log_group.audit-trail_logs_group.arn}:*",
    cloud_watch_logs_role_arn: "${aws_iam_role.audit-trail_delivery-role.arn}",
    // CloudTrail tries to write before it accepts the trail.
    depends_on: ["aws_iam_role_policy.audit-trail_delivery-policy"],
  });
});

test("only the trail waits for the log archive", () => {
  expect(trail()["count"]).toBe(
    "${((var.log_archive_trail_bucket_name == null) || (var.log_archive_trail_key_arn == null)) ? 0 : 1}",
  );
  const waiting = template
    .types()
    .flatMap((type) => template.resources(type))
    .filter(({ properties }) => "count" in properties);
  expect(waiting).toHaveLength(1);
  expect(template.text.match(/aws_cloudtrail\./g)).toBeNull();
});

test("CloudTrail writes into streams of the organisation, in this group only", () => {
  const role = template.resource("aws_iam_role");
  expect(role["path"]).toBe("/archipelago/");
  expect(policyOf(role["assume_role_policy"]).statements).toEqual([
    {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["sts:AssumeRole"],
      Resource: [],
    },
  ]);
  const streams =
    "arn:aws:logs:eu-west-1:${var.account_id}:log-group:${aws_cloudwatch_log_group.audit-trail_logs_group.name}:log-stream:";
  const policy = policyOf(template.resource("aws_iam_role_policy")["policy"]);
  expect(policy.statements).toHaveLength(1);
  expect(policy.statement("WriteEvents")).toMatchObject({
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [`${streams}\${var.account_id}_CloudTrail_*`, `${streams}\${aws_organizations_organization.o.id}_*`],
  });
});

test("events of objects are off, and recorded without the trail's own when asked for (CIS 4.8, 4.9)", () => {
  expect(trail()).not.toHaveProperty("advanced_event_selector");
  const selectors = (which: "write" | "all") => trail(audit({ objectEvents: which }))["advanced_event_selector"];
  const objects = [
    { field: "eventCategory", equals: ["Data"] },
    { field: "resources.type", equals: ["AWS::S3::Object"] },
    { field: "resources.ARN", not_starts_with: ["arn:aws:s3:::${var.log_archive_trail_bucket_name}/"] },
  ];
  expect(selectors("all")).toEqual([
    { name: "Management events", field_selector: [{ field: "eventCategory", equals: ["Management"] }] },
    { name: "S3 objects", field_selector: objects },
  ]);
  expect(selectors("write")[1].field_selector).toEqual([...objects, { field: "readOnly", equals: ["false"] }]);
});

test("insights are off, and on when asked for", () => {
  expect(trail()).not.toHaveProperty("insight_selector");
  expect(trail(audit({ insights: true }))["insight_selector"]).toEqual([
    { insight_type: "ApiCallRateInsight" },
    { insight_type: "ApiErrorRateInsight" },
  ]);
});

test("the log group is encrypted, its retention is the environment's", () => {
  expect(template.resource("aws_cloudwatch_log_group")).toMatchObject({
    name: "/archipelago/example-organization",
    kms_key_id: "${aws_kms_key.audit-trail_key_key.arn}",
    retention_in_days: 30,
  });
  expect(audit({ logRetentionDays: 7 }).resource("aws_cloudwatch_log_group")["retention_in_days"]).toBe(7);
});

test("where it is protected, Terraform refuses to delete the trail", () => {
  expect(trail()).not.toHaveProperty("lifecycle");
  expect(trail(audit({}, {}, true))["lifecycle"]).toEqual({ prevent_destroy: true });
});

test("its region must be the home region: bucket and key name the trail by it", () => {
  expect(() => audit({}, { region: "eu-central-1" })).toThrow("trail would be in eu-central-1");
});
