import fs from "node:fs";
import path from "node:path";
import { accountResources, understood } from "./account-resources.ts";
import { Listing } from "./listing.ts";

const script = fs.readFileSync(path.join(import.meta.dirname, "../../../tools/account-listing.sh"), "utf8");

test.each(understood)("%s is asked by the script that makes a listing", (command) => {
  const [service, verb] = command.split(" ") as [string, string];
  expect(script).toContain(`ask ${service} `);
  expect(script).toMatch(new RegExp(`[ "]${verb.replace(/^(describe|get)-/, "")}(\\s|;)`));
});

const resources = (...answers: [command: string, output: Record<string, unknown> | null][]) =>
  accountResources(
    new Listing(
      "ids.json",
      answers.map(([command, output]) => ({ command: command.split(" "), output })),
    ),
  );

test("routes that somebody made are resources, those that come with a table are not", () => {
  const table = {
    RouteTableId: "rtb-1",
    Associations: [{ Main: true }, { SubnetId: "subnet-1" }],
    Routes: [
      { DestinationCidrBlock: "10.0.0.0/16", Origin: "CreateRouteTable" },
      { DestinationCidrBlock: "0.0.0.0/0", Origin: "CreateRoute" },
      { DestinationIpv6CidrBlock: "::/0", Origin: "CreateRoute" },
    ],
  };
  expect(
    resources(["ec2 describe-route-tables", { RouteTables: [table] }]).found.map(({ importId }) => importId),
  ).toEqual(["rtb-1", "subnet-1/rtb-1", "rtb-1_0.0.0.0/0"]);
});

test("a bucket has the parts that answered; a NAT gateway that is gone is none", () => {
  const { found } = resources(
    ["s3api list-buckets", { Buckets: [{ Name: "one" }] }],
    ["s3api get-bucket-versioning --bucket one", null],
    ["s3api get-bucket-policy --bucket one", { Policy: "{}" }],
    ["ec2 describe-nat-gateways", { NatGateways: [{ NatGatewayId: "nat-1", SubnetId: "s", State: "deleted" }] }],
  );
  expect(found.map(({ type }) => type)).toEqual(["aws_s3_bucket", "aws_s3_bucket_policy"]);
});

test("what is Control Tower's is left alone, with all that belongs to it", () => {
  const { found, leftAlone } = resources(
    ["s3api list-buckets", { Buckets: [{ Name: "aws-controltower-logs-1" }] }],
    ["s3api get-bucket-policy --bucket aws-controltower-logs-1", { Policy: "{}" }],
  );
  expect(found).toEqual([]);
  expect(leftAlone).toEqual(["bucket aws-controltower-logs-1: Control Tower"]);
});

test("another shape than the CLI's is said to be so", () => {
  expect(() => resources(["ec2 describe-vpcs", { Vpcs: [{ VpcId: "vpc-1" }] }])).toThrow(
    "is not what aws ec2 describe-vpcs prints",
  );
});
