import fs from "node:fs";
import path from "node:path";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import type { Account, AccountDefinition } from "@archipelago/account-stack";
import { offlineAccountId } from "@archipelago/account-stack/account-id";
import {
  FlowLogs,
  LogArchive,
  ObservabilityLinks,
  observabilityOutputs,
  ObservabilitySink,
  ResolverLogs,
  trailArchiveOutputs,
} from "@archipelago/logging";
import { useOfflineAws } from "@archipelago/offline-aws/test-cloud-process";
import { bootstrapOffline } from "@archipelago/runner";
import { Organization } from "@archipelago/organization";
import { exampleAccount, exampleOrganization, synthStack } from "@archipelago/testing";
import { AuditTrail } from "./index.ts";

const account = (name: string, organizationalUnit: string): Account => ({
  ...exampleAccount,
  ...{ name, organizationalUnit, email: `aws+${name}@example.com` },
});
const accounts = {
  management: account("management", "Root"),
  "log-archive": account("log-archive", "Security & Audit"),
  security: account("security", "Security & Audit"),
};
type Name = keyof typeof accounts;
const ids: Record<Name, string> = {
  management: "111111111111",
  "log-archive": offlineAccountId(accounts["log-archive"].email),
  security: offlineAccountId(accounts.security.email),
};
const { regions } = exampleOrganization;

const offline = useOfflineAws(Object.values(ids));
const { cloud } = offline;

beforeEach(() => {
  cloud().reset();
  bootstrapOffline(cloud(), exampleOrganization, accounts.management, ids.management);
});

/** A stack under the real Terraform: `write` synthesises it with these values of its variables. */
function stackOf(name: Name, reads: Account["reads"], build: AccountDefinition) {
  const workspace = offline.terraform(ids[name]);
  return {
    ...workspace,
    write(variables: Record<string, unknown> = {}) {
      const { text } = synthStack(build, {
        account: { ...accounts[name], reads },
        accounts: Object.values(accounts),
      });
      const { terraform: _, ...configuration } = JSON.parse(text, (key, value: unknown) =>
        key === "prevent_destroy" ? undefined : value,
      ) as Record<string, unknown>;
      workspace.write(configuration);
      const values = { account_id: ids[name], ...variables };
      fs.writeFileSync(path.join(workspace.directory, "inputs.auto.tfvars.json"), JSON.stringify(values));
    },
  };
}

const managementStack = () =>
  stackOf(
    "management",
    { "log-archive": ["trailBucketName", "trailKeyArn"], security: ["sinkArns"] },
    (stack, context) => {
      const { organizationId } = new Organization(stack, "organization", context);
      const { trailBucketName, trailKeyArn } = stack.await("log-archive", trailArchiveOutputs);
      new AuditTrail(stack, "trail", {
        organizationId,
        bucketName: trailBucketName,
        keyArn: trailKeyArn,
        emails: ["security@example.com"],
        objectEvents: "write",
        insights: true,
      });
      new ObservabilityLinks(stack, "observability", stack.await("security", observabilityOutputs));
    },
  );

const archiveStack = () =>
  stackOf("log-archive", { security: ["sinkArns"] }, (stack) => {
    const archive = new LogArchive(stack, "archive", {
      organizationId: organizationId(),
      managementAccountId: ids.management,
      auditorAccountId: ids.security,
    });
    new ObservabilityLinks(stack, "observability", stack.await("security", observabilityOutputs));
    const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16" });
    new FlowLogs(stack, "flow-logs", { vpcId: vpc.id, bucketArn: archive.flowLogBucketArn });
    new ResolverLogs(stack, "resolver-logs", {
      vpcId: vpc.id,
      bucketArn: archive.resolverLogBucketArn,
      name: "example",
    });
  });

const securityStack = () =>
  stackOf("security", {}, (stack) => {
    new ObservabilitySink(stack, "observability", { organizationId: organizationId() });
  });

const organizationId = (): string => cloud().list(ids.management, "aws_organizations_organization")[0]?.id ?? "o-none";

async function applied(...stacks: ReturnType<typeof stackOf>[]): Promise<void> {
  for (const each of stacks) {
    expect((await each.apply()).output).toContain("Apply complete!");
    expect((await each.plan()).output).toContain("No changes.");
  }
}

async function destroyed(...stacks: ReturnType<typeof stackOf>[]): Promise<void> {
  for (const each of stacks) {
    expect((await each.run("destroy", "-auto-approve")).output).toContain("Destroy complete!");
  }
}

test("accounts that need each other: first without the trail and the links, then with them, then none", async () => {
  const [management, archive, security] = [managementStack(), archiveStack(), securityStack()];
  management.write();
  await applied(management);
  expect(cloud().list(ids.management, "aws_cloudtrail")).toEqual([]);
  expect(cloud().list(ids.management, "aws_cloudwatch_metric_alarm")).toHaveLength(16);

  archive.write();
  security.write();
  await applied(archive, security);
  expect(cloud().list(ids["log-archive"], "aws_oam_link")).toEqual([]);

  const published = {
    log_archive_trail_bucket_name: `example-trail-${ids["log-archive"]}`,
    log_archive_trail_key_arn: (await archive.state("aws_kms_key.archive_trail-key"))["arn"],
  };
  const sinks = Object.fromEntries(
    cloud()
      .list(ids.security, "aws_oam_sink")
      .map(({ region, attributes }) => [region, attributes["arn"]]),
  );
  expect(Object.keys(sinks).sort()).toEqual([...regions].sort());
  management.write({ ...published, security_sink_arns: sinks });
  expect((await management.plan()).output).toContain("3 to add, 0 to change, 0 to destroy");
  archive.write({ security_sink_arns: sinks });
  await applied(management, archive);
  const [trail] = cloud().list(ids.management, "aws_cloudtrail");
  // The name that bucket policy and key policy expect.
  const expected = JSON.stringify((await archive.state("aws_kms_key.archive_trail-key"))["policy"]);
  expect(expected).toContain(String(trail?.attributes["arn"]));

  // A sink that goes takes its links with it, by plan; a trail that goes leaves the archive alone.
  management.write({ ...published, security_sink_arns: { "eu-west-1": sinks["eu-west-1"] } });
  expect((await management.plan()).output).toContain("0 to add, 0 to change, 1 to destroy");
  await applied(management);
  await destroyed(management, archive, security);
});

test("a trail whose bucket is another's is refused", async () => {
  const management = managementStack();
  management.write();
  await applied(management);
  management.write({
    log_archive_trail_bucket_name: "no-such-bucket",
    log_archive_trail_key_arn: `arn:aws:kms:eu-west-1:${ids["log-archive"]}:key/none`,
  });
  expect((await management.apply()).output).toContain("S3BucketDoesNotExistException");
});
