import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import { answer, apart, other, subnet, vpc, type Given } from "./cases.fixture.ts";

const serviceName = "com.amazonaws.vpce.eu-west-1.vpce-svc-1";
const service = (attributes: Attributes = {}) =>
  stored("aws_vpc_endpoint_service", "vpce-svc-1", {
    "@account": "444455556666",
    service_name: serviceName,
    allowed_principals: ["arn:aws:iam::111122223333:root"],
    availability_zones: ["eu-west-1a"],
    ...attributes,
  });
const endpoint: Attributes = {
  vpc_id: "vpc-1",
  vpc_endpoint_type: "Interface",
  service_name: serviceName,
  subnet_ids: ["subnet-1"],
};
const arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/shop/1";
const balancer = (type: string) => stored("aws_lb", arn, { arn, load_balancer_type: type });
const behind: Attributes = { acceptance_required: false, network_load_balancer_arns: [arn] };

// what, type, attributes, what exists, the code of the refusal or undefined
test.each<[string, string, Attributes, Given, string | undefined]>([
  ["a service that lists the account", "aws_vpc_endpoint", endpoint, [vpc, subnet, service()], undefined],
  [
    "one that does not",
    "aws_vpc_endpoint",
    endpoint,
    [vpc, subnet, service({ allowed_principals: [] })],
    "InvalidServiceName",
  ],
  ["one that does not exist", "aws_vpc_endpoint", endpoint, [vpc, subnet], "InvalidServiceName"],
  [
    "one of another region",
    "aws_vpc_endpoint",
    endpoint,
    [vpc, subnet, service({ region: "us-east-1" })],
    "InvalidServiceName",
  ],
  [
    "a zone it is not in",
    "aws_vpc_endpoint",
    { ...endpoint, vpc_id: "vpc-2", subnet_ids: ["subnet-3"] },
    [other, apart, service()],
    "InvalidParameter",
  ],
  ["a network load balancer", "aws_vpc_endpoint_service", behind, [balancer("network")], undefined],
  ["an application load balancer", "aws_vpc_endpoint_service", behind, [balancer("application")], "InvalidParameter"],
  ["no load balancer", "aws_vpc_endpoint_service", { acceptance_required: false }, [], "InvalidParameter"],
  [
    "a principal that is none",
    "aws_vpc_endpoint_service",
    { ...behind, allowed_principals: ["111122223333"] },
    [balancer("network")],
    "InvalidPrincipal",
  ],
])("%s: %s", (_, type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
