import { Construct } from "constructs";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias/index.js";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key/index.js";
import { partitionOf, stateKeyAlias, type Organization } from "@archipelago/account-stack";
import { baselinePath, keyAdministration } from "@archipelago/iam-baseline";
import { deploymentNames } from "./names.ts";

export interface StateKeyProps {
  readonly organization: Pick<Organization, "homeRegion">;
  /** `o-...`, or anything else while there is no organisation: nobody from outside of the account is let in then. */
  readonly organizationId: string;
}

/**
 * A key of the account for its state bucket (organization.json: `"encryption": "kms"`). Who may read an object is the
 * bucket's business; the key only asks that it is S3 who decrypts, for a deployment role.
 *
 * 1 USD a month; requests are few, because the bucket uses a bucket key (AWS KMS pricing, from memory 2026-11).
 */
export class StateKey extends Construct {
  constructor(scope: Construct, id: string, { organization: { homeRegion }, organizationId }: StateKeyProps) {
    super(scope, id);
    const partition = partitionOf(homeRegion);
    const key = new KmsKey(this, "Resource", {
      description: "State of this account: plan and apply depend on it",
      enableKeyRotation: true,
      region: homeRegion,
      lifecycle: { preventDestroy: true },
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          keyAdministration(this),
          {
            // From other accounts: published outputs. IAM there and the bucket here say which.
            Sid: "ReadShared",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: {
              StringEquals: {
                "aws:PrincipalOrgID": organizationId,
                "kms:ViaService": `s3.${homeRegion}.${partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com"}`,
              },
              ArnLike: {
                "aws:PrincipalArn": [deploymentNames.plan, deploymentNames.apply].map(
                  (role) => `arn:${partition}:iam::*:role${baselinePath}${role}`,
                ),
              },
            },
          },
        ],
      }),
    });
    new KmsAlias(this, "alias", { name: stateKeyAlias, targetKeyId: key.keyId, region: homeRegion });
  }
}
