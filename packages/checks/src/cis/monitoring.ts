import { matches } from "../policies.ts";
import {
  blocks,
  list,
  references,
  resourcesOf,
  sourceOf,
  stackOf,
  type Resource,
  type SynthesizedOrganization,
} from "../synthesized.ts";
import { inEveryRegion, organisation, type Control, type Proof } from "./control.ts";
import { organizationTrails } from "./logging.ts";
import { monitoredEvents } from "./monitored-events.ts";

/** A metric filter on the trail's log group that names all events, and its alarm, which somebody hears. */
function alarmFor(names: readonly string[]): (all: SynthesizedOrganization) => Proof {
  return (all) => {
    const management = stackOf(all, "management");
    const [trail] = organizationTrails(all);
    if (!management || !trail) return "management: no organization trail records every region";
    const group = references(trail.properties["cloud_watch_logs_group_arn"])[0];
    if (group === undefined) return `management: ${trail.address} delivers to no log group`;
    const filters = resourcesOf(management, "aws_cloudwatch_log_metric_filter").filter(
      ({ properties }) => references(properties["log_group_name"]).includes(group) && watches(properties, names),
    );
    if (filters.length === 0) return `management: no metric filter of ${group} names ${names.join(", ")}`;
    for (const filter of filters) {
      const alarm = resourcesOf(management, "aws_cloudwatch_metric_alarm").find((candidate) => isOn(candidate, filter));
      const topic = alarm && heardOn(all, alarm);
      if (alarm && topic) return [filter, alarm, topic];
    }
    return `management: ${filters[0]!.address} has no alarm that a subscribed topic hears`;
  };
}

/** True when the values of a filter pattern, which may hold `*`, match every name. */
function watches({ pattern }: Resource["properties"], names: readonly string[]): boolean {
  const values = [...String(pattern).matchAll(/=\s*"?([^"()&|{}]+?)"?\s*(?=[)&|}])/g)].map((match) => match[1]!);
  return names.every((name) => values.some((value) => value === name || matches(value, name)));
}

function isOn(alarm: Resource, filter: Resource): boolean {
  return blocks(filter.properties["metric_transformation"]).some(
    ({ name, namespace }) =>
      alarm.properties["metric_name"] === name &&
      alarm.properties["namespace"] === namespace &&
      alarm.properties["actions_enabled"] !== false,
  );
}

/** The topic of an alarm, if it has a subscriber. */
function heardOn(all: SynthesizedOrganization, alarm: Resource): Resource | undefined {
  const stackOfAlarm = all.stacks.find(({ account }) => account.name === alarm.account)!;
  for (const action of list(alarm.properties["alarm_actions"])) {
    const topic = sourceOf(all.stacks, stackOfAlarm, action);
    const owner = all.stacks.find(({ account }) => account.name === topic?.account);
    if (topic?.type !== "aws_sns_topic" || !owner) continue;
    const subscribed = resourcesOf(owner, "aws_sns_topic_subscription").some(({ properties }) =>
      references(properties["topic_arn"]).includes(topic.address),
    );
    if (subscribed) return topic;
  }
  return undefined;
}

/**
 * Security Hub CSPM in every region and account: by a configuration policy of central configuration, or by switching new
 * accounts on in each region.
 */
function securityHub(all: SynthesizedOrganization): Proof {
  const security = stackOf(all, "security");
  if (!security) return "the security account has no stack";
  const configurations = resourcesOf(security, "aws_securityhub_organization_configuration");
  const central = configurations.filter(({ properties }) =>
    blocks(properties["organization_configuration"]).some(({ configuration_type }) => configuration_type === "CENTRAL"),
  );
  if (central.length === 0)
    return inEveryRegion(
      security,
      all,
      "aws_securityhub_organization_configuration",
      ({ auto_enable }) => auto_enable === true,
    );
  const policies = resourcesOf(security, "aws_securityhub_configuration_policy").filter(({ properties }) =>
    blocks(properties["configuration_policy"]).some(({ service_enabled }) => service_enabled === true),
  );
  const associations = resourcesOf(security, "aws_securityhub_configuration_policy_association").filter(
    ({ properties }) => policies.some(({ address }) => references(properties["policy_id"]).includes(address)),
  );
  const aggregators = resourcesOf(security, "aws_securityhub_finding_aggregator").filter(({ properties }) => {
    const linked: string[] = list(properties["specified_regions"]);
    return (
      properties["linking_mode"] === "ALL_REGIONS" ||
      (properties["linking_mode"] === "SPECIFIED_REGIONS" &&
        all.organization.regions.every((region) => region === all.organization.homeRegion || linked.includes(region)))
    );
  });
  if (policies.length === 0) return "security: no configuration policy switches Security Hub on";
  if (associations.length === 0) return "security: the configuration policy is associated with nothing";
  if (aggregators.length === 0) return "security: not every governed region is linked to the home region";
  return [...central, ...policies, ...associations, ...aggregators];
}

/** Section 5: what raises an alarm. */
export const monitoring: readonly Control[] = [
  ...monitoredEvents.map(({ id, title, names }): Control => ({
    id,
    title,
    scope: "organisation",
    judge: organisation(alarmFor(names)),
  })),
  {
    id: "5.16",
    title: "Security Hub is on in every account and region",
    scope: "organisation",
    judge: organisation(securityHub),
  },
];
