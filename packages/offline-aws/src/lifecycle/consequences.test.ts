import { stored } from "../test-cloud.ts";
import { consequences } from "./consequences.ts";

const designation = (service: string, region: string) =>
  consequences[`aws_${service}_organization_admin_account`]!(
    stored(`aws_${service}_organization_admin_account`, "444455556666", { admin_account_id: "444455556666", region }),
  );

test("designation switches GuardDuty on in that account and region, with a detector of its own", () => {
  const [detector] = designation("guardduty", "eu-west-1");
  expect(detector).toMatchObject({
    type: "aws_guardduty_detector",
    accountId: "444455556666",
    region: "eu-west-1",
    attributes: { enable: true },
  });
  expect(detector?.id).toMatch(/^[0-9a-f]{32}$/);
  expect(detector?.attributes["id"]).toBe(detector?.id);
  expect(designation("guardduty", "eu-central-1")[0]?.id).not.toBe(detector?.id);
});

test("designation switches Security Hub on there, whose hub has the account's id", () => {
  expect(designation("securityhub", "eu-west-1")).toEqual([
    expect.objectContaining({
      type: "aws_securityhub_account",
      id: "444455556666",
      accountId: "444455556666",
      region: "eu-west-1",
    }),
  ]);
});
