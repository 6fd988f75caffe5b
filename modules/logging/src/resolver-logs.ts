import { Construct } from "constructs";
import { Route53ResolverQueryLogConfig } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config/index.js";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config-association/index.js";

export interface ResolverLogsProps {
  readonly vpcId: string;
  /** ARN of the log archive's bucket, `resolverLogBucketArn` of `logArchiveOutputs`. */
  readonly bucketArn: string;
  /** Name of the configuration, unique in account and region. */
  readonly name: string;
}

/**
 * Names that a VPC's resources look up, and the answers, to the log archive. What the resolver answers from its cache is
 * not logged again.
 */
export class ResolverLogs extends Construct {
  constructor(scope: Construct, id: string, props: ResolverLogsProps) {
    super(scope, id);
    const config = new Route53ResolverQueryLogConfig(this, "config", {
      name: props.name,
      destinationArn: props.bucketArn,
      tags: { Name: props.name },
    });
    new Route53ResolverQueryLogConfigAssociation(this, "association", {
      resolverQueryLogConfigId: config.id,
      resourceId: props.vpcId,
    });
  }
}
