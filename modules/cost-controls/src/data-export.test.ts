import { policyOf, synthStack } from "@archipelago/testing";
import { costColumns } from "./cost-columns.ts";
import { DataExport, type DataExportProps } from "./data-export.ts";

const exported = (props: DataExportProps = {}) =>
  synthStack((stack) => void new DataExport(stack, "cost-data", props), { environment: { deletionProtection: true } });
const template = exported();
const ofExport = (of = template) => of.resource("aws_bcmdataexports_export")["export"][0];
const queryOf = (of = template) => ofExport(of).data_query[0];

test("the bill of the whole organisation is written to a private, versioned bucket of this account", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  1 aws_bcmdataexports_export
      1 aws_s3_bucket
      1 aws_s3_bucket_lifecycle_configuration
      1 aws_s3_bucket_ownership_controls
      1 aws_s3_bucket_policy
      1 aws_s3_bucket_public_access_block
      1 aws_s3_bucket_server_side_encryption_configuration
      1 aws_s3_bucket_versioning"
  `);
  expect(ofExport().destination_configurations[0].s3_destination[0]).toMatchObject({
    s3_bucket: "${aws_s3_bucket.cost-data_bucket_bucket.bucket}",
    s3_region: "eu-west-1",
    s3_output_configurations: [
      { format: "PARQUET", compression: "PARQUET", output_type: "CUSTOM", overwrite: "OVERWRITE_REPORT" },
    ],
  });
  expect(template.resource("aws_s3_bucket")["lifecycle"]).toEqual({ prevent_destroy: true });
});

test("the bucket's policy is there before the export, which AWS refuses without it", () => {
  expect(template.resource("aws_bcmdataexports_export")["depends_on"]).toContain(
    "aws_s3_bucket_policy.cost-data_bucket_policy",
  );
});

test("only this account's exports write there", () => {
  const { Action, Condition } = policyOf(template.resource("aws_s3_bucket_policy")["policy"]).statement(
    "DataExportsWrite",
  );
  expect(Action).toEqual(["s3:PutObject", "s3:GetBucketPolicy"]);
  expect(Condition).toMatchObject({
    StringEquals: { "aws:SourceAccount": "${var.account_id}" },
    ArnLike: {
      "aws:SourceArn": expect.arrayContaining(["arn:aws:bcm-data-exports:us-east-1:${var.account_id}:export/*"]),
    },
  });
});

test("each column is named once, tags and accounts among them", () => {
  expect(new Set(costColumns).size).toBe(costColumns.length);
  expect([...costColumns].sort()).toEqual(costColumns);
  for (const column of ["resource_tags", "line_item_usage_account_id", "line_item_net_unblended_cost"])
    expect(queryOf().query_statement).toContain(column);
  expect(queryOf().query_statement).not.toContain("*");
});

test("without resources their column is not asked for: AWS has none then", () => {
  const of = exported({ resources: false, granularity: "MONTHLY" });
  expect(queryOf(of).query_statement).not.toContain("line_item_resource_id");
  expect(queryOf(of).table_configurations.COST_AND_USAGE_REPORT).toMatchObject({
    INCLUDE_RESOURCES: "FALSE",
    TIME_GRANULARITY: "MONTHLY",
  });
  expect(queryOf().table_configurations.COST_AND_USAGE_REPORT).toMatchObject({
    INCLUDE_RESOURCES: "TRUE",
    TIME_GRANULARITY: "DAILY",
  });
});
