import type { Connection, Environment } from "@archipelago/account-stack";
import { exampleAccount, policyOf, synthStack } from "@archipelago/testing";
import { shopConfiguration, ShopService } from "./index.ts";

const image = `ghcr.io/acme/shop@sha256:${"0".repeat(64)}`;
const values = { image, workers: 2, currency: "EUR", orderAttempts: 5, oldestOrderMinutes: 10 };
const reader: Connection = {
  kind: "role",
  name: "orders",
  with: "analytics",
  side: "provider",
  role: "analytics/orders-report",
};

const shop = (connections: readonly Connection[] = [], configuration: unknown = values, deletionProtection = false) =>
  synthStack(
    (stack) => {
      const organization = stack.read("management", { organizationId: "string" });
      new ShopService(stack, "shop", { configuration: stack.configuration(shopConfiguration), organization });
    },
    {
      account: {
        ...exampleAccount,
        product: "shop",
        connections,
        reads: { management: connections.length > 0 ? ["organizationId"] : [] },
      },
      environment: { deletionProtection },
      configuration,
    },
  );

test("orders are kept in a table that can be restored", () => {
  expect(shop().resource("aws_dynamodb_table")).toMatchObject({
    name: "shop-orders",
    billing_mode: "PAY_PER_REQUEST",
    point_in_time_recovery: { enabled: true },
    lifecycle: { prevent_destroy: false },
  });
  const kept = shop([], values, true);
  expect(kept.resource("aws_dynamodb_table")["lifecycle"]).toEqual({ prevent_destroy: true });
});

test("an order that fails too often is put aside, and both queues raise an alarm", () => {
  const template = shop();
  const queues = template
    .resources("aws_sqs_queue")
    .map(({ name, properties }) => [name, properties["redrive_policy"]]);
  expect(queues).toEqual([
    ["shop_queue", '{"deadLetterTargetArn":"${aws_sqs_queue.shop_queue_dead-letters.arn}","maxReceiveCount":5}'],
    ["shop_queue_dead-letters", undefined],
  ]);
  const alarms = template.resources("aws_cloudwatch_metric_alarm").map(({ properties }) => properties);
  expect(alarms.map(({ alarm_name, metric_name, threshold }) => [alarm_name, metric_name, threshold])).toEqual([
    ["shop-oldest-order", "ApproximateAgeOfOldestMessage", 600],
    ["shop-put-aside", "ApproximateNumberOfMessagesVisible", 0],
  ]);
});

test("the API is told what it needs to know", () => {
  const parameters = shop().resources("aws_ssm_parameter");
  expect(
    Object.fromEntries(parameters.map(({ properties: { name, insecure_value } }) => [name, insecure_value])),
  ).toEqual({
    "/archipelago/config/shop/currency": "EUR",
    "/archipelago/config/shop/image": image,
    "/archipelago/config/shop/ordersQueueUrl": "${aws_sqs_queue.shop_queue.url}",
    "/archipelago/config/shop/ordersTable": "${aws_dynamodb_table.shop_orders.name}",
    "/archipelago/config/shop/paymentKeySecret": "${aws_secretsmanager_secret.shop_payment-key.name}",
  });
});

test("the API does what it is for, on what is the shop's", () => {
  const template = shop();
  expect(template.count("aws_iam_role")).toBe(1);
  const { statements } = policyOf(template.resource("aws_iam_role_policy")["policy"]);
  expect(statements.map(({ Sid, Resource }) => [Sid, ...Resource])).toEqual([
    [
      "ReadConfiguration",
      "arn:aws:ssm:eu-west-1:${var.account_id}:parameter/archipelago/config/shop",
      "arn:aws:ssm:eu-west-1:${var.account_id}:parameter/archipelago/config/shop/*",
    ],
    ["ReadSecrets", "${aws_secretsmanager_secret.shop_payment-key.arn}"],
    ["KeepOrders", "${aws_dynamodb_table.shop_orders.arn}"],
    ["PassOrdersOn", "${aws_sqs_queue.shop_queue.arn}"],
  ]);
});

test("whoever account.json names reads the orders; nobody's id is read otherwise", () => {
  expect(shop().inputs).toEqual([]);
  const template = shop([reader]);
  expect(template.inputs.map(({ output }) => output).sort()).toEqual(["accountIds", "organizationId"]);
  expect(template.named("aws_iam_role", "orders-for-analytics")).toMatchObject({
    name: "analytics-orders",
    assume_role_policy: expect.stringContaining(
      '"aws:PrincipalArn":"arn:aws:iam::${var.account_id_of_analytics}:role/analytics/orders-report"',
    ),
  });
  const { statements } = policyOf(template.named("aws_iam_role_policy", "orders-for-analytics")["policy"]);
  expect(statements).toEqual([
    {
      Sid: "ReadOrders",
      Effect: "Allow",
      Action: ["dynamodb:BatchGetItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query"],
      Resource: ["${aws_dynamodb_table.shop_orders.arn}"],
    },
  ]);
});

const withWorker = (environment: Partial<Environment> = {}, connections: readonly Connection[] = []) =>
  synthStack(
    (stack) => {
      const network = { vpcId: "vpc-1", subnetIds: { public: [], private: ["subnet-1"], data: [] } };
      const organization = stack.read("management", { organizationId: "string" });
      const configuration = stack.configuration(shopConfiguration);
      new ShopService(stack, "shop", { configuration, organization, network });
    },
    { account: { ...exampleAccount, product: "shop", connections }, environment, configuration: values },
  );

test("orders are worked off by containers of the promoted image, in private subnets, as the shop's role", () => {
  expect(shop().count("aws_ecs_service")).toBe(0);
  const template = withWorker();
  expect(template.resource("aws_ecs_service")).toMatchObject({
    desired_count: 2,
    propagate_tags: "SERVICE",
    network_configuration: { subnets: ["subnet-1"] },
  });
  const task = template.resource("aws_ecs_task_definition");
  expect(task["task_role_arn"]).toBe("${aws_iam_role.shop_api.arn}");
  expect(JSON.parse(task["container_definitions"] as string)).toMatchObject([
    { image, readonlyRootFilesystem: true, environment: [{ value: "/archipelago/config/shop" }] },
  ]);
  expect(template.count("aws_vpc_security_group_ingress_rule")).toBe(0);
});

test("with a repository of the organisation they are pulled from there, by the same digest, once it is known", () => {
  const repository = { kind: "repository", name: "shop", with: "network", side: "consumer" } as const;
  const template = withWorker({}, [{ ...repository, access: "pull", role: "shop/shop-api" }]);
  const task = template.resource("aws_ecs_task_definition");
  expect(JSON.parse(task["container_definitions"] as string)).toMatchObject([
    { image: `\${var.network_repository_shop_url}@sha256:${"0".repeat(64)}` },
  ]);
  const service = template.resource("aws_ecs_service");
  expect(service["task_definition"]).toBe("${one(aws_ecs_task_definition.shop_worker_task[*].arn)}");
  for (const { count } of [task, service]) expect(count).toBe("${(var.network_repository_shop_url == null) ? 0 : 1}");
});

test("they are stopped when the environment is idle, and Terraform leaves their number to the schedule", () => {
  const always = withWorker();
  expect(always.count("aws_scheduler_schedule")).toBe(0);
  expect(always.resource("aws_ecs_service")).not.toHaveProperty("lifecycle");
  const idle = withWorker({ idle: { timezone: "Europe/Berlin" } });
  expect(idle.resource("aws_ecs_service")["lifecycle"]).toEqual({ ignore_changes: ["desired_count"] });
  const inputs = ["stop", "start"].map((when) => idle.named("aws_scheduler_schedule", `worker-${when}`));
  expect(inputs.map(({ target }) => JSON.parse(target.input as string))).toEqual([
    { Cluster: "${aws_ecs_cluster.shop_worker_cluster.name}", Service: "worker", DesiredCount: 0 },
    { Cluster: "${aws_ecs_cluster.shop_worker_cluster.name}", Service: "worker", DesiredCount: 2 },
  ]);
  expect(inputs[0]!["schedule_expression_timezone"]).toBe("Europe/Berlin");
});

test.each([
  [{ ...values, image: "ghcr.io/acme/shop:1.4.0" }, /by its digest, not by a tag/],
  [{ ...values, currency: "XXX" }, /currency/],
  [{ ...values, orderAttempts: 0 }, /orderAttempts/],
  [{ ...values, oldestOrderMinutes: "10" }, /oldestOrderMinutes/],
  [{ ...values, retries: 1 }, /retries/],
])("%j is refused", (configuration, message) => {
  expect(() => shop([], configuration)).toThrow(message);
});
