import { emptied, releases } from "./closing-configuration.ts";

const stack = JSON.stringify({
  terraform: { backend: { local: {} } },
  provider: { aws: [{ region: "eu-west-1" }] },
  variable: { account_id: { type: "string" }, management_organization_id: { type: "string" } },
  resource: { aws_vpc: { vpc: { lifecycle: { prevent_destroy: true } } } },
  data: { aws_region: { here: {} } },
  output: { id: {} },
  import: [{ to: "aws_vpc.vpc", id: "vpc-1" }],
  removed: [{ from: "aws_guardduty_detector.d", lifecycle: { destroy: false } }],
});

test("an emptied stack has its backend, its provider, its own id and what it lets go of", () => {
  expect(JSON.parse(emptied(stack))).toEqual({
    terraform: { backend: { local: {} } },
    provider: { aws: [{ region: "eu-west-1" }] },
    variable: { account_id: { type: "string" } },
    removed: [{ from: "aws_guardduty_detector.d", lifecycle: { destroy: false } }],
  });
});

test("what stays is released, unless the stack does so itself", () => {
  const kept = (block: string) => ({ block, because: "", companion: false });
  expect(releases(stack, [kept("aws_guardduty_detector.d")])).toBeUndefined();
  expect(JSON.parse(releases(stack, [kept("aws_guardduty_detector.d"), kept("aws_s3_bucket.b")])!)).toEqual({
    removed: [{ from: "aws_s3_bucket.b", lifecycle: { destroy: false } }],
  });
});
