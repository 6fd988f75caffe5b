import { z } from "zod";
import { ownerOf } from "./left-alone.ts";
import type { Listing } from "./listing.ts";
import type { Found } from "./matching.ts";

const id = z.string().min(1);

/** What one answer of the CLI tells of resources that exist. */
interface Source {
  readonly command: string;
  found(listing: Listing): Found[];
}

function source<T extends z.ZodType>(command: string, shape: T, found: (output: z.infer<T>) => Found[]): Source {
  return { command, found: (listing) => listing.answers(command, shape).flatMap(({ output }) => found(output)) };
}

/** Without keys that a configuration could have: it is known by what refers to it. */
const byReference = ["id"];

/** What a bucket has besides itself, by the command that answers when it does. Its import id is the bucket's name. */
const bucketParts: Readonly<Record<string, string>> = {
  "s3api get-bucket-policy": "aws_s3_bucket_policy",
  "s3api get-bucket-versioning": "aws_s3_bucket_versioning",
  "s3api get-bucket-encryption": "aws_s3_bucket_server_side_encryption_configuration",
  "s3api get-public-access-block": "aws_s3_bucket_public_access_block",
  "s3api get-bucket-lifecycle-configuration": "aws_s3_bucket_lifecycle_configuration",
  "s3api get-bucket-ownership-controls": "aws_s3_bucket_ownership_controls",
};

/**
 * What is understood of an account's listing. Shapes: EC2 and S3 API Reference; import ids: documentation of each resource of
 * hashicorp/aws 6.25. Read 2026-11.
 */
const sources: readonly Source[] = [
  source("ec2 describe-vpcs", z.object({ Vpcs: z.array(z.object({ VpcId: id, CidrBlock: id })) }), ({ Vpcs }) =>
    Vpcs.map(({ VpcId, CidrBlock }) => ({
      type: "aws_vpc",
      importId: VpcId,
      values: { id: VpcId, cidr_block: CidrBlock },
      keys: ["cidr_block"],
    })),
  ),
  source(
    "ec2 describe-subnets",
    z.object({ Subnets: z.array(z.object({ SubnetId: id, VpcId: id, CidrBlock: id, AvailabilityZone: id })) }),
    ({ Subnets }) =>
      Subnets.map(({ SubnetId, VpcId, CidrBlock, AvailabilityZone }) => ({
        type: "aws_subnet",
        importId: SubnetId,
        values: { id: SubnetId, vpc_id: VpcId, cidr_block: CidrBlock, availability_zone: AvailabilityZone },
        keys: ["vpc_id", "cidr_block", "availability_zone"],
      })),
  ),
  source(
    "ec2 describe-internet-gateways",
    z.object({
      InternetGateways: z.array(z.object({ InternetGatewayId: id, Attachments: z.array(z.object({ VpcId: id })) })),
    }),
    ({ InternetGateways }) =>
      InternetGateways.flatMap(({ InternetGatewayId, Attachments }) =>
        Attachments.map(({ VpcId }) => ({
          type: "aws_internet_gateway",
          importId: InternetGatewayId,
          values: { id: InternetGatewayId, vpc_id: VpcId },
          keys: ["vpc_id"],
        })),
      ),
  ),
  source(
    "ec2 describe-nat-gateways",
    z.object({
      NatGateways: z.array(
        z.object({
          NatGatewayId: id,
          SubnetId: id,
          State: id,
          NatGatewayAddresses: z.array(z.object({ AllocationId: id.optional() })).default([]),
        }),
      ),
    }),
    ({ NatGateways }) =>
      NatGateways.filter(({ State }) => State === "available").map(
        ({ NatGatewayId, SubnetId, NatGatewayAddresses }) => {
          const allocation = NatGatewayAddresses[0]?.AllocationId;
          return {
            type: "aws_nat_gateway",
            importId: NatGatewayId,
            values: { id: NatGatewayId, subnet_id: SubnetId, ...(allocation && { allocation_id: allocation }) },
            keys: ["subnet_id"],
          };
        },
      ),
  ),
  source("ec2 describe-addresses", z.object({ Addresses: z.array(z.object({ AllocationId: id })) }), ({ Addresses }) =>
    Addresses.map(({ AllocationId }) => ({
      type: "aws_eip",
      importId: AllocationId,
      values: { id: AllocationId },
      keys: byReference,
    })),
  ),
  source(
    "ec2 describe-route-tables",
    z.object({
      RouteTables: z.array(
        z.object({
          RouteTableId: id,
          Associations: z.array(z.object({ SubnetId: id.optional() })),
          Routes: z.array(z.object({ DestinationCidrBlock: id.optional(), Origin: id })),
        }),
      ),
    }),
    ({ RouteTables }) =>
      RouteTables.flatMap(({ RouteTableId, Associations, Routes }) => [
        { type: "aws_route_table", importId: RouteTableId, values: { id: RouteTableId }, keys: byReference },
        ...Associations.flatMap(({ SubnetId }) =>
          SubnetId === undefined
            ? []
            : {
                type: "aws_route_table_association",
                importId: `${SubnetId}/${RouteTableId}`,
                values: { subnet_id: SubnetId, route_table_id: RouteTableId },
                keys: ["subnet_id"],
              },
        ),
        ...Routes.flatMap(({ DestinationCidrBlock, Origin }) =>
          DestinationCidrBlock === undefined || Origin !== "CreateRoute"
            ? []
            : {
                type: "aws_route",
                importId: `${RouteTableId}_${DestinationCidrBlock}`,
                values: { route_table_id: RouteTableId, destination_cidr_block: DestinationCidrBlock },
                keys: ["route_table_id", "destination_cidr_block"],
              },
        ),
      ]),
  ),
  source(
    "ec2 describe-vpc-endpoints",
    z.object({ VpcEndpoints: z.array(z.object({ VpcEndpointId: id, VpcId: id, ServiceName: id })) }),
    ({ VpcEndpoints }) =>
      VpcEndpoints.map(({ VpcEndpointId, VpcId, ServiceName }) => ({
        type: "aws_vpc_endpoint",
        importId: VpcEndpointId,
        values: { id: VpcEndpointId, vpc_id: VpcId, service_name: ServiceName },
        keys: ["vpc_id", "service_name"],
      })),
  ),
  source("s3api list-buckets", z.object({ Buckets: z.array(z.object({ Name: id })) }), ({ Buckets }) =>
    Buckets.map(({ Name }) => ({
      type: "aws_s3_bucket",
      importId: Name,
      values: { id: Name, bucket: Name },
      keys: ["bucket"],
    })),
  ),
  ...Object.entries(bucketParts).map(([command, type]) => ({
    command,
    found: (listing: Listing) =>
      listing
        .answers(command, z.record(z.string(), z.unknown()), "--bucket")
        .filter(({ output }) => Object.keys(output).length > 0)
        .map(({ of }) => ({ type, importId: of, values: { bucket: of }, keys: ["bucket"] })),
  })),
];

/** Commands whose answers are understood. */
export const understood: readonly string[] = sources.map(({ command }) => command);

/** What a listing says exists in an account, without what belongs to somebody else. */
export function accountResources(listing: Listing): { readonly found: Found[]; readonly leftAlone: string[] } {
  const all = sources.flatMap((each) => each.found(listing));
  const foreign = all.filter(({ values }) => ownerOf(values["bucket"] ?? "") !== undefined);
  return {
    found: all.filter((each) => !foreign.includes(each)),
    leftAlone: foreign
      .filter(({ type }) => type === "aws_s3_bucket")
      .map(({ importId }) => `bucket ${importId}: ${ownerOf(importId)!}`),
  };
}
