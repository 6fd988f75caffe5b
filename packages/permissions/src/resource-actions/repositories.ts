import type { ResourceActionsTable } from "./resource-actions.ts";

const repository = "arn:{partition}:ecr:{region}:{account}:repository/{name:example}";
const named = "arn:{partition}:ecr:{region}:{account}:repository/example";

/** Container images. The calls are those of terraform-provider-aws internal/service/ecr, from memory 2026-11. */
export const repositories: ResourceActionsTable = {
  aws_ecr_lifecycle_policy: {
    on: [named],
    create: "ecr:PutLifecyclePolicy",
    read: "ecr:GetLifecyclePolicy",
    update: "ecr:PutLifecyclePolicy",
    delete: "ecr:DeleteLifecyclePolicy",
  },
  aws_ecr_repository: {
    on: [repository],
    create: "ecr:CreateRepository ecr:TagResource",
    read: "ecr:DescribeRepositories ecr:ListTagsForResource",
    update: "ecr:PutImageTagMutability ecr:PutImageScanningConfiguration ecr:TagResource ecr:UntagResource",
    delete: "ecr:DeleteRepository",
  },
  aws_ecr_repository_policy: {
    on: [named],
    create: "ecr:SetRepositoryPolicy",
    read: "ecr:GetRepositoryPolicy",
    update: "ecr:SetRepositoryPolicy",
    delete: "ecr:DeleteRepositoryPolicy",
  },
};
