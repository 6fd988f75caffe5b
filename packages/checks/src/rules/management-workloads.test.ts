import { governance } from "./management-workloads.ts";
import { regionalTypes } from "./detection.ts";
import { lastingCredentials } from "./credentials.ts";

test.each(Object.entries(governance))("%s is there for a reason, and starts like a type", (start, reason) => {
  expect(start).toMatch(/^aws_[a-z0-9_]+$/);
  expect(reason.length).toBeGreaterThan(5);
});

test.each(["aws_instance", "aws_lambda_function", "aws_s3_bucket", "aws_db_instance", "aws_vpc", "aws_eks_cluster"])(
  "%s is a workload",
  (type) => {
    expect(Object.keys(governance).some((start) => type.startsWith(start))).toBe(false);
  },
);

test.each([...regionalTypes, ...Object.keys(lastingCredentials)])("%s is a type of resource", (type) => {
  expect(type).toMatch(/^aws_[a-z0-9_]+$/);
});
