import type { Attributes } from "../contract.ts";
import { stored } from "../test-cloud.ts";
import { answer, type Given } from "./cases.fixture.ts";

const association = "aws_ec2_transit_gateway_route_table_association";
const propagation = "aws_ec2_transit_gateway_route_table_propagation";
const gateway = stored("aws_ec2_transit_gateway", "tgw-1", { association_default_route_table_id: "tgw-rtb-0" });
const table = (id: string, attributes: Attributes = {}) =>
  stored("aws_ec2_transit_gateway_route_table", id, { transit_gateway_id: "tgw-1", ...attributes });
const spoke = (attributes: Attributes = {}) =>
  stored("aws_ec2_transit_gateway_vpc_attachment", "tgw-attach-1", {
    "@account": "444455556666",
    transit_gateway_id: "tgw-1",
    ...attributes,
  });
const join: Attributes = {
  transit_gateway_attachment_id: "tgw-attach-1",
  transit_gateway_route_table_id: "tgw-rtb-1",
};
const toDefault: Attributes = { ...join, transit_gateway_route_table_id: "tgw-rtb-0" };
const elsewhere = stored(association, "other", { ...join, transit_gateway_route_table_id: "tgw-rtb-2" });

test.each<[string, string, Attributes, Given, string | undefined]>([
  ["another account's attachment", association, join, [gateway, table("tgw-rtb-1"), spoke()], undefined],
  ["the table that the gateway was made with", association, toDefault, [gateway, spoke()], undefined],
  ["no attachment", association, join, [gateway, table("tgw-rtb-1")], "InvalidTransitGatewayAttachmentID.NotFound"],
  ["no table", propagation, join, [gateway, spoke()], "InvalidRouteTableID.NotFound"],
  [
    "a table of the account that shares its gateway",
    association,
    join,
    [table("tgw-rtb-1", { "@account": "444455556666" }), spoke({ "@account": "111122223333" })],
    "InvalidRouteTableID.NotFound",
  ],
  [
    "an attachment of another gateway",
    propagation,
    join,
    [gateway, table("tgw-rtb-1"), spoke({ transit_gateway_id: "tgw-2" })],
    "InvalidTransitGatewayAttachmentID.NotFound",
  ],
  [
    "the same to the gateway's own table",
    association,
    toDefault,
    [gateway, spoke({ transit_gateway_id: "tgw-2" })],
    "InvalidTransitGatewayAttachmentID.NotFound",
  ],
  [
    "a second table for what comes from an attachment",
    association,
    join,
    [gateway, table("tgw-rtb-1"), spoke(), elsewhere],
    "Resource.AlreadyAssociated",
  ],
  [
    "a second table instead of the first",
    association,
    { ...join, replace_existing_association: true },
    [gateway, table("tgw-rtb-1"), spoke(), elsewhere],
    undefined,
  ],
  ["routes into a second table", propagation, join, [gateway, table("tgw-rtb-1"), spoke(), elsewhere], undefined],
])("%s: %s", (_, type, attributes, given, code) => {
  expect(answer(type, attributes, given)?.code).toBe(code);
});
