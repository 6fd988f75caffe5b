import type { DataSource } from "../contract.ts";
import { refusal, regionOf } from "../constraints/resources.ts";
import { tagsOf } from "./filters.ts";

/** The one detector of a region; what the provider says when there is none. */
const detector: DataSource = (config, caller, cloud) => {
  const region = regionOf(config, caller);
  const found = cloud
    .list("aws_guardduty_detector")
    .find((each) => each.region === region && (!config.id || each.id === config.id));
  if (!found) return refusal("NotFound", `no GuardDuty detector found in ${region}`, "id");
  const { arn, finding_publishing_frequency: frequency = "SIX_HOURS", enable } = found.attributes;
  return {
    ...config,
    id: found.id,
    arn: arn ?? `arn:${caller.partition}:guardduty:${region}:${caller.accountId}:detector/${found.id}`,
    finding_publishing_frequency: frequency,
    status: enable === false ? "DISABLED" : "ENABLED",
    service_role_arn: `arn:${caller.partition}:iam::${caller.accountId}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
    features: [],
    tags: tagsOf(found.attributes),
  };
};

/** Data sources of security services. */
export const security: Record<string, DataSource> = { aws_guardduty_detector: detector };
