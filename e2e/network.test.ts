import { resourcesOf, stateOf } from "./support/cloud.ts";
import { Workspace, type Summary } from "./support/workspace.ts";

// Networks of an organisation under the real Terraform. Each test continues where the one before stopped.

jest.setTimeout(600_000);

const accounts = ["management", "log-archive", "security", "network", "shop-dev", "shop-staging"];
const workspace = new Workspace(accounts);
const archipelago = (...args: string[]): Promise<string> => workspace.succeed(args);
const pair = ["shop-dev", "shop-staging"] as const;
const attached = ["network", ...pair] as const;

beforeAll(async () => {
  // Of the two, one with an application is enough.
  workspace.write("accounts/shop-staging/stack.ts", workspace.read("accounts/_template/stack.ts"));
  workspace.git("commit", "--quiet", "--all", "--message", "Only a network in shop-staging");
  await archipelago("apply", "--all", "--yes");
});
afterAll(() => workspace.remove());

/** What the last plan of an account would change, as `action address`. */
function changes(account: string): string[] {
  const { resource_changes: all = [] } = workspace.json<{
    resource_changes?: { address: string; change: { actions: string[] } }[];
  }>(`.archipelago/plans/${account}/plan.json`);
  return all
    .filter(({ change }) => !["no-op", "read"].includes(change.actions[0]!))
    .map(({ address, change }) => `${change.actions.join("+")} ${address}`)
    .sort();
}

/** Statuses of accounts in a plan of them that skips nothing. */
async function statuses(...planned: string[]): Promise<Record<string, string>> {
  await archipelago("plan", ...planned, "--full");
  const summaries = workspace.json<Summary[]>(".archipelago/report/plan.json");
  return Object.fromEntries(summaries.map(({ account, status }) => [account, status]));
}

const unchanged = (planned: readonly string[]) => Object.fromEntries(planned.map((account) => [account, "no-changes"]));

/** Adds to an account's connections. */
function connect(account: string, connection: object): void {
  const file = `accounts/${account}/account.json`;
  const { connections = [], ...rest } = workspace.json<{ connections?: object[] }>(file);
  workspace.write(file, { ...rest, connections: [...connections, connection] });
}

const peering = { kind: "peering", name: "backoffice" };

test("a peering that one account declares is refused with the line to add to the other", async () => {
  connect("shop-dev", { ...peering, with: "shop-staging", side: "requester" });
  const { exitCode, stdout, stderr } = await workspace.archipelago(["check", "shop-dev"]);
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toContain(
    'add to connections of accounts/shop-staging/account.json: {"kind":"peering","name":"backoffice","with":"shop-dev","side":"accepter"}',
  );
});

const before: Record<string, string[]> = {};

test("a peering that both declare is requested, accepted, configured and routed in one apply, and comes to rest", async () => {
  for (const account of attached) before[account] = stateOf(workspace, account);
  connect("shop-staging", { ...peering, with: "shop-dev", side: "accepter" });
  await archipelago("apply", ...pair, "--yes");
  const [connection] = resourcesOf(workspace).filter(({ type }) => type === "aws_vpc_peering_connection");
  const types = (account: string): string[] =>
    stateOf(workspace, account)
      .filter((resource) => !before[account]!.includes(resource))
      .map((resource) => resource.split(" ")[0]!);
  expect(types("shop-dev")).toEqual([
    "aws_route",
    "aws_route",
    "aws_route",
    "aws_s3_object",
    "aws_vpc_peering_connection",
    "aws_vpc_peering_connection_options",
  ]);
  expect(types("shop-staging")).toEqual([
    "aws_route",
    "aws_route",
    "aws_route",
    "aws_s3_object",
    "aws_vpc_peering_connection_accepter",
  ]);
  const routes = resourcesOf(workspace).filter(
    ({ type, attributes }) => type === "aws_route" && attributes["vpc_peering_connection_id"] === connection!.id,
  );
  expect(routes.map(({ attributes }) => attributes["destination_cidr_block"]).sort()).toEqual([
    ...Array<string>(3).fill("10.32.0.0/20"),
    ...Array<string>(3).fill("10.64.0.0/20"),
  ]);
  expect(await statuses(...pair)).toEqual(unchanged(pair));
});

test("a transit gateway, off as the repository is: on by two lines for each spoke, and isolates them", async () => {
  const peered: Record<string, string[]> = {};
  for (const account of attached) peered[account] = stateOf(workspace, account);
  const transit = { kind: "transit", name: "shared" };
  for (const spoke of pair) {
    connect(spoke, { ...transit, with: "network", side: "spoke" });
    connect("network", { ...transit, with: spoke, side: "hub" });
  }
  expect(JSON.parse(await archipelago("check", "--all", "--json"))).toHaveLength(accounts.length);
  await archipelago("apply", ...attached, "--yes");
  expect(await statuses("--all")).toEqual(unchanged(accounts));
  const added = (account: string): string[] =>
    stateOf(workspace, account)
      .filter((resource) => !peered[account]!.includes(resource))
      .map((resource) => resource.split(" ")[0]!)
      .filter((type) => type !== "aws_route" && type !== "aws_s3_object");
  for (const spoke of pair) expect(added(spoke)).toEqual(["aws_ec2_transit_gateway_vpc_attachment"]);
  expect(added("network")).toEqual([
    "aws_ec2_transit_gateway",
    ...Array<string>(2).fill("aws_ec2_transit_gateway_route_table"),
    ...Array<string>(3).fill("aws_ec2_transit_gateway_route_table_association"),
    ...Array<string>(3).fill("aws_ec2_transit_gateway_route_table_propagation"),
    "aws_ec2_transit_gateway_vpc_attachment",
    ...Array<string>(2).fill("aws_ram_principal_association"),
    "aws_ram_resource_association",
    "aws_ram_resource_share",
  ]);
  const routes = resourcesOf(workspace)
    .filter(({ type, attributes }) => type === "aws_route" && attributes["transit_gateway_id"])
    .map(({ attributes }) => attributes["destination_cidr_block"]);
  expect(routes.sort()).toEqual([...Array<string>(6).fill("10.0.0.0/20"), ...Array<string>(4).fill("10.0.0.0/8")]);
});

test("without their lines exactly that goes again, the attachments before the gateway", async () => {
  workspace.undoEdits();
  await archipelago("apply", ...pair, "--yes");
  await archipelago("apply", "network", "--yes");
  for (const account of attached) expect([account, stateOf(workspace, account)]).toEqual([account, before[account]]);
  const left = resourcesOf(workspace).filter(({ type }) => /^aws_(vpc_peering|ec2_transit)/.test(type));
  expect(left).toEqual([]);
  expect(await statuses("--all")).toEqual(unchanged(accounts));
});

test("a zone more adds the zone's resources and replaces nothing; without it they go", async () => {
  workspace.replace("accounts/shop-dev/account.json", '"cidr": "10.32.0.0/20"', '"cidr": "10.32.0.0/20", "zones": 3');
  await archipelago("apply", "shop-dev", "--yes");
  expect(changes("shop-dev")).toEqual(
    [
      ...["data", "private", "public"].map(
        (tier) => `create aws_route_table_association.vpc_${tier}-association_eu-west-1c`,
      ),
      "create aws_route.vpc_private-internet_eu-west-1c",
      "create aws_route_table.vpc_private-table_eu-west-1c",
      ...["data", "private", "public"].map((tier) => `create aws_subnet.vpc_${tier}_eu-west-1c`),
      "update aws_ecs_service.shop_worker[0]",
      ...["data", "private", "public"].map((tier) => `update aws_network_acl.vpc_${tier}-acl`),
      ...["dynamodb", "s3"].map((service) => `update aws_vpc_endpoint.vpc_gateway-endpoints_${service}`),
    ].sort(),
  );
  workspace.undoEdits();
  await archipelago("apply", "shop-dev", "--yes");
  expect(changes("shop-dev").filter((change) => change.includes("+") || change.startsWith("create"))).toEqual([]);
  expect(stateOf(workspace, "shop-dev")).toEqual(before["shop-dev"]);
});
