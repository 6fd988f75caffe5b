import type { StatementGuardrail } from "../guardrail.ts";

/** Ways to lose data that no application needs. */
export function exposureGuardrails(): StatementGuardrail[] {
  const type = "SERVICE_CONTROL_POLICY";
  return [
    {
      rule: "require-imdsv2",
      reason:
        "version 1 of the instance metadata service hands a role's credentials to any request forged through an application",
      type,
      targets: ["Root"],
      // The key is there only if the caller's credentials came from an instance. Source: Amazon EC2 User Guide,
      // "Example policies for working with instance metadata".
      statements: [
        { sid: "RequireImdsV2", actions: ["*"], conditions: { NumericLessThan: { "ec2:RoleDelivery": "2.0" } } },
      ],
    },
    {
      rule: "deny-public-endpoints",
      reason: "a database with a public address and a function address without authentication are found within hours",
      type,
      targets: ["Root"],
      statements: [
        {
          sid: "DenyPublicFunctionUrls",
          actions: ["lambda:AddPermission", "lambda:CreateFunctionUrlConfig", "lambda:UpdateFunctionUrlConfig"],
          conditions: { StringEquals: { "lambda:FunctionUrlAuthType": "NONE" } },
        },
        {
          sid: "DenyPublicDatabases",
          // ModifyDBInstance has no such key: what is made private and then published is for detection to see.
          actions: ["rds:CreateDBInstance", "rds:RestoreDBInstance*"],
          conditions: { Bool: { "rds:PubliclyAccessible": "true" } },
        },
      ],
    },
  ];
}
