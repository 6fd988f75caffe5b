import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import type { Given } from "./cases.fixture.ts";
import {
  answer,
  apart,
  attachment,
  beside,
  endpoint,
  flowLog,
  foreign,
  foreignBucket,
  group,
  other,
  overlapping,
  peering,
  sharedWith,
  subnet,
  transit,
  vpc,
} from "./cases.fixture.ts";

// type, attributes, what exists, the code of the refusal or undefined
test.each<[string, Attributes, Given, string | undefined]>([
  ["aws_vpc_peering_connection", peering, [vpc, foreign], undefined],
  ["aws_vpc_peering_connection", peering, [vpc], "InvalidVpcID.NotFound"],
  [
    "aws_vpc_peering_connection",
    { ...peering, peer_owner_id: "777788889999" },
    [vpc, foreign],
    "InvalidVpcID.NotFound",
  ],
  ["aws_vpc_peering_connection", { ...peering, peer_region: "us-east-1" }, [vpc, foreign], "InvalidVpcID.NotFound"],
  ["aws_vpc_peering_connection", { ...peering, auto_accept: true }, [vpc, foreign], "OperationNotPermitted"],
  ["aws_vpc_peering_connection", { vpc_id: "vpc-1", peer_vpc_id: "vpc-2", auto_accept: true }, [vpc, other], undefined],
  ["aws_vpc_peering_connection", { ...peering, peer_vpc_id: "vpc-8" }, [vpc, overlapping], "InvalidParameterValue"],
  [
    "aws_vpc_peering_connection_accepter",
    { vpc_peering_connection_id: "pcx-1" },
    [stored("aws_vpc_peering_connection", "pcx-1", { "@account": "444455556666", peer_owner_id: "111122223333" })],
    undefined,
  ],
  [
    "aws_vpc_peering_connection_accepter",
    { vpc_peering_connection_id: "pcx-1" },
    [stored("aws_vpc_peering_connection", "pcx-1", { "@account": "444455556666", peer_owner_id: "777788889999" })],
    "OperationNotPermitted",
  ],
  [
    "aws_vpc_peering_connection_options",
    { vpc_peering_connection_id: "pcx-1" },
    [stored("aws_vpc_peering_connection", "pcx-1", {})],
    "OperationNotPermitted",
  ],
  [
    "aws_vpc_peering_connection_options",
    { vpc_peering_connection_id: "pcx-1" },
    [stored("aws_vpc_peering_connection", "pcx-1", { auto_accept: true })],
    undefined,
  ],
  [
    "aws_vpc_peering_connection_options",
    { vpc_peering_connection_id: "pcx-1" },
    [
      stored("aws_vpc_peering_connection", "pcx-1", {}),
      stored("aws_vpc_peering_connection_accepter", "pcx-1", {
        "@account": "444455556666",
        vpc_peering_connection_id: "pcx-1",
      }),
    ],
    undefined,
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1", vpc_id: "vpc-1", subnet_ids: ["subnet-1"] },
    [transit, ...sharedWith("111122223333"), vpc, subnet],
    undefined,
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1", vpc_id: "vpc-1", subnet_ids: ["subnet-1", "subnet-2"] },
    [transit, vpc, subnet, beside],
    "DuplicateSubnetsInSameZone",
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1", vpc_id: "vpc-1", subnet_ids: ["subnet-1"] },
    [transit, vpc, subnet, attachment],
    "DuplicateTransitGatewayAttachment",
  ],
  ["aws_vpc_endpoint", endpoint, [vpc], undefined],
  ["aws_vpc_endpoint", { ...endpoint, vpc_id: "vpc-2" }, [other], "InvalidParameter"],
  ["aws_vpc_endpoint", { ...endpoint, service_name: "com.amazonaws.us-east-1.ssm" }, [vpc], "InvalidServiceName"],
  ["aws_vpc_endpoint", { ...endpoint, service_name: "ssm" }, [vpc], "InvalidServiceName"],
  [
    "aws_vpc_endpoint",
    { ...endpoint, service_name: "com.amazonaws.us-east-1.ssm", service_region: "us-east-1" },
    [vpc],
    undefined,
  ],
  [
    "aws_vpc_endpoint",
    { vpc_id: "vpc-1", vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-west-1.s3" },
    [vpc],
    undefined,
  ],
  [
    "aws_vpc_endpoint",
    { vpc_id: "vpc-1", vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-west-1.ssm" },
    [vpc],
    "InvalidParameter",
  ],
  ["aws_vpc_endpoint", endpoint, [vpc, stored("aws_vpc_endpoint", "vpce-1", endpoint)], "InvalidParameter"],
  ["aws_vpc_endpoint", { ...endpoint, security_group_ids: ["sg-1"] }, [vpc, group], undefined],
  ["aws_vpc_endpoint", { ...endpoint, subnet_ids: ["subnet-3"] }, [vpc, apart], "InvalidParameter"],
  ["aws_flow_log", flowLog, [vpc, foreignBucket], undefined],
  ["aws_flow_log", flowLog, [vpc], "InvalidParameter"],
  ["aws_flow_log", { ...flowLog, subnet_id: "subnet-1" }, [vpc, subnet, foreignBucket], "InvalidParameter"],
  ["aws_flow_log", { vpc_id: "vpc-1", log_destination: "arn:x" }, [vpc], "InvalidParameter"],
  ["aws_flow_log", flowLog, [vpc, foreignBucket, stored("aws_flow_log", "fl-1", flowLog)], "FlowLogAlreadyExists"],
  [
    "aws_oam_link",
    { sink_identifier: "arn:aws:oam:eu-west-1:111122223333:sink/1" },
    [stored("aws_oam_sink", "arn:aws:oam:eu-west-1:111122223333:sink/1")],
    "ValidationException",
  ],
  [
    "aws_ec2_transit_gateway_vpc_attachment",
    { transit_gateway_id: "tgw-1", vpc_id: "vpc-2", subnet_ids: ["subnet-3"] },
    [transit, ...sharedWith("111122223333"), other, apart, attachment],
    undefined,
  ],
])("%s %j", (type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
