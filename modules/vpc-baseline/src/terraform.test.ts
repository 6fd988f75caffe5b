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

function write(props: Partial<VpcBaselineProps>, more: object): void {
  const { text } = synthStack((stack) => void new VpcBaseline(stack, "vpc", { ...small, ...props }));
  const stack = JSON.parse(text) as {
    terraform: { backend?: unknown };
    variable: { account_id: { default?: string } };
  };
  delete stack.terraform.backend;
  stack.variable.account_id.default = accountId;
  terraform.write({ ...stack, ...more });
}

/** What is done to the network by a change, applied; and that nothing is left to do then. */
async function changes(props: Partial<VpcBaselineProps>, more: object = {}): Promise<string[]> {
  write(props, more);
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

test("a network of somebody's first years joins by import, its data subnets in a block that was added later", async () => {
  const old = offline.terraform(accountId);
  const subnets = { public: "10.2.200.0/25", private: "10.2.17.0/24", data: "100.64.3.32/27" };
  old.write({
    provider: { aws: { region: "eu-west-1" } },
    resource: {
      aws_vpc: { "prod-2023": { cidr_block: "10.2.0.0/16", tags: { Name: "prod (old!)" } } },
      aws_vpc_ipv4_cidr_block_association: {
        more: { vpc_id: "${aws_vpc.prod-2023.id}", cidr_block: "100.64.0.0/22" },
      },
      aws_subnet: Object.fromEntries(
        Object.entries(subnets).map(([tier, cidr_block]) => [
          tier,
          {
            vpc_id: "${aws_vpc_ipv4_cidr_block_association.more.vpc_id}",
            cidr_block,
            availability_zone: "eu-west-1b",
            map_public_ip_on_launch: tier === "public",
            tags: { Name: `subnet ${tier} #2 (Bob)` },
          },
        ]),
      ),
    },
  });
  const made = await old.apply();
  expect([made.code, made.output]).toEqual([0, expect.stringContaining("Apply complete!")]);
  const ids = new Map<string, string>();
  for (const [address, was] of [
    ["aws_vpc.vpc", "aws_vpc.prod-2023"],
    ["aws_vpc_ipv4_cidr_block_association.vpc_block_100-64-0-0-22", "aws_vpc_ipv4_cidr_block_association.more"],
    ...Object.keys(subnets).map((tier) => [`aws_subnet.vpc_${tier}_eu-west-1b`, `aws_subnet.${tier}`]),
  ] as [string, string][])
    ids.set(address, String((await old.state(was))["id"]));

  terraform = offline.terraform(accountId);
  const props: Partial<VpcBaselineProps> = {
    cidr: "10.2.0.0/16",
    zones: ["b"],
    secondaryCidrs: ["100.64.0.0/22"],
    subnets: Object.fromEntries(Object.entries(subnets).map(([tier, block]) => [tier, { b: block }])),
  };
  const imports = [...ids].map(([to, id]) => ({ to, id }));
  const joined = await changes(props, { import: imports });
  expect(joined.filter((change) => change.startsWith("create aws_subnet") || change.includes("delete"))).toEqual([]);
  expect(joined).toEqual(expect.arrayContaining(["update aws_vpc.vpc", "update aws_subnet.vpc_data_eu-west-1b"]));
  for (const [address, id] of ids) expect((await terraform.state(address))["id"]).toBe(id);
});
