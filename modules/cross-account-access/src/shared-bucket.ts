import { Construct } from "constructs";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy/index.js";
import { acceptedConsumers, type AcceptanceProps } from "./acceptance.ts";

export interface SharedBucketProps extends AcceptanceProps {
  readonly bucket: S3Bucket;
}

/**
 * A bucket of this account that declared roles of other accounts read or write: its policy, which also refuses requests
 * without TLS. A bucket has one policy: further statements go into `statements`.
 *
 * Objects under a KMS key need a connection of the kind `key` as well; those under the key aws/s3 cannot be shared.
 */
export class SharedBucket extends Construct {
  constructor(scope: Construct, id: string, { bucket, ...props }: SharedBucketProps) {
    super(scope, id);
    const { arn } = bucket;
    const plain = {
      Sid: "DenyWithoutTls",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: "s3:*",
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const statements = [plain, ...(props.statements ?? []), ...acceptedConsumers(this, "bucket", arn, props)];
    new S3BucketPolicy(this, "Resource", {
      bucket: bucket.bucket,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
    });
  }
}
