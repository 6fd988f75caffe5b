import { Construct } from "constructs";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { AccountStack, configurationParameterPath, onceKnown } from "@archipelago/account-stack";
import { declaredConnections, ResourceUse } from "@archipelago/cross-account-access";

export interface ImageUseProps {
  /** The role that pulls or pushes: the one that both sides declare. */
  readonly role: IamRole;
}

/**
 * Lets a role of this account use the repositories that account.json declares as its consumer, and tells programs where
 * they are: the parameter `/archipelago/config/<product>/imageRepository/<name>`. Nothing without such a connection; absent
 * until the provider has been applied.
 */
export class ImageUse extends Construct {
  /** Where the repositories are, by the names of their connections; null until the provider has been applied. */
  readonly urls: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { role }: ImageUseProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const { connections, product } = stack.account;
    const consumed = connections.filter(({ kind, side }) => kind === "repository" && side === "consumer");
    const urls: Record<string, string> = {};
    for (const name of [...new Set(consumed.map((each) => each.name))].sort()) {
      new ResourceUse(this, name, { kind: "repository", name, role });
      const [connection] = declaredConnections(stack.account, "repository", { name, side: "consumer" });
      const url = stack.hear(connection, "url");
      urls[name] = url;
      new SsmParameter(this, `${name}-url`, {
        count: onceKnown(url),
        name: `${configurationParameterPath}${product}/imageRepository/${name}`,
        type: "String",
        insecureValue: url,
      });
    }
    this.urls = urls;
  }
}
