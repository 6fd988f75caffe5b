import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import type { Workspace } from "@archipelago/offline-aws/test-terraform";
import { synthStack } from "@archipelago/testing";
import { VpcBaseline, type VpcBaselineProps } from "./vpc-baseline.ts";

// With the real Terraform and the simulated cloud: what a change of an existing network does to the rest of it.

const accountId = "111111111111";
const offline = useOfflineAws([accountId]);
let terraform: Workspace;
beforeAll(() => void (terraform = offline.terraform(accountId)));

const small: VpcBaselineProps = { cidr: "10.1.0.0/20", zones: 2, nat: "one", flowLogs: { reason: "a test" } };

function write(props: Partial<VpcBaselineProps>): void {
  const { text } = synthStack((stack) => void new VpcBaseline(stack, "vpc", { ...small, ...props }));
  const stack = JSON.parse(text) as {
    terraform: { backend?: unknown };
    variable: { account_id: { default?: string } };
  };
  delete stack.terraform.backend;
  stack.variable.account_id.default = accountId;
  terraform.write(stack);
}

/** What is done to the network by a change, applied; and that nothing is left to do then. */
async function changes(props: Partial<VpcBaselineProps>): Promise<string[]> {
  write(props);
  const planned = (await terraform.plan()).json.resource_changes ?? [];
  const { code, output } = await terraform.apply();
  expect({ code, output }).toMatchObject({ code: 0 });
  expect((await terraform.plan()).code).toBe(0);
  return planned
    .filter(({ change }) => change.actions.join() !== "no-op")
    .map(({ address, change }) => `${change.actions.join("+")} ${address}`)
    .sort();
}

const inZone = (zone: string, ...names: string[]): string[] => names.map((name) => name.replaceAll("ZONE", zone));

test("a network is made, gets IPv6, a zone more and a zone less, and nothing of it is ever replaced", async () => {
  const made = await changes({});
  expect(made.every((change) => change.startsWith("create"))).toBe(true);

  const dual = await changes({ ipv6: true });
  expect(dual).toEqual(
    [
      "create aws_egress_only_internet_gateway.vpc_egress-only-gateway",
      "create aws_route.vpc_public-internet-ipv6",
      ...["a", "b"].map((zone) => `create aws_route.vpc_private-internet-ipv6_eu-west-1${zone}`),
      ...["data", "private", "public"].flatMap((tier) => [
        `update aws_network_acl.vpc_${tier}-acl`,
        ...["a", "b"].map((zone) => `update aws_subnet.vpc_${tier}_eu-west-1${zone}`),
      ]),
      ...["dynamodb", "s3"].map((service) => `update aws_vpc_endpoint.vpc_gateway-endpoints_${service}`),
      "update aws_vpc.vpc",
    ].sort(),
  );
  const vpc = await terraform.state("aws_vpc.vpc");
  const block = String(vpc["ipv6_cidr_block"]).replace("00::/56", "");
  const subnet = await terraform.state("aws_subnet.vpc_private_eu-west-1b");
  expect(subnet).toMatchObject({ ipv6_cidr_block: `${block}11::/64`, assign_ipv6_address_on_creation: true });

  const ofThird = inZone(
    "eu-west-1c",
    ...["data", "private", "public"].flatMap((tier) => [
      `aws_subnet.vpc_${tier}_ZONE`,
      `aws_route_table_association.vpc_${tier}-association_ZONE`,
    ]),
    "aws_route_table.vpc_private-table_ZONE",
    "aws_route.vpc_private-internet_ZONE",
    "aws_route.vpc_private-internet-ipv6_ZONE",
  );
  const listed = [
    ...["data", "private", "public"].map((tier) => `update aws_network_acl.vpc_${tier}-acl`),
    ...["dynamodb", "s3"].map((service) => `update aws_vpc_endpoint.vpc_gateway-endpoints_${service}`),
  ];
  const more = await changes({ ipv6: true, zones: 3 });
  expect(more).toEqual([...ofThird.map((address) => `create ${address}`), ...listed].sort());
  const less = await changes({ ipv6: true });
  expect(less).toEqual([...ofThird.map((address) => `delete ${address}`), ...listed].sort());
});
