import { Construct } from "constructs";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table/index.js";
import { AccountStack, type OutputTokens } from "@archipelago/account-stack";
import { ApplicationRole, Configuration, Secret } from "@archipelago/configuration";
import { ImageUse } from "@archipelago/container-images";
import { connectedAccounts, CrossAccountRole } from "@archipelago/cross-account-access";
import type { organizationOutputs } from "@archipelago/organization";
import { KeyUse } from "@archipelago/shared-keys";
import type { ShopConfiguration } from "./configuration.ts";
import { OrderQueue } from "./order-queue.ts";
import { OrderWorker, type OrderWorkerProps } from "./order-worker.ts";

export interface ShopServiceProps {
  /** `stack.configuration(shopConfiguration)`. */
  readonly configuration: ShopConfiguration;
  /**
   * Where its containers run.
   * @default nothing runs: the account has no network
   */
  readonly network?: OrderWorkerProps["network"] | undefined;
  /** `organizationOutputs`, for the accounts that read the orders. */
  readonly organization: Pick<OutputTokens<typeof organizationOutputs>, "organizationId">;
}

/**
 * The shop: what its API stores, is told and may do. One construct for every environment; what differs is in
 * `configuration`, the environment's switches and, for who reads the orders, account.json.
 */
export class ShopService extends Construct {
  constructor(scope: Construct, id: string, { configuration, organization, network }: ShopServiceProps) {
    super(scope, id);
    const { environment } = AccountStack.of(this);
    const table = new DynamodbTable(this, "orders", {
      name: "shop-orders",
      billingMode: "PAY_PER_REQUEST",
      hashKey: "id",
      attribute: [{ name: "id", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      lifecycle: { preventDestroy: environment.deletionProtection },
    });
    const queue = new OrderQueue(this, "queue", {
      name: "shop-orders",
      attempts: configuration.orderAttempts,
      oldestMinutes: configuration.oldestOrderMinutes,
    });
    const paymentKey = new Secret(this, "payment-key", {
      name: "payment-key",
      description: "Key for the payment provider, filled by the shop's team",
    });
    const published = new Configuration(this, "configuration", {
      values: {
        image: configuration.image,
        currency: configuration.currency,
        ordersTable: table.name,
        ordersQueueUrl: queue.url,
        paymentKeySecret: paymentKey.name,
      },
    });
    const { role } = new ApplicationRole(this, "api", {
      name: "shop-api",
      service: "ecs-tasks.amazonaws.com",
      configuration: published,
      secrets: [paymentKey],
      grants: [
        {
          sid: "KeepOrders",
          actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
          resources: [table.arn],
        },
        {
          sid: "PassOrdersOn",
          actions: ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"],
          resources: [queue.arn],
        },
      ],
    });
    const { urls } = new ImageUse(this, "images", { role });
    new KeyUse(this, "keys", { role });
    if (network) {
      new OrderWorker(this, "worker", {
        image: configuration.image,
        repository: urls["shop"],
        tasks: configuration.workers,
        role,
        configurationPath: published.path,
        network,
      });
    }
    const readers = { kind: "role", name: "orders", side: "provider" } as const;
    for (const consumer of connectedAccounts(this, readers)) {
      new CrossAccountRole(this, `orders-for-${consumer}`, {
        name: "orders",
        consumer,
        organizationId: organization.organizationId,
        grants: [
          {
            sid: "ReadOrders",
            actions: ["dynamodb:BatchGetItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query"],
            resources: [table.arn],
          },
        ],
      });
    }
  }
}
