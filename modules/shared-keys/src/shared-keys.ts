import { Construct } from "constructs";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { AccountStack } from "@archipelago/account-stack";
import { SharedKey } from "@archipelago/cross-account-access";

export interface SharedKeysProps {
  /** Id of the organisation: an account that has left it uses the keys no more. */
  readonly organizationId: string;
}

/**
 * A KMS key for each name of a `key` connection that this account provides: it turns every year, and only declared roles of
 * other accounts use it, each for what its connection says. None without such a connection.
 */
export class SharedKeys extends Construct {
  constructor(scope: Construct, id: string, { organizationId }: SharedKeysProps) {
    super(scope, id);
    const { account, environment } = AccountStack.of(this);
    const provided = account.connections.filter(({ kind, side }) => kind === "key" && side === "provider");
    for (const name of [...new Set(provided.map((each) => each.name))].sort()) {
      const key = new KmsKey(this, name, {
        description: `${name}, shared with other accounts`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        // What it encrypted is lost with it.
        lifecycle: { preventDestroy: environment.deletionProtection },
      });
      new KmsAlias(this, `${name}-alias`, { name: `alias/shared/${name}`, targetKeyId: key.keyId });
      new SharedKey(this, `${name}-consumers`, { name, organizationId, key });
    }
  }
}
