import { objectTo, type Objection, type Rule } from "../finding.ts";
import { trailsOf } from "../cis/logging.ts";
import { resourcesOf } from "../synthesized.ts";

export const trailIsWhole: Rule = {
  name: "trail",
  holds: "A trail records every account and region, and its files are validated and encrypted with our own key.",
  find: (stack, { organization }) => {
    const management = stack.account.name === organization.accounts.management;
    const whole = trailsOf(stack).map(({ address }) => address);
    return resourcesOf(stack, "aws_cloudtrail").flatMap((trail): Objection[] => {
      const { properties } = trail;
      const found: Objection[] = [];
      if (management && !whole.includes(trail.address))
        found.push(
          objectTo(
            trail,
            "the trail leaves out accounts, regions or management events",
            "make it an organization trail of every region, with all management events, and logging on",
          ),
        );
      if (properties["enable_log_file_validation"] !== true)
        found.push(objectTo(trail, "changed log files would go unnoticed", "set enableLogFileValidation"));
      if (properties["kms_key_id"] === undefined)
        found.push(objectTo(trail, "log files are not encrypted with a key of our own", "set kmsKeyId"));
      return found;
    });
  },
};

/** Types that work in one region each: where a stack has one in a governed region, it has to have one in all. */
export const regionalTypes: readonly string[] = [
  "aws_accessanalyzer_analyzer",
  "aws_config_configuration_recorder",
  "aws_config_configuration_recorder_status",
  "aws_config_delivery_channel",
  "aws_ebs_encryption_by_default",
  "aws_ebs_snapshot_block_public_access",
  "aws_ec2_image_block_public_access",
  "aws_ec2_instance_metadata_defaults",
  "aws_ec2_serial_console_access",
  "aws_guardduty_detector",
  "aws_guardduty_organization_admin_account",
  "aws_guardduty_organization_configuration",
  "aws_oam_link",
  "aws_oam_sink",
];

export const everyRegion: Rule = {
  name: "every-region",
  holds: "What protects or watches one governed region does so in all of them.",
  find: (stack, { organization }) =>
    regionalTypes.flatMap((type): Objection[] => {
      const regions = new Set(resourcesOf(stack, type).map(({ region }) => region));
      const missing = organization.regions.filter((region) => !regions.has(region));
      if (regions.size === 0 || missing.length === 0) return [];
      return [
        {
          where: type,
          message: `there is none in ${missing.join(", ")}`,
          next: "make one in every governed region of organization.json",
        },
      ];
    }),
};

/** Switches of detection that are on, by type: attribute and the values that count as on. */
const switches: Readonly<Record<string, readonly [attribute: string, on: readonly unknown[]]>> = {
  aws_guardduty_detector: ["enable", [true, undefined]],
  aws_guardduty_organization_configuration: ["auto_enable_organization_members", ["ALL"]],
  aws_config_configuration_recorder_status: ["is_enabled", [true]],
  aws_ebs_encryption_by_default: ["enabled", [true, undefined]],
  aws_ec2_instance_metadata_defaults: ["http_tokens", ["required"]],
  aws_ebs_snapshot_block_public_access: ["state", ["block-all-sharing", "block-new-sharing"]],
  aws_ec2_image_block_public_access: ["state", ["block-new-sharing"]],
  aws_ec2_serial_console_access: ["enabled", [false]],
};

export const switchedOn: Rule = {
  name: "switched-on",
  holds: "What a stack makes to protect an account is switched on.",
  find: (stack) =>
    resourcesOf(stack, ...Object.keys(switches)).flatMap((resource) => {
      const [attribute, on] = switches[resource.type]!;
      const value: unknown = resource.properties[attribute];
      return on.includes(value)
        ? []
        : [
            objectTo(
              resource,
              `${attribute} is ${String(value)}`,
              `set it to ${on.map(String).join(" or ")}, or leave the protection out with a reason`,
            ),
          ];
    }),
};
