import { compliance, controls } from "../cis/compliance.ts";
import { monitoredEvents } from "../cis/monitored-events.ts";
import { formatFinding } from "../finding.ts";
import { synthesizedRepository } from "../repository.fixture.ts";
import { findingsOf, rules } from "../rules/index.ts";
import type { SynthesizedOrganization } from "../synthesized.ts";
import { accountMutations } from "./account.fixture.ts";
import { organisationMutations } from "./organisation.fixture.ts";
import { Tree, type Mutation, type Properties } from "./tree.fixture.ts";

/** For each alarm of the benchmark: its filters watch for one event less. */
const deafFilters = monitoredEvents.map(({ id, names }): Mutation => ({
  what: `filters that miss ${names[0]} (${id})`,
  mutate: (tree) => {
    const filters = tree.stack("management").template.resource!["aws_cloudwatch_log_metric_filter"]!;
    for (const filter of Object.values(filters) as Properties[])
      filter["pattern"] = filter["pattern"].replaceAll(names[0]!, "Nothing");
  },
  caughtBy: [`CIS ${id}`],
}));

const mutations = [...organisationMutations, ...accountMutations, ...deafFilters];

/** Names of rules that found something, and controls that are not met. */
function caught(organisation: SynthesizedOrganization): Set<string> {
  return new Set([
    ...organisation.stacks.flatMap((stack) => findingsOf(stack, organisation)).map(({ rule }) => rule),
    ...compliance(organisation)
      .filter(({ status }) => status === "unmet")
      .map(({ id }) => `CIS ${id}`),
  ]);
}

/** The organisation of this repository, with somebody who hears the alarms. */
function complete(): Tree {
  const tree = new Tree(synthesizedRepository());
  const resources = tree.stack("management").template.resource!;
  for (const name of Object.keys(resources["aws_sns_topic"] ?? {}))
    tree.add("management", "aws_sns_topic_subscription", { topic_arn: `\${aws_sns_topic.${name}.arn}` }, name);
  return tree;
}

test("rules find nothing in this repository", () => {
  const organisation = synthesizedRepository();
  expect(organisation.stacks.flatMap((stack) => findingsOf(stack, organisation)).map(formatFinding)).toEqual([]);
});

test("nothing is caught in the organisation that the rows change", () => {
  expect([...caught(complete().organisation)]).toEqual([]);
});

test.each(mutations)("$what", ({ mutate, caughtBy }) => {
  const tree = complete();
  mutate(tree);
  expect([...caught(tree.organisation)]).toEqual(expect.arrayContaining([...caughtBy]));
});

/** Off is all they can be: what would meet them is left out on purpose. */
const neverUnmet = ["2.1.5", "4.8", "4.9"];

test("there are rows for every rule and for every control that can be unmet, and no two are the same", () => {
  const names = new Set(mutations.flatMap(({ caughtBy }) => caughtBy));
  const judged = controls.filter(({ id, scope }) => scope !== "manual" && !neverUnmet.includes(id));
  expect(judged.map(({ id }) => `CIS ${id}`).filter((name) => !names.has(name))).toEqual([]);
  expect(rules.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
  expect(new Set(mutations.map(({ what }) => what)).size).toBe(mutations.length);
});
