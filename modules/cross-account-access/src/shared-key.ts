import { Construct } from "constructs";
import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy/index.js";
import { keyAdministration } from "@archipelago/iam-baseline";
import { acceptedConsumers, type AcceptanceProps } from "./acceptance.ts";

export interface SharedKeyProps extends AcceptanceProps {
  /** Made without a policy of its own. */
  readonly key: KmsKey;
}

/**
 * A KMS key of this account that declared roles of other accounts use: its policy. The account itself decides about the
 * key by IAM, as with AWS's default policy: without that nobody could change the policy again.
 */
export class SharedKey extends Construct {
  constructor(scope: Construct, id: string, { key, ...props }: SharedKeyProps) {
    super(scope, id);
    const own = { ...keyAdministration(this), Sid: "AccountDecidesByIam" };
    const statements = [own, ...(props.statements ?? []), ...acceptedConsumers(this, "key", key.arn, props)];
    new KmsKeyPolicy(this, "Resource", {
      keyId: key.id,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }
}
