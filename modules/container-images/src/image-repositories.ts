import { Construct } from "constructs";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository/index.js";
import { AccountStack } from "@archipelago/account-stack";
import { declaredConnections, SharedRepository } from "@archipelago/cross-account-access";

export interface ImageRepositoriesProps {
  /** Id of the organisation: an account that has left it pulls no more. */
  readonly organizationId: string;
  /**
   * Days until an image without a tag goes. One with a tag stays: ECR cannot know which accounts still run it.
   * @default 14
   */
  readonly untaggedDays?: number;
}

/**
 * A repository for each name of a `repository` connection that this account provides, usually one for an application. A tag
 * is never moved to another image, images are scanned when they are pushed, and only declared roles of other accounts pull.
 * None without such a connection.
 */
export class ImageRepositories extends Construct {
  constructor(scope: Construct, id: string, { organizationId, untaggedDays = 14 }: ImageRepositoriesProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const provided = stack.account.connections.filter(({ kind, side }) => kind === "repository" && side === "provider");
    for (const name of [...new Set(provided.map((each) => each.name))].sort()) {
      const repository = new EcrRepository(this, name, {
        name,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: [{ encryptionType: "AES256" }],
      });
      new EcrLifecyclePolicy(this, `${name}-lifecycle`, {
        repository: repository.name,
        policy: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              description: `Images without a tag go after ${untaggedDays} days`,
              selection: {
                tagStatus: "untagged",
                countType: "sinceImagePushed",
                countUnit: "days",
                countNumber: untaggedDays,
              },
              action: { type: "expire" },
            },
          ],
        }),
      });
      new SharedRepository(this, `${name}-consumers`, { name, organizationId, repository });
      for (const connection of declaredConnections(stack.account, "repository", { name, side: "provider" }))
        stack.tell(connection, "url", repository.repositoryUrl);
    }
  }
}
