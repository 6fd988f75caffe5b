import fs from "node:fs";
import path from "node:path";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket/index.js";
import type { AccountDefinition, Connection } from "@archipelago/account-stack";
import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import type { Workspace } from "@archipelago/offline-aws/test-terraform";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { VpcBaseline } from "@archipelago/vpc-baseline";
import { EndpointService, PrivateEndpoint } from "./index.ts";

// Both sides under the real Terraform.

const ids = { shop: "111122223333", analytics: "222233334444" };
const offline = useOfflineAws(Object.values(ids));
const connection = { kind: "private-endpoint", name: "prices", port: 443 } as const;
const provided: Connection = { ...connection, with: "analytics", side: "provider" };
const consumed: Connection = { ...connection, with: "shop", side: "consumer" };

function write(workspace: Workspace, name: keyof typeof ids, build: AccountDefinition, inputs: object = {}): void {
  const connections = [name === "shop" ? provided : consumed];
  const { text } = synthStack(build, { account: { ...exampleAccount, name, connections } });
  const { terraform: _, ...configuration } = JSON.parse(text) as Record<string, unknown>;
  workspace.write(configuration);
  const file = path.join(workspace.directory, "inputs.auto.tfvars.json");
  fs.writeFileSync(file, JSON.stringify({ account_id: ids[name], ...inputs }));
}

const network = { nat: "none", flowLogs: { reason: "nothing runs here" } } as const;
const provide: AccountDefinition = (stack) => {
  new S3Bucket(stack, "state", { bucket: "example-shop-tfstate" });
  const { vpcId, subnetIds } = new VpcBaseline(stack, "vpc", { ...network, cidr: "10.32.0.0/20", zones: 2 });
  new EndpointService(stack, "prices", { name: "prices", vpcId, subnetIds: subnetIds.private });
};
const consume =
  (zones: number): AccountDefinition =>
  (stack) => {
    const cidr = "10.32.16.0/20";
    const { vpcId, subnetIds } = new VpcBaseline(stack, "vpc", { ...network, cidr, zones });
    new PrivateEndpoint(stack, "prices", { name: "prices", vpcId, subnetIds: subnetIds.private, clientCidrs: [cidr] });
  };

test("the endpoint appears once the service is known, and goes before it", async () => {
  const [provider, consumer] = [offline.terraform(ids.shop), offline.terraform(ids.analytics)];
  write(consumer, "analytics", consume(2));
  write(provider, "shop", provide, { account_id_of_analytics: ids.analytics });
  for (const side of [consumer, provider]) {
    expect((await side.apply()).output).toContain("Apply complete!");
    expect((await side.plan()).code).toBe(0);
  }
  const { service_name: serviceName } = await provider.state("aws_vpc_endpoint_service.prices");
  const told = { shop_private_endpoint_prices_service_name: serviceName };
  write(consumer, "analytics", consume(2), told);
  expect((await consumer.apply()).output).toContain("Apply complete! Resources: 1 added, 0 changed, 0 destroyed");
  expect((await consumer.plan()).code).toBe(0);

  write(consumer, "analytics", consume(3), told);
  expect((await consumer.apply()).output).toContain("does not support the availability zone of the subnet");
  expect((await provider.run("destroy", "-auto-approve")).output).toContain("Existing active VPC Endpoint connections");
  for (const side of [consumer, provider])
    expect((await side.run("destroy", "-auto-approve")).output).toContain("Destroy complete!");
});
