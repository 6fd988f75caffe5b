import type { Mutation } from "./tree.fixture.ts";

const trail = "aws_cloudtrail";
const bucketPolicy = "aws_s3_bucket_policy";

/** What weakens records, detection and the resources of accounts. */
export const accountMutations: readonly Mutation[] = [
  {
    what: "a network tagged with an environment that there is not",
    mutate: (tree) => (tree.resource("network", "aws_vpc")["tags"] = { environment: "prod" }),
    caughtBy: ["standard-tags"],
  },
  {
    what: "a trail without validation",
    mutate: (tree) => (tree.resource("management", trail)["enable_log_file_validation"] = false),
    caughtBy: ["trail", "CIS 4.2"],
  },
  {
    what: "a trail of one region",
    mutate: (tree) => (tree.resource("management", trail)["is_multi_region_trail"] = false),
    caughtBy: ["trail", "CIS 4.1"],
  },
  {
    what: "a trail of the management account only",
    mutate: (tree) => delete tree.resource("management", trail)["is_organization_trail"],
    caughtBy: ["trail", "CIS 4.1"],
  },
  {
    what: "a trail that is off",
    mutate: (tree) => (tree.resource("management", trail)["enable_logging"] = false),
    caughtBy: ["trail", "CIS 4.1", "CIS 5.3"],
  },
  {
    what: "a trail of writes only",
    mutate: (tree) => {
      const properties = tree.resource("management", trail);
      delete properties["advanced_event_selector"];
      properties["event_selector"] = [{ read_write_type: "WriteOnly", include_management_events: true }];
    },
    caughtBy: ["trail", "CIS 4.1"],
  },
  {
    what: "a trail without a key of our own",
    mutate: (tree) => delete tree.resource("management", trail)["kms_key_id"],
    caughtBy: ["trail", "CIS 4.5"],
  },
  {
    what: "no trail",
    mutate: (tree) => tree.remove("management", trail),
    caughtBy: ["CIS 4.1", "CIS 4.2", "CIS 4.4", "CIS 4.5", "CIS 5.1"],
  },
  {
    what: "the log bucket open to everybody",
    mutate: (tree) =>
      tree.policy("log-archive", bucketPolicy, "trail", (statements) => {
        statements.push({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" });
      }),
    caughtBy: ["CIS 2.21"],
  },
  {
    what: "the log bucket open to whoever claims to come for somebody",
    mutate: (tree) =>
      tree.policy("log-archive", bucketPolicy, "trail", (statements) => {
        statements.push({
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "s3:GetObject",
          Resource: "*",
          Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-x" } },
        });
      }),
    caughtBy: ["CIS 2.21"],
  },
  {
    what: "the log bucket without TLS",
    mutate: (tree) =>
      tree.policy("log-archive", bucketPolicy, "trail", (statements) =>
        statements.filter(({ Effect }) => Effect !== "Deny"),
      ),
    caughtBy: ["CIS 3.1.1"],
  },
  {
    what: "the log bucket with a public access block that has a hole",
    mutate: (tree) => {
      tree.resource("log-archive", "aws_s3_bucket_public_access_block", "trail")["restrict_public_buckets"] = false;
    },
    caughtBy: ["private-buckets"],
  },
  {
    what: "the log bucket without a lock",
    mutate: (tree) => tree.remove("log-archive", "aws_s3_bucket_object_lock_configuration"),
    caughtBy: ["log-buckets"],
  },
  {
    what: "a log bucket without versions",
    mutate: (tree) => {
      tree.resource("log-archive", "aws_s3_bucket_versioning", "flow-logs")["versioning_configuration"] = {
        status: "Suspended",
      };
    },
    caughtBy: ["log-buckets"],
  },
  {
    what: "a log bucket without encryption",
    mutate: (tree) => tree.remove("log-archive", "aws_s3_bucket_server_side_encryption_configuration", "flow-logs"),
    caughtBy: ["log-buckets"],
  },
  {
    what: "logs kept for a month",
    mutate: (tree) => {
      const [rule] = tree.resource("log-archive", "aws_s3_bucket_lifecycle_configuration", "trail")["rule"];
      rule.expiration = [{ days: 30 }];
    },
    caughtBy: ["log-buckets"],
  },
  {
    what: "a log bucket that Terraform may delete, with what is in it",
    mutate: (tree) => {
      const bucket = tree.resource("log-archive", "aws_s3_bucket", "trail");
      delete bucket["lifecycle"];
      bucket["force_destroy"] = true;
    },
    caughtBy: ["log-buckets"],
  },
  {
    what: "the trail's bucket without an access log",
    mutate: (tree) => tree.remove("log-archive", "aws_s3_bucket_logging", "trail"),
    caughtBy: ["CIS 4.4"],
  },
  {
    what: "a key that is not rotated",
    mutate: (tree) => (tree.resource("log-archive", "aws_kms_key")["enable_key_rotation"] = false),
    caughtBy: ["CIS 4.6"],
  },
  {
    what: "one account without a configuration recorder",
    mutate: (tree) => tree.remove("shop-staging", "aws_config_configuration_recorder"),
    caughtBy: ["CIS 4.3"],
  },
  {
    what: "a configuration recorder that is stopped",
    mutate: (tree) => {
      tree.resource("shop-staging", "aws_config_configuration_recorder_status")["is_enabled"] = false;
    },
    caughtBy: ["switched-on", "CIS 4.3"],
  },
  {
    what: "a region without a configuration recorder",
    mutate: (tree) => tree.remove("shop-staging", "aws_config_configuration_recorder", "eu-central-1"),
    caughtBy: ["every-region", "CIS 4.3"],
  },
  {
    what: "a region without a detector",
    mutate: (tree) => tree.remove("security", "aws_guardduty_detector", "detector-eu-central-1"),
    caughtBy: ["every-region"],
  },
  {
    what: "a detector that is off",
    mutate: (tree) => (tree.resource("security", "aws_guardduty_detector")["enable"] = false),
    caughtBy: ["switched-on"],
  },
  {
    what: "GuardDuty for new accounts only",
    mutate: (tree) => {
      tree.resource("security", "aws_guardduty_organization_configuration")["auto_enable_organization_members"] = "NEW";
    },
    caughtBy: ["switched-on"],
  },
  {
    what: "Security Hub switched off by policy",
    mutate: (tree) => {
      const policy = tree.resource("security", "aws_securityhub_configuration_policy");
      policy["configuration_policy"] = { service_enabled: false };
    },
    caughtBy: ["CIS 5.16"],
  },
  {
    what: "a region without an analyzer of external access",
    mutate: (tree) => {
      tree.remove("shop-dev", "aws_accessanalyzer_analyzer", "eu-central-1");
      tree.remove("security", "aws_accessanalyzer_analyzer", "external-eu-central-1");
    },
    caughtBy: ["every-region", "CIS 2.18"],
  },
  {
    what: "an alarm nobody is told of",
    mutate: (tree) => (tree.resource("management", "aws_cloudwatch_metric_alarm", "root")["alarm_actions"] = []),
    caughtBy: ["CIS 5.3"],
  },
  {
    what: "a filter that misses an event",
    mutate: (tree) => {
      const filter = tree.resource("management", "aws_cloudwatch_log_metric_filter", "cloudtrail-changes");
      filter["pattern"] = filter["pattern"].replace("StopLogging", "StopLoging");
    },
    caughtBy: ["CIS 5.5"],
  },
  {
    what: "a filter on another log group",
    mutate: (tree) => {
      tree.resource("management", "aws_cloudwatch_log_metric_filter", "organization-changes")["log_group_name"] = "/x";
    },
    caughtBy: ["CIS 5.15"],
  },
  {
    what: "public access to S3 not blocked in one account",
    mutate: (tree) => tree.remove("sandbox", "aws_s3_account_public_access_block"),
    caughtBy: ["CIS 3.1.4"],
  },
  {
    what: "a bucket without a public access block and without TLS",
    mutate: (tree) => tree.add("shop-dev", "aws_s3_bucket", { bucket: "shop-uploads" }),
    caughtBy: ["private-buckets", "CIS 3.1.1"],
  },
  {
    what: "a bucket with a public access list",
    mutate: (tree) => tree.add("shop-dev", "aws_s3_bucket_acl", { bucket: "x", acl: "public-read" }),
    caughtBy: ["private-buckets"],
  },
  {
    what: "a queue that takes messages from anybody",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_sqs_queue_policy", {
        policy: JSON.stringify({ Statement: { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage" } }),
      }),
    caughtBy: ["CIS 2.21"],
  },
  {
    what: "a database that is public, not encrypted, in one zone and never upgraded",
    mutate: (tree) =>
      tree.add("shop-production", "aws_db_instance", {
        publicly_accessible: true,
        auto_minor_version_upgrade: false,
        password: "hunter2",
      }),
    caughtBy: ["CIS 3.2.1", "CIS 3.2.2", "CIS 3.2.3", "CIS 3.2.4", "no-secrets"],
  },
  {
    what: "a file system that is not encrypted",
    mutate: (tree) => tree.add("shop-production", "aws_efs_file_system", {}),
    caughtBy: ["CIS 3.3.1"],
  },
  {
    what: "a load balancer without an access log",
    mutate: (tree) => tree.add("shop-production", "aws_lb", { name: "web", load_balancer_type: "application" }),
    caughtBy: ["CIS 4.10"],
  },
  {
    what: "a VPC without flow logs",
    mutate: (tree) => tree.remove("shop-production", "aws_flow_log"),
    caughtBy: ["CIS 4.7"],
  },
  {
    what: "a second VPC as AWS makes it",
    mutate: (tree) => tree.add("shop-production", "aws_vpc", { cidr_block: "10.96.32.0/20" }),
    caughtBy: ["CIS 4.7", "CIS 6.5", "CIS 6.8"],
  },
  {
    what: "volumes that are not encrypted in one region",
    mutate: (tree) => tree.remove("shop-dev", "aws_ebs_encryption_by_default", "eu-central-1"),
    caughtBy: ["every-region", "CIS 6.1.1"],
  },
  {
    what: "metadata without a token",
    mutate: (tree) => {
      tree.resource("shop-dev", "aws_ec2_instance_metadata_defaults")["http_tokens"] = "optional";
    },
    caughtBy: ["switched-on", "CIS 6.7"],
  },
  {
    what: "SSH open to the internet",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_vpc_security_group_ingress_rule", {
        cidr_ipv4: "0.0.0.0/0",
        ip_protocol: "tcp",
        from_port: 20,
        to_port: 30,
      }),
    caughtBy: ["CIS 6.3"],
  },
  {
    what: "everything open over IPv6",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_security_group", {
        ingress: [{ protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] }],
      }),
    caughtBy: ["CIS 6.4", "CIS 6.1.2"],
  },
  {
    what: "file sharing open to the internet",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_security_group_rule", {
        type: "ingress",
        protocol: "tcp",
        from_port: 445,
        to_port: 445,
        cidr_blocks: ["0.0.0.0/0"],
      }),
    caughtBy: ["CIS 6.1.2"],
  },
  {
    what: "an access list that opens RDP before it is denied",
    mutate: (tree) => {
      tree.resource("shop-dev", "aws_network_acl", "public")["ingress"].push({
        rule_no: 1,
        action: "allow",
        protocol: "6",
        from_port: 3000,
        to_port: 4000,
        cidr_block: "0.0.0.0/0",
      });
    },
    caughtBy: ["CIS 6.2"],
  },
  {
    what: "rules in a default security group",
    mutate: (tree) => {
      tree.resource("shop-dev", "aws_default_security_group")["egress"] = [
        { protocol: "-1", cidr_blocks: ["10.0.0.0/8"] },
      ];
    },
    caughtBy: ["CIS 6.5"],
  },
  {
    what: "a route to everything through a peered VPC",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_route", {
        destination_cidr_block: "10.0.0.0/8",
        vpc_peering_connection_id: "${aws_vpc_peering_connection.x.id}",
      }),
    caughtBy: ["CIS 6.6"],
  },
  {
    what: "a VPC that reaches S3 over the internet",
    mutate: (tree) => tree.remove("network", "aws_vpc_endpoint", "s3"),
    caughtBy: ["CIS 6.8"],
  },
  {
    what: "an instance without a role",
    mutate: (tree) => tree.add("shop-dev", "aws_instance", { ami: "ami-1" }),
    caughtBy: ["CIS 2.16"],
  },
  {
    what: "a bucket that every account of the organisation reads",
    mutate: (tree) =>
      tree.add("shop-dev", bucketPolicy, {
        bucket: "shop-orders",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: "*",
              Action: "s3:GetObject",
              Resource: "arn:aws:s3:::shop-orders/*",
              Condition: { StringEquals: { "aws:PrincipalOrgID": "${var.management_organization_id}" } },
            },
          ],
        }),
      }),
    caughtBy: ["declared-paths"],
  },
  {
    what: "a queue of an account with which no connection is declared",
    mutate: (tree) =>
      tree.add("shop-dev", "aws_sns_topic_subscription", { endpoint: "arn:aws:sqs:eu-west-1:999988887777:orders" }),
    caughtBy: ["declared-paths"],
  },
];
