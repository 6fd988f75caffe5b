import type { ResourceActionsTable } from "./resource-actions.ts";

const regional = "{region}:{account}";
const secret = `arn:{partition}:secretsmanager:${regional}:secret:{name:example}-AbCdEf`;

/**
 * What applications are made of: configuration, secrets, tables and queues.
 *
 * Read 2026-11: terraform-provider-aws internal/service/secretsmanager/secret_rotation.go, ssm/parameter.go. The other calls
 * are those of its internal/service/dynamodb, secretsmanager/secret.go and sqs.
 */
export const applications: ResourceActionsTable = {
  aws_dynamodb_table: {
    on: [`arn:{partition}:dynamodb:${regional}:table/{name:example}`],
    create: "dynamodb:CreateTable dynamodb:TagResource dynamodb:UpdateContinuousBackups",
    read: `dynamodb:DescribeTable dynamodb:DescribeContinuousBackups dynamodb:DescribeTimeToLive
      dynamodb:ListTagsOfResource`,
    update: `dynamodb:UpdateTable dynamodb:UpdateContinuousBackups dynamodb:UpdateTimeToLive dynamodb:TagResource
      dynamodb:UntagResource`,
    delete: "dynamodb:DeleteTable",
  },
  aws_secretsmanager_secret: {
    on: [secret],
    create: "secretsmanager:CreateSecret secretsmanager:TagResource",
    read: "secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy",
    update: "secretsmanager:UpdateSecret secretsmanager:TagResource secretsmanager:UntagResource",
    delete: "secretsmanager:DeleteSecret",
  },
  aws_secretsmanager_secret_rotation: {
    on: [`arn:{partition}:secretsmanager:${regional}:secret:{secret_id.name:example}-AbCdEf`],
    create: "secretsmanager:RotateSecret",
    read: "secretsmanager:DescribeSecret",
    update: "secretsmanager:RotateSecret",
    delete: "secretsmanager:CancelRotateSecret",
  },
  aws_sqs_queue: {
    on: [`arn:{partition}:sqs:${regional}:{name:example}`],
    create: "sqs:CreateQueue sqs:TagQueue",
    read: "sqs:GetQueueAttributes sqs:ListQueueTags",
    update: "sqs:SetQueueAttributes sqs:TagQueue sqs:UntagQueue",
    delete: "sqs:DeleteQueue",
  },
  aws_ssm_parameter: {
    on: [`arn:{partition}:ssm:${regional}:parameter{name:/archipelago/config/example}`],
    create: "ssm:PutParameter ssm:AddTagsToResource",
    read: "ssm:GetParameter ssm:DescribeParameters ssm:ListTagsForResource",
    update: "ssm:PutParameter ssm:AddTagsToResource ssm:RemoveTagsFromResource",
    delete: "ssm:DeleteParameter",
  },
};
