import { readPlan, type PlanJson } from "@archipelago/terraform";
import { accountReport, type AccountReport } from "./account-report.ts";
import { noCounts, type PlanSummary } from "./summary.ts";

type ResourceJson = NonNullable<PlanJson["resource_changes"]>[number];

/** A summary as the runner writes it. */
export function summary(account: string, more: Partial<PlanSummary> = {}): PlanSummary {
  return {
    account,
    accountId: "123456789012",
    environment: "production",
    cloud: "offline",
    status: "changed",
    reasons: ["modules/vpc-baseline/src/nat.ts"],
    counts: { ...noCounts, change: 1 },
    placeholders: [],
    digests: { configuration: null, inputs: null, code: null, plan: null, review: "9c01d7e".padEnd(64, "0") },
    state: null,
    durationMs: 1,
    terraformVersion: "1.11.4",
    ...more,
  };
}

/** A resource of a plan, from its address. */
export function resource(
  address: string,
  change: ResourceJson["change"],
  more: Partial<ResourceJson> = {},
): ResourceJson {
  const [type = "", name = ""] = address.split(".");
  return {
    address,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    change,
    ...more,
  };
}

/** What is reported of an account with these changes. */
export function report(
  account: string,
  resources: readonly ResourceJson[] = [],
  more: Partial<PlanSummary> = {},
  outputs: PlanJson["output_changes"] = {},
): AccountReport {
  const plan = readPlan({
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: resources,
    output_changes: outputs,
  });
  return accountReport(summary(account, { counts: plan.counts, ...more }), plan, "graph");
}

/** An attribute that changes in place. */
export function update(address: string, before: object, after: object): ResourceJson {
  return resource(address, { actions: ["update"], before: before as never, after: after as never });
}

/** A NAT gateway that moves to another subnet. */
export const natReplaced = resource("aws_nat_gateway.vpc_nat_eu-west-1a", {
  actions: ["delete", "create"],
  before: { subnet_id: "subnet-1" },
  after: { subnet_id: "subnet-2" },
  replace_paths: [["subnet_id"]],
});
