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
