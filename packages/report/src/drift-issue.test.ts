import { driftIssue } from "./drift-issue.ts";

const gone = { address: "aws_vpc.vpc", kind: "delete", attributes: [] } as const;
const edited = { address: "aws_s3_bucket.logs", kind: "update", attributes: ["tags.owner", "acl"] } as const;

test("all is well: there is no issue", () => {
  expect(driftIssue([{ account: "a", success: true, drift: [] }], ["a"])).toBeUndefined();
});

test("what drifted is named, account by account", () => {
  const issue = driftIssue(
    [
      { account: "b", success: false, drift: [gone, edited] },
      { account: "a", success: true, drift: [] },
    ],
    ["a", "b"],
  )!;
  expect(issue.title).toBe("Drift: 1 account drifted");
  expect(issue.text).toContain(
    "**b**: 2 resources\n\n- `aws_vpc.vpc`: is gone\n- `aws_s3_bucket.logs`: `tags.owner`, `acl`\n",
  );
  expect(issue.text).not.toContain("**a**");
});

test("an account that could not be looked at, or was not, is not well", () => {
  const issue = driftIssue([{ account: "a", success: false, text: "no access" }], ["a", "b"])!;
  expect(issue.title).toBe("Drift: 2 accounts could not be looked at");
  expect(issue.text).toContain("**a** could not be looked at\n\n```\nno access\n```");
  expect(issue.text).toContain("the run did not come to it");
});
