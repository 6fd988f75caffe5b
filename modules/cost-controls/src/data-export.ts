import { Construct } from "constructs";
import { BcmdataexportsExport } from "@cdktf/provider-aws/lib/bcmdataexports-export/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { bucketArn, LogBucket } from "@archipelago/logging";
import { costColumns } from "./cost-columns.ts";

export interface DataExportProps {
  /**
   * How finely costs are told apart in time.
   * @default "DAILY": an hourly export is up to 24 times as large
   */
  readonly granularity?: "HOURLY" | "DAILY" | "MONTHLY";
  /**
   * True: a line for each resource, with its id. Larger; without it costs are told apart by account, service and tag.
   * @default true
   */
  readonly resources?: boolean;
  /**
   * Days until the data are deleted.
   * @default 1130: three years, and a month to compare with the first
   */
  readonly retentionDays?: number;
}

/** The prefix below which the export is written. */
const prefix = "cost-and-usage";

/**
 * What the whole organisation costs, line by line, as Parquet in a bucket: the Cost and Usage Report 2.0. For the management
 * account's stack: the bill is the payer's, and AWS writes it into a bucket of the payer only.
 *
 * The service is in us-east-1 only, whatever the provider's region, and the provider asks it there: the resource has no
 * region. The bucket is in the organisation's.
 *
 * Source: AWS Data Exports User Guide, "Setting up an Amazon S3 bucket for data exports"; bucket policies that others deploy,
 * read 2026-11.
 */
export class DataExport extends Construct {
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: DataExportProps = {}) {
    super(scope, id);
    const { account, accountId, environment, organization } = AccountStack.of(this);
    const partition = partitionOf(account.region);
    const name = `${organization.name}-cost-data-${accountId}`;
    const resources = props.resources ?? true;
    const bucket = new LogBucket(this, "bucket", {
      name,
      retentionDays: props.retentionDays ?? 1130,
      preventDestroy: environment.deletionProtection,
      statements: [
        {
          Sid: "DataExportsWrite",
          Effect: "Allow",
          Principal: { Service: ["bcm-data-exports.amazonaws.com", "billingreports.amazonaws.com"] },
          Action: ["s3:PutObject", "s3:GetBucketPolicy"],
          Resource: [bucketArn(this, name), `${bucketArn(this, name)}/*`],
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: {
              "aws:SourceArn": [
                `arn:${partition}:bcm-data-exports:us-east-1:${accountId}:export/*`,
                `arn:${partition}:cur:us-east-1:${accountId}:definition/*`,
              ],
            },
          },
        },
      ],
    });
    this.bucketName = bucket.name;
    const yes = (value: boolean) => (value ? "TRUE" : "FALSE");
    new BcmdataexportsExport(this, "Resource", {
      export: [
        {
          name: "cost-and-usage",
          description: `Costs of ${organization.name}, line by line`,
          dataQuery: [
            {
              // AWS takes no "*", and no column of resources when they are left out.
              queryStatement: `SELECT ${costColumns.filter((column) => resources || column !== "line_item_resource_id").join(", ")} FROM COST_AND_USAGE_REPORT`,
              tableConfigurations: {
                COST_AND_USAGE_REPORT: {
                  // All that AWS answers with: what is left out comes back with a value, and every plan would want it gone.
                  BILLING_VIEW_ARN: `arn:${partition}:billing::${accountId}:billingview/primary`,
                  TIME_GRANULARITY: props.granularity ?? "DAILY",
                  INCLUDE_RESOURCES: yes(resources),
                  INCLUDE_MANUAL_DISCOUNT_COMPATIBILITY: yes(false),
                  INCLUDE_SPLIT_COST_ALLOCATION_DATA: yes(false),
                },
              },
            },
          ],
          destinationConfigurations: [
            {
              s3Destination: [
                {
                  s3Bucket: bucket.name,
                  s3Prefix: prefix,
                  s3Region: account.region,
                  s3OutputConfigurations: [
                    // A month's file is written again until the month is closed, instead of one more beside it each day.
                    { outputType: "CUSTOM", format: "PARQUET", compression: "PARQUET", overwrite: "OVERWRITE_REPORT" },
                  ],
                },
              ],
            },
          ],
          refreshCadence: [{ frequency: "SYNCHRONOUS" }],
        },
      ],
      dependsOn: [bucket.policy],
    });
  }
}
