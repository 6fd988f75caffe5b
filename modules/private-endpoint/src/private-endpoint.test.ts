import type { AccountDefinition, Connection } from "@archipelago/account-stack";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { EndpointService, PrivateEndpoint, type EndpointServiceProps } from "./index.ts";

const connection = (other: string, side: "provider" | "consumer", port = 443): Connection => ({
  kind: "private-endpoint",
  name: "prices",
  with: other,
  side,
  port,
});
const build = (definition: AccountDefinition, name: string, connections: readonly Connection[]) =>
  synthStack(definition, { account: { ...exampleAccount, name, connections } });
const provider = (connections: readonly Connection[], props: Partial<EndpointServiceProps> = {}) =>
  build(
    (stack) =>
      void new EndpointService(stack, "prices", { name: "prices", vpcId: "vpc-1", subnetIds: ["subnet-1"], ...props }),
    "shop",
    connections,
  );
const consumer = (connections: readonly Connection[]) =>
  build(
    (stack) =>
      void new PrivateEndpoint(stack, "prices", {
        name: "prices",
        vpcId: "vpc-2",
        subnetIds: ["subnet-2"],
        clientCidrs: ["10.32.0.0/20"],
      }),
    "analytics",
    connections,
  );

test("the provider lets in the declared accounts, no other, and tells each the service's name", () => {
  const template = provider([connection("analytics", "provider"), connection("crm", "provider")]);
  expect(template.resource("aws_vpc_endpoint_service")).toMatchObject({
    acceptance_required: false,
    allowed_principals: [
      "arn:aws:iam::${var.account_id_of_analytics}:root",
      "arn:aws:iam::${var.account_id_of_crm}:root",
    ],
    network_load_balancer_arns: ["${aws_lb.prices_load-balancer.arn}"],
  });
  const { connections } = template.published();
  for (const account of ["analytics", "crm"])
    expect(connections).toContain(
      `"private-endpoint.prices.${account}.service-name" = aws_vpc_endpoint_service.prices.service_name`,
    );
});

test("the load balancer is inside, and passes on the declared port", () => {
  const template = provider([connection("analytics", "provider", 5432)], { targetType: "instance" });
  expect(template.resource("aws_lb")).toMatchObject({ internal: true, load_balancer_type: "network" });
  expect(template.resource("aws_lb_listener")).toMatchObject({ port: 5432, protocol: "TCP" });
  expect(template.resource("aws_lb_target_group")).toMatchObject({ port: 5432, target_type: "instance" });
});

test("one service has one port", () => {
  expect(() => provider([connection("analytics", "provider"), connection("crm", "provider", 8443)])).toThrow(
    /has port 443 for one account and 8443 for another/,
  );
});

test("the consumer has an endpoint once it is told, open to its own network on that port alone", () => {
  const template = consumer([connection("shop", "consumer", 5432)]);
  expect(template.resource("aws_vpc_endpoint")).toMatchObject({
    count: "${(var.shop_private_endpoint_prices_service_name == null) ? 0 : 1}",
    service_name: "${var.shop_private_endpoint_prices_service_name}",
    vpc_endpoint_type: "Interface",
    security_group_ids: ["${aws_security_group.prices_shop-clients.id}"],
  });
  expect(template.resource("aws_vpc_security_group_ingress_rule")).toMatchObject({
    cidr_ipv4: "10.32.0.0/20",
    from_port: 5432,
    to_port: 5432,
  });
});

test.each([
  ["provider", () => provider([])],
  ["consumer", () => consumer([])],
])("a %s that account.json does not declare is refused with the line to add", (side, make) => {
  const format = (): string => {
    try {
      make();
      return "";
    } catch (error) {
      return (error as { format(): string }).format();
    }
  };
  expect(format()).toContain(
    `add to connections: {"kind":"private-endpoint","name":"prices","with":"<the other account>","side":"${side}","port":443}`,
  );
});
