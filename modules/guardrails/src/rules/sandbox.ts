import type { GuardrailFacts, StatementGuardrail } from "../guardrail.ts";

/** A sandbox is for trying things, not for buying them. */
export function sandboxGuardrails({ partition, sandboxUnit }: GuardrailFacts): StatementGuardrail[] {
  const type = "SERVICE_CONTROL_POLICY";
  return [
    {
      rule: "sandbox-no-purchases",
      reason: "reservations, domains, subscriptions and hardware outlive a sandbox and its budget",
      type,
      targets: [sandboxUnit],
      statements: [
        {
          sid: "SandboxNoPurchases",
          actions: [
            "acm-pca:CreateCertificateAuthority",
            "aws-marketplace:AcceptAgreementRequest",
            "aws-marketplace:Subscribe",
            "directconnect:Create*",
            "dynamodb:PurchaseReservedCapacityOfferings",
            "ec2:AllocateHosts",
            "ec2:Purchase*",
            "elasticache:PurchaseReservedCacheNodesOffering",
            "es:PurchaseReserved*",
            "outposts:CreateOrder",
            "rds:PurchaseReservedDBInstancesOffering",
            "redshift:PurchaseReservedNodeOffering",
            "route53domains:RegisterDomain",
            "route53domains:RenewDomain",
            "route53domains:TransferDomain*",
            "savingsplans:CreateSavingsPlan",
            "shield:CreateSubscription",
            "snowball:CreateJob",
          ],
        },
      ],
    },
    {
      rule: "sandbox-small-instances",
      reason: "a forgotten large instance spends the month's budget over a weekend",
      type,
      targets: [sandboxUnit],
      statements: [
        {
          sid: "SandboxSmallInstances",
          actions: ["ec2:RunInstances"],
          resources: [`arn:${partition}:ec2:*:*:instance/*`],
          conditions: {
            StringNotLike: { "ec2:InstanceType": ["*.nano", "*.micro", "*.small", "*.medium", "*.large"] },
          },
        },
        {
          sid: "SandboxSmallDatabases",
          actions: ["rds:CreateDBInstance", "rds:ModifyDBInstance"],
          // Null: the subnet and parameter groups that a creation also names have no class.
          conditions: {
            StringNotLike: { "rds:DatabaseClass": ["*.micro", "*.small", "*.medium", "*.large"] },
            Null: { "rds:DatabaseClass": "false" },
          },
        },
      ],
    },
  ];
}
