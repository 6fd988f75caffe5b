import { runSimulation } from "@cloud-copilot/iam-simulate";
import { exampleAccount, synthStack, type Template } from "@archipelago/testing";
import { consume, consumed, declared, provide } from "./shared-resources.fixture.ts";

const provider = synthStack(provide, { account: { ...exampleAccount, name: "shop", connections: declared } });
const consumer = synthStack(consume, { account: { ...exampleAccount, name: "analytics", connections: consumed } });

const arns: Record<string, string> = {
  bucket: "arn:aws:s3:::shop-orders",
  queue: "arn:aws:sqs:eu-west-1:111122223333:shop-orders",
  topic: "arn:aws:sns:eu-west-1:111122223333:shop-orders",
  "event-bus": "arn:aws:events:eu-west-1:111122223333:event-bus/shop-orders",
  key: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  repository: "arn:aws:ecr:eu-west-1:111122223333:repository/shop-orders",
};

/** The policy of a resource, with what Terraform would put into it. */
function policyIn(template: Template, type: string, name: string, arn: string): object {
  const text = String(template.named(type, name)["policy"])
    .replaceAll("${var.account_id_of_analytics}", "222233334444")
    .replaceAll("${var.account_id}", "111122223333")
    .replaceAll(/\$\{[^}]+\}/g, arn);
  return JSON.parse(text) as object;
}

const everything = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

const cases: [kind: string, type: string, allowed: [action: string, suffix: string][], refused: [string, string][]][] =
  [
    [
      "bucket",
      "aws_s3_bucket_policy",
      [
        ["s3:GetObject", "/2026/11.json"],
        ["s3:ListBucket", ""],
      ],
      [
        ["s3:PutObject", "/2026/11.json"],
        ["s3:DeleteObject", "/2026/11.json"],
      ],
    ],
    [
      "queue",
      "aws_sqs_queue_policy",
      [
        ["sqs:ReceiveMessage", ""],
        ["sqs:DeleteMessage", ""],
      ],
      [
        ["sqs:SendMessage", ""],
        ["sqs:PurgeQueue", ""],
      ],
    ],
    ["topic", "aws_sns_topic_policy", [["sns:Publish", ""]], [["sns:Subscribe", ""]]],
    ["event-bus", "aws_cloudwatch_event_bus_policy", [["events:PutEvents", ""]], [["events:DeleteEventBus", ""]]],
    [
      "key",
      "aws_kms_key_policy",
      [["kms:Decrypt", ""]],
      [
        ["kms:Encrypt", ""],
        ["kms:ScheduleKeyDeletion", ""],
      ],
    ],
    [
      "repository",
      "aws_ecr_repository_policy",
      [
        ["ecr:BatchGetImage", ""],
        ["ecr:GetDownloadUrlForLayer", ""],
      ],
      [
        ["ecr:PutImage", ""],
        ["ecr:BatchDeleteImage", ""],
      ],
    ],
  ];

async function isAllowed(
  [kind, type]: (typeof cases)[number],
  [action, suffix]: readonly [string, string],
  {
    role = "222233334444:role/jobs/report",
    organization = "o-example",
    permission = undefined as object | undefined,
  } = {},
): Promise<boolean> {
  const arn = arns[kind]!;
  const principal = `arn:aws:iam::${role}`;
  const policy = permission ?? policyIn(consumer, "aws_iam_role_policy", `${kind}_shop`, arn);
  const resourcePolicy = policyIn(provider, type, "", arn);
  const accountId = "111122223333";
  const response = await runSimulation(
    {
      identityPolicies: [{ name: "policy", policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
      request: {
        principal,
        action,
        resource: { resource: `${arn}${suffix}`, accountId },
        contextVariables: {
          "aws:PrincipalOrgID": organization,
          "aws:PrincipalArn": principal,
          "aws:SecureTransport": "true",
        },
      },
    },
    {},
  );
  if (response.resultType === "error") throw new Error(JSON.stringify(response.errors));
  return response.overallResult === "Allowed";
}

describe.each(cases)("%s", (...row) => {
  const [kind, , allowed, refused] = row;
  const [first] = allowed as [[string, string]];

  test.each(allowed)("%s%s by the declared role", async (...call) => expect(await isAllowed(row, call)).toBe(true));

  test.each(refused)("not %s%s, whatever its own policies say", async (...call) =>
    expect(await isAllowed(row, call, { permission: everything })).toBe(false),
  );

  test.each([
    ["another role", { role: "222233334444:role/admin", permission: everything }],
    ["that role of a third account", { role: "333344445555:role/jobs/report", permission: everything }],
    ["that role in another organisation", { organization: "o-other" }],
    ["that role without its permission", { permission: { Version: "2012-10-17", Statement: [] } }],
  ])("not by %s", async (_, caller) => expect(await isAllowed(row, first, caller)).toBe(false));

  test("the consumer has its policy once the provider has told the ARN, and no sooner", () => {
    const policy = consumer.named("aws_iam_role_policy", `${kind}_shop`);
    const variable = `shop_${kind.replaceAll("-", "_")}_orders_arn`;
    expect(policy["count"]).toContain(`var.${variable} == null`);
    expect(consumer.inputs).toContainEqual({
      variable,
      account: "shop",
      output: "connections",
      key: `${kind}.orders.analytics.arn`,
      type: kind === "bucket" ? "bucketArn" : "arn",
      awaited: true,
    });
    expect(provider.published()["connections"]).toContain(`"${kind}.orders.analytics.arn" = aws_`);
  });
});

test("the bucket's policy refuses what is not encrypted on its way", () => {
  expect(provider.resource("aws_s3_bucket_policy")["policy"]).toContain('"aws:SecureTransport":"false"');
});

test("the other account's id is the one that management publishes", () => {
  expect(provider.inputs).toEqual([
    {
      variable: "account_id_of_analytics",
      account: "management",
      output: "accountIds",
      key: "analytics",
      type: "accountId",
      awaited: false,
    },
  ]);
});

test("a side that account.json does not declare is refused with the line to add", () => {
  const message = (build: () => unknown): string => {
    try {
      build();
      return "";
    } catch (error) {
      return (error as { format(): string }).format();
    }
  };
  expect(message(() => synthStack(provide, { account: { ...exampleAccount, name: "shop" } }))).toContain(
    'add to connections: {"kind":"bucket","name":"orders","with":"<the other account>","side":"provider","access":"read","role":"<the consumer\'s role>"}',
  );
  expect(message(() => synthStack(consume, { account: { ...exampleAccount, connections: declared } }))).toContain(
    '"with":"<the other account>","side":"consumer"',
  );
});
