import { Construct } from "constructs";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { AccountStack, configurationParameterPath, onceKnown } from "@archipelago/account-stack";
import { ResourceUse } from "@archipelago/cross-account-access";

export interface KeyUseProps {
  /** The role that uses the keys: the one that both sides declare. */
  readonly role: IamRole;
}

/**
 * Lets a role of this account use the keys that account.json declares as its consumer, and tells programs which they are: the
 * parameter `/archipelago/config/<product>/key/<name>` is the key's ARN. Nothing without such a connection; absent until the
 * provider has been applied.
 */
export class KeyUse extends Construct {
  constructor(scope: Construct, id: string, { role }: KeyUseProps) {
    super(scope, id);
    const { connections, product } = AccountStack.of(this).account;
    const consumed = connections.filter(({ kind, side }) => kind === "key" && side === "consumer");
    for (const name of [...new Set(consumed.map((each) => each.name))].sort()) {
      const { arns } = new ResourceUse(this, name, { kind: "key", name, role });
      // Of several providers the first by name: data is encrypted under one key, and says itself under which.
      const arn = Object.values(arns)[0]!;
      new SsmParameter(this, `${name}-arn`, {
        count: onceKnown(arn),
        name: `${configurationParameterPath}${product}/key/${name}`,
        type: "String",
        insecureValue: arn,
      });
    }
  }
}
