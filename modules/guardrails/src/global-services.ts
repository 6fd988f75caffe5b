const controlTower = 'AWS Control Tower Controls Reference, "Deny access to AWS based on the requested AWS Region"';
const iam = 'IAM User Guide, "AWS: Denies access to AWS based on the requested Region"';

/** Actions that are answered from one region whatever region the caller works in. */
export interface GlobalService {
  readonly actions: readonly string[];
  readonly why: string;
  readonly source: string;
}

/**
 * What the region guardrail leaves alone. Sources read 2026-11. A service is listed only if calls to it leave the
 * governed regions although all resources are in them; AWS Control Tower's own list is twice as long.
 */
export const globalServices: readonly GlobalService[] = [
  { actions: ["iam:*", "organizations:*"], why: "one endpoint, in us-east-1", source: iam },
  { actions: ["sts:*"], why: "the global endpoint counts as us-east-1", source: controlTower },
  { actions: ["account:*"], why: "contacts and regions of the account: one endpoint", source: controlTower },
  { actions: ["cloudfront:*"], why: "one endpoint, in us-east-1", source: iam },
  {
    actions: ["acm:*", "wafv2:*", "waf:*", "shield:*"],
    why: "certificates and firewalls of CloudFront are kept in us-east-1",
    source: controlTower,
  },
  { actions: ["route53:*", "route53domains:*"], why: "one endpoint, in us-east-1", source: iam },
  { actions: ["globalaccelerator:*", "networkmanager:*"], why: "one endpoint, in us-west-2", source: controlTower },
  {
    actions: [
      "aws-marketplace:*",
      "billing:*",
      "budgets:*",
      "ce:*",
      "consolidatedbilling:*",
      "cur:*",
      "freetier:*",
      "invoicing:*",
      "payments:*",
      "pricing:*",
      "savingsplans:*",
      "tax:*",
    ],
    why: "billing and cost management: one endpoint, in us-east-1",
    source: controlTower,
  },
  {
    actions: ["health:*", "support:*", "supportplans:*", "trustedadvisor:*"],
    why: "cases, advice and service events: one endpoint",
    source: controlTower,
  },
  { actions: ["notifications:*", "notifications-contacts:*"], why: "one endpoint, in us-east-1", source: controlTower },
  { actions: ["servicequotas:*"], why: "quotas of global services are asked of us-east-1", source: controlTower },
  { actions: ["tag:*"], why: "tags of global resources are asked of us-east-1", source: controlTower },
  {
    actions: ["s3:GetAccountPublic*", "s3:ListAllMyBuckets", "s3:PutAccountPublic*"],
    why: "settings of the whole account",
    source: controlTower,
  },
  {
    actions: ["cloudtrail:LookupEvents"],
    why: "events of global services are recorded in us-east-1",
    source: controlTower,
  },
  { actions: ["ec2:DescribeRegions"], why: "the console asks us-east-1 which regions there are", source: controlTower },
  { actions: ["ecr-public:*"], why: "the public gallery is in us-east-1", source: controlTower },
];
