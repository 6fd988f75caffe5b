/** A network and buckets as somebody's first Terraform made them, years ago: subnets cut by hand, one private route table. */
export const oldNetwork = {
  aws_vpc: { main: { cidr_block: "10.32.0.0/20", enable_dns_hostnames: false, tags: { Name: "main" } } },
  aws_subnet: Object.fromEntries(
    (
      [
        ["public", "a", "10.32.12.0/24"],
        ["public", "b", "10.32.13.0/24"],
        ["private", "a", "10.32.0.0/22"],
        ["private", "b", "10.32.4.0/22"],
        ["data", "a", "10.32.8.0/24"],
        ["data", "b", "10.32.9.0/24"],
      ] as const
    ).map(([tier, zone, cidr_block]) => [
      `${tier}_${zone}`,
      {
        vpc_id: "${aws_vpc.main.id}",
        cidr_block,
        availability_zone: `eu-west-1${zone}`,
        map_public_ip_on_launch: tier === "public",
      },
    ]),
  ),
  aws_internet_gateway: { main: { vpc_id: "${aws_vpc.main.id}" } },
  aws_eip: { nat: { domain: "vpc" } },
  aws_nat_gateway: {
    main: {
      allocation_id: "${aws_eip.nat.id}",
      subnet_id: "${aws_subnet.public_a.id}",
      depends_on: ["aws_internet_gateway.main"],
    },
  },
  aws_route_table: { public: { vpc_id: "${aws_vpc.main.id}" }, private: { vpc_id: "${aws_vpc.main.id}" } },
  aws_route: {
    public: {
      route_table_id: "${aws_route_table.public.id}",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.main.id}",
    },
    private: {
      route_table_id: "${aws_route_table.private.id}",
      destination_cidr_block: "0.0.0.0/0",
      nat_gateway_id: "${aws_nat_gateway.main.id}",
    },
  },
  aws_route_table_association: Object.fromEntries(
    ["public_a", "public_b", "private_a", "private_b", "data_a", "data_b"].map((subnet) => [
      subnet,
      {
        subnet_id: `\${aws_subnet.${subnet}.id}`,
        route_table_id: `\${aws_route_table.${subnet.startsWith("public") ? "public" : "private"}.id}`,
      },
    ]),
  ),
  aws_s3_bucket: { uploads: { bucket: "shop-dev-uploads-2023", tags: { team: "shop" } } },
  aws_s3_bucket_versioning: {
    uploads: { bucket: "${aws_s3_bucket.uploads.id}", versioning_configuration: { status: "Enabled" } },
  },
  aws_s3_bucket_public_access_block: {
    uploads: { bucket: "${aws_s3_bucket.uploads.id}", block_public_acls: true, block_public_policy: false },
  },
  aws_s3_bucket_policy: {
    uploads: {
      bucket: "${aws_s3_bucket.uploads.id}",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Tls",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: ["arn:aws:s3:::shop-dev-uploads-2023", "arn:aws:s3:::shop-dev-uploads-2023/*"],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    },
  },
};

/** A resource of a Terraform state. */
interface Stated {
  readonly type: string;
  readonly instances: readonly [{ readonly attributes: Readonly<Record<string, string>> }];
}

/** What the AWS CLI would print of these resources, and of two buckets besides. */
export function cliAnswers(resources: readonly Stated[]): object[] {
  const of = (type: string): Readonly<Record<string, string>>[] =>
    resources.filter((each) => each.type === type).map(({ instances }) => instances[0].attributes);
  const answer = (command: string, output: object): object => ({ command: command.split(" "), output });
  const bucket = of("aws_s3_bucket")[0]!["bucket"]!;
  return [
    answer("ec2 describe-vpcs", {
      Vpcs: of("aws_vpc").map((each) => ({ VpcId: each["id"], CidrBlock: each["cidr_block"] })),
    }),
    answer("ec2 describe-subnets", {
      Subnets: of("aws_subnet").map((each) => ({
        SubnetId: each["id"],
        VpcId: each["vpc_id"],
        CidrBlock: each["cidr_block"],
        AvailabilityZone: each["availability_zone"],
      })),
    }),
    answer("ec2 describe-internet-gateways", {
      InternetGateways: of("aws_internet_gateway").map((each) => ({
        InternetGatewayId: each["id"],
        Attachments: [{ VpcId: each["vpc_id"], State: "available" }],
      })),
    }),
    answer("ec2 describe-nat-gateways", {
      NatGateways: of("aws_nat_gateway").map((each) => ({
        NatGatewayId: each["id"],
        SubnetId: each["subnet_id"],
        State: "available",
        NatGatewayAddresses: [{ AllocationId: each["allocation_id"] }],
      })),
    }),
    answer("ec2 describe-addresses", { Addresses: of("aws_eip").map((each) => ({ AllocationId: each["id"] })) }),
    answer("ec2 describe-route-tables", {
      RouteTables: of("aws_route_table").map((table) => ({
        RouteTableId: table["id"],
        Associations: of("aws_route_table_association")
          .filter((each) => each["route_table_id"] === table["id"])
          .map((each) => ({ SubnetId: each["subnet_id"], Main: false })),
        Routes: [
          { DestinationCidrBlock: "10.32.0.0/20", GatewayId: "local", Origin: "CreateRouteTable" },
          ...of("aws_route")
            .filter((each) => each["route_table_id"] === table["id"])
            .map((each) => ({ DestinationCidrBlock: each["destination_cidr_block"], Origin: "CreateRoute" })),
        ],
      })),
    }),
    answer("s3api list-buckets", {
      Buckets: [bucket, "old-logs", "aws-controltower-logs-1"].map((Name) => ({ Name })),
    }),
    answer(`s3api get-bucket-policy --bucket ${bucket}`, { Policy: "{}" }),
    answer(`s3api get-bucket-versioning --bucket ${bucket}`, { Status: "Enabled" }),
    answer(`s3api get-public-access-block --bucket ${bucket}`, { PublicAccessBlockConfiguration: {} }),
    { command: ["s3api", "get-bucket-versioning", "--bucket", "old-logs"], output: null },
  ];
}
