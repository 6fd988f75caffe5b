import { exampleOrganization, synthStack } from "@archipelago/testing";
import { ConfigRecorder, type ConfigRecorderProps } from "./config-recorder.ts";

const { homeRegion, regions } = exampleOrganization;
const recorder = (props: Partial<ConfigRecorderProps> = {}) =>
  synthStack((stack) => {
    new ConfigRecorder(stack, "config", { bucketName: "${var.bucket}", ...props });
  });
const template = recorder();

test("one recorder, channel and status in each governed region, one role", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  2 aws_config_configuration_recorder
      2 aws_config_configuration_recorder_status
      2 aws_config_delivery_channel
      1 aws_iam_service_linked_role"
  `);
  for (const region of regions) {
    expect(template.named("aws_config_delivery_channel", region)).toMatchObject({
      region,
      s3_bucket_name: "${var.bucket}",
      depends_on: [`aws_config_configuration_recorder.config_recorder-${region}`],
    });
    expect(template.named("aws_config_configuration_recorder_status", region)).toMatchObject({
      region,
      is_enabled: true,
      depends_on: [`aws_config_delivery_channel.config_channel-${region}`],
    });
  }
  expect(template.resource("aws_iam_service_linked_role")["aws_service_name"]).toBe("config.amazonaws.com");
});

test("global resources are recorded in the home region only", () => {
  for (const region of regions)
    expect(template.named("aws_config_configuration_recorder", region)).toMatchObject({
      role_arn: "${aws_iam_service_linked_role.config_role.arn}",
      recording_group: { all_supported: true, include_global_resource_types: region === homeRegion },
    });
});

test("changes are recorded as they happen, or once a day", () => {
  const frequency = (from: typeof template): unknown =>
    from.named("aws_config_configuration_recorder", homeRegion)["recording_mode"];
  expect(frequency(template)).toEqual({ recording_frequency: "CONTINUOUS" });
  expect(frequency(recorder({ frequency: "DAILY" }))).toEqual({ recording_frequency: "DAILY" });
});

test("an awaited bucket holds back delivery, not the recorder", () => {
  const awaiting = synthStack(
    (stack) => {
      const { configBucketName } = stack.await("log-archive", { configBucketName: "string" });
      new ConfigRecorder(stack, "config", { bucketName: configBucketName, awaited: true });
    },
    { account: { reads: { "log-archive": ["configBucketName"] } } },
  );
  const count = "${(var.log_archive_config_bucket_name == null) ? 0 : 1}";
  expect(awaiting.named("aws_config_delivery_channel", homeRegion)["count"]).toBe(count);
  expect(awaiting.named("aws_config_configuration_recorder_status", homeRegion)["count"]).toBe(count);
  expect(awaiting.named("aws_config_configuration_recorder", homeRegion)["count"]).toBeUndefined();
  expect(template.text).not.toContain('"count"');
});
