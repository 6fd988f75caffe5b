import { apiKeyArns } from "@archipelago/iam-baseline";
import type { PolicyStatement, StatementContext } from "./permission-set.ts";

/**
 * Actions that ReadOnlyAccess grants and that read what customers and programs stored, rather than how things are set up.
 * Logs and metrics are not among them: people who look after an account need them.
 *
 * Source: AWS managed policy reference, "ReadOnlyAccess"; Service Authorization Reference (read 2026-11).
 */
export const storedContentActions: Readonly<Record<string, readonly string[]>> = {
  "objects in buckets": ["s3:GetObject*", "s3-object-lambda:GetObject*"],
  parameters: ["ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath", "ssm:GetParameterHistory"],
  secrets: ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue", "kms:Decrypt"],
  "rows of tables": [
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:PartiQLSelect",
    "dynamodb:Query",
    "dynamodb:Scan",
    "athena:GetQueryResults*",
    "rds:DownloadDBLogFilePortion",
    "rds:DownloadCompleteDBLogFile",
  ],
  messages: ["sqs:ReceiveMessage", "kinesis:GetRecords"],
  "code and images": [
    "codecommit:GetBlob",
    "codecommit:GetFile",
    "codecommit:GitPull",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
    "lambda:GetFunction",
    "lambda:GetLayerVersion",
  ],
  // User data of instances and Terraform's own state are where secrets turn up by accident.
  "start-up scripts": ["ec2:DescribeInstanceAttribute", "ec2:DescribeLaunchTemplateVersions"],
};

export function noStoredContent({ partition }: StatementContext): PolicyStatement[] {
  const actions = Object.values(storedContentActions).flat().sort();
  return [
    { Sid: "NoStoredContent", Effect: "Deny", Action: actions, Resource: "*" },
    // One action reads all of API Gateway; keys are told by where they are.
    { Sid: "NoApiKeys", Effect: "Deny", Action: "apigateway:GET", Resource: apiKeyArns(partition) },
  ];
}
