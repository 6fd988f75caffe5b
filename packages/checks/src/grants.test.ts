import { allow } from "@archipelago/iam-baseline";
import { wideGrants } from "./grants.ts";
import type { SynthesizedAccount } from "./synthesized.ts";

const grants = (resource: object) =>
  wideGrants({ account: { name: "a", region: "eu-west-1" }, template: { resource } } as unknown as SynthesizedAccount);
const inline = (statement: object) =>
  grants({ aws_iam_role_policy: { p: { policy: JSON.stringify({ Statement: [statement] }) } } });

test("the reason that the statement builder writes is read back", () => {
  const statement = allow({
    sid: "DescribeAll",
    actions: ["ec2:*"],
    resources: ["*"],
    because: "EC2 knows no resources here",
  });
  expect(inline(statement)).toMatchObject([
    { what: "ec2:* on *", full: false, reason: expect.stringContaining("knows") },
  ]);
});

test.each<[string, object, number]>([
  ["everything", { Effect: "Allow", Action: "*", Resource: "*" }, 1],
  ["everything, spelled out", { Effect: "Allow", Action: ["*:*"], Resource: ["*"] }, 1],
  ["everything but something", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, 1],
  ["a service", { Effect: "Allow", Action: "s3:*", Resource: "*" }, 1],
  ["a service on one resource", { Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::x/*" }, 0],
  ["some actions", { Effect: "Allow", Action: ["s3:Get*"], Resource: "*" }, 0],
  ["a denial", { Effect: "Deny", Action: "*", Resource: "*" }, 0],
])("%s", (_, statement, count) => {
  expect(inline(statement)).toHaveLength(count);
});

test("a policy that nothing attaches grants nothing", () => {
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
  const aws_iam_policy = { boundary: { name: "workload-boundary", policy } };
  expect(grants({ aws_iam_policy })).toEqual([]);
  const attached = (policy_arn: string) =>
    grants({ aws_iam_policy, aws_iam_role_policy_attachment: { a: { role: "r", policy_arn } } });
  expect(attached("${aws_iam_policy.boundary.arn}")).toHaveLength(1);
  expect(attached("arn:aws:iam::${var.account_id}:policy/archipelago/workload-boundary")).toHaveLength(1);
  expect(attached("arn:aws:iam::aws:policy/ReadOnlyAccess")).toHaveLength(0);
});

test("AdministratorAccess has the reason of the role or permission set that gets it", () => {
  const attachment = {
    aws_iam_role_policy_attachment: {
      a: { role: "${aws_iam_role.r.name}", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    },
  };
  expect(grants({ ...attachment, aws_iam_role: { r: { description: "Emergencies only" } } })).toMatchObject([
    { full: true, reason: "Emergencies only" },
  ]);
  expect(grants({ ...attachment, aws_iam_role: { r: {} } })[0]?.reason).toBeUndefined();
});
