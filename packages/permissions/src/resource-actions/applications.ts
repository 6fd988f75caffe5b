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
  aws_ecs_cluster: {
    on: [`arn:{partition}:ecs:${regional}:cluster/{name:example}`],
    create: "ecs:CreateCluster ecs:TagResource",
    read: "ecs:DescribeClusters",
    update: "ecs:UpdateCluster ecs:PutClusterCapacityProviders ecs:TagResource ecs:UntagResource",
    delete: "ecs:DeleteCluster",
    serviceRole: "ecs.amazonaws.com",
  },
  aws_ecs_service: {
    on: [`arn:{partition}:ecs:${regional}:service/{cluster.name:example}/{name:example}`],
    create: "ecs:CreateService ecs:TagResource",
    read: "ecs:DescribeServices",
    update: "ecs:UpdateService ecs:TagResource ecs:UntagResource",
    delete: "ecs:UpdateService ecs:DeleteService",
  },
  aws_ecs_task_definition: {
    on: [`arn:{partition}:ecs:${regional}:task-definition/{family:example}:1`],
    create: "ecs:RegisterTaskDefinition ecs:TagResource",
    read: "ecs:DescribeTaskDefinition",
    update: "ecs:TagResource ecs:UntagResource",
    delete: "ecs:DeregisterTaskDefinition",
    passes: {
      role: "arn:{partition}:iam::{account}:role{task_role_arn.path:/}{task_role_arn.name:example}",
      to: "ecs-tasks.amazonaws.com",
    },
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
