import { synthesizedRepository } from "../repository.fixture.ts";
import { findingsOf } from "../rules/index.ts";
import type { SynthesizedOrganization } from "../synthesized.ts";
import { compliance } from "./compliance.ts";

/** The organisation in which two networks are peered, with a route from the first to a block of the second. */
function peered(destination: string): SynthesizedOrganization {
  const { stacks, ...facts } = synthesizedRepository();
  const peer = (name: string, cidrs: readonly string[], side: "requester" | "accepter") => ({
    connection: { kind: "peering", name: "backoffice", with: name, side } as const,
    cidrs,
    region: "eu-west-1",
  });
  const peers = {
    "shop-dev": peer("shop-staging", ["10.64.0.0/20", "10.64.16.0/24"], "requester"),
    "shop-staging": peer("shop-dev", ["10.32.0.0/20"], "accepter"),
  } as const;
  const secondaryCidrs = ["10.64.16.0/24"];
  return {
    ...facts,
    stacks: stacks.map(({ account, template, ...rest }) => {
      if (account.name !== "shop-dev" && account.name !== "shop-staging") return { account, template, ...rest };
      const network = { ...account.network!, peers: [peers[account.name]] };
      if (account.name === "shop-staging")
        return { account: { ...account, network: { ...network, secondaryCidrs } }, template, ...rest };
      const route = {
        destination_cidr_block: destination,
        vpc_peering_connection_id: "${aws_vpc_peering_connection.x.id}",
      };
      const resource = { ...template.resource, aws_route: { peering: route } };
      return { account: { ...account, network }, template: { ...template, resource }, ...rest };
    }),
  };
}

/** What is said of the route by the account's own check, and of the whole organisation. */
function said(organisation: SynthesizedOrganization): [string[], string | undefined] {
  const stack = organisation.stacks.find(({ account }) => account.name === "shop-dev")!;
  const findings = findingsOf(stack, organisation).filter(({ rule }) => rule === "CIS 6.6");
  return [findings.map(({ message }) => message), compliance(organisation, new Set(["6.6"]))[0]?.status];
}

test.each(["10.64.0.0/20", "10.64.3.0/24", "10.64.16.0/24"])(
  "a route to a peered VPC may lead to %s",
  (destination) => {
    expect(said(peered(destination))).toEqual([[], "met"]);
  },
);

test.each([
  ["more than one block of the other", "10.64.0.0/19"],
  ["every network", "10.0.0.0/8"],
  ["a network that is not peered", "10.200.0.0/20"],
])("but not to %s", (_, destination) => {
  expect(said(peered(destination))).toEqual([[`leads to ${destination}, more than one VPC`], "unmet"]);
});
