import { openCloud } from "@archipelago/offline-aws";
import type { Workspace } from "./workspace.ts";

/** An organisation that grew for years: Control Tower, three levels of units, policies by hand. */
export const managementId = "100000000001";
export const organizationId = "o-exampleorg1";
const rootId = "r-ab12";

/** Id, name and parent, each after its parent. */
export const units: readonly (readonly [id: string, name: string, parent: string])[] = [
  ["ou-ab12-security", "Security", rootId],
  ["ou-ab12-sandboxx", "Sandbox", rootId],
  ["ou-ab12-workload", "Workloads", rootId],
  ["ou-ab12-prodprod", "Prod", "ou-ab12-workload"],
  ["ou-ab12-nonprodx", "Non-Prod", "ou-ab12-workload"],
  ["ou-ab12-pcicards", "PCI", "ou-ab12-prodprod"],
];

interface ExistingAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly parent: string;
  readonly status: string;
  readonly tags: Readonly<Record<string, string>>;
}

const products = ["Checkout", "Search", "Billing", "Data Platform", "Website"];
const account = (
  number: number,
  name: string,
  parent: string,
  more: Partial<ExistingAccount> = {},
): ExistingAccount => ({
  id: String(100_000_000_000 + number),
  name,
  email: `aws+${number}@example.org`,
  parent,
  status: "ACTIVE",
  tags: {},
  ...more,
});

export const accounts: readonly ExistingAccount[] = [
  account(1, "Example Org", rootId),
  account(2, "Log Archive", "ou-ab12-security"),
  account(3, "Audit", "ou-ab12-security"),
  ...products.map((name, index) =>
    account(10 + index, `${name} Prod`, "ou-ab12-prodprod", { tags: { CostCenter: `CC-${index}`, wiki: name } }),
  ),
  ...products.map((name, index) => account(20 + index, `${name} Dev`, "ou-ab12-nonprodx")),
  account(30, "card-vault", "ou-ab12-pcicards"),
  account(31, "card-vault-reporting", "ou-ab12-pcicards"),
  account(40, "Playground Ada", "ou-ab12-sandboxx"),
  account(41, "Playground Bob", "ou-ab12-sandboxx"),
  account(50, "Networking", "ou-ab12-workload"),
  account(51, "Old Website", "ou-ab12-workload", { status: "SUSPENDED" }),
  account(52, "2020 Migration", "ou-ab12-nonprodx"),
  account(53, "Intranet", "ou-ab12-workload"),
];

const deny = (action: string, condition?: object): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: { Effect: "Deny", Action: action, Resource: "*", ...(condition && { Condition: condition }) },
  });

/** Id, name, document, targets. */
export const policies: readonly (readonly [id: string, name: string, content: string, targets: readonly string[]])[] = [
  ["p-leaving1", "DenyLeaving", deny("organizations:LeaveOrganization"), [rootId]],
  [
    "p-regions1",
    "Allowed regions",
    deny("ec2:*", { StringNotEquals: { "aws:RequestedRegion": ["eu-west-1"] } }),
    ["ou-ab12-workload"],
  ],
  [
    "p-usernam1",
    "own-user-only",
    deny("iam:*", { StringNotLike: { "aws:username": "${aws:username}" } }),
    ["ou-ab12-pcicards", "100000000030", "100000000051"],
  ],
  ["p-sandbox1", "Sandbox limits", deny("aws-marketplace:*"), ["ou-ab12-sandboxx"]],
  ["p-guard001", "aws-guardrails-NllhqI", deny("cloudtrail:StopLogging"), ["ou-ab12-security"]],
  ["p-guard002", "aws-guardrails-LfCVzN", deny("config:*"), ["ou-ab12-sandboxx", "ou-ab12-workload"]],
];

export const trustedServices = ["cloudtrail.amazonaws.com", "controltower.amazonaws.com", "sso.amazonaws.com"];

/** Puts the organisation into the simulated cloud of a clone. */
export function simulate(workspace: Workspace): void {
  const cloud = openCloud(workspace.path(".archipelago/cloud"));
  const put = (type: string, id: string, attributes: Record<string, unknown>): void =>
    cloud.put({
      type,
      id,
      accountId: managementId,
      region: "global",
      attributes: { id, ...attributes },
    });
  const arn = `arn:aws:organizations::${managementId}`;
  put("aws_organizations_organization", organizationId, {
    feature_set: "ALL",
    aws_service_access_principals: trustedServices,
    enabled_policy_types: ["SERVICE_CONTROL_POLICY"],
    roots: [{ id: rootId, name: "Root", arn: `${arn}:root/${organizationId}/${rootId}`, policy_types: [] }],
  });
  for (const [id, name, parent_id] of units) put("aws_organizations_organizational_unit", id, { name, parent_id });
  for (const { id, name, email, parent, status, tags } of accounts)
    if (id !== managementId && status === "ACTIVE")
      put("aws_organizations_account", id, { name, email, parent_id: parent, status, tags, tags_all: tags });
  for (const [id, name, content, targets] of policies) {
    put("aws_organizations_policy", id, { name, content, type: "SERVICE_CONTROL_POLICY", description: "" });
    for (const target_id of targets)
      put("aws_organizations_policy_attachment", `${target_id}:${id}`, { policy_id: id, target_id });
  }
}

/** What `aws` prints when it is asked with these words; undefined: it refuses. */
export function answer([service, verb, , of]: readonly string[]): object | undefined {
  switch (`${service!} ${verb!}`) {
    case "organizations describe-organization":
      return { Organization: { Id: organizationId, FeatureSet: "ALL", MasterAccountId: managementId } };
    case "organizations list-aws-service-access-for-organization":
      return { EnabledServicePrincipals: trustedServices.map((ServicePrincipal) => ({ ServicePrincipal })) };
    case "organizations list-roots":
      return {
        Roots: [{ Id: rootId, Name: "Root", PolicyTypes: [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }] }],
      };
    case "organizations list-organizational-units-for-parent":
      return {
        OrganizationalUnits: units.filter(([, , parent]) => parent === of).map(([Id, Name]) => ({ Id, Name })),
      };
    case "organizations list-accounts-for-parent":
      return {
        Accounts: accounts
          .filter(({ parent }) => parent === of)
          .map(({ id, name, email, status }) => ({ Id: id, Name: name, Email: email, Status: status })),
      };
    case "organizations list-tags-for-resource":
      return {
        Tags: Object.entries(accounts.find(({ id }) => id === of)!.tags).map(([Key, Value]) => ({ Key, Value })),
      };
    case "organizations list-policies":
      return { Policies: [{ Id: "p-FullAWSAccess" }, ...policies.map(([Id]) => ({ Id }))] };
    case "organizations describe-policy": {
      const [Id, Name, Content] = policies.find(([id]) => id === of) ?? ["p-FullAWSAccess", "FullAWSAccess", deny("x")];
      return {
        Policy: {
          PolicySummary: { Id, Name, Type: "SERVICE_CONTROL_POLICY", AwsManaged: Name === "FullAWSAccess" },
          Content,
        },
      };
    }
    case "organizations list-targets-for-policy":
      return {
        Targets: (policies.find(([id]) => id === of)?.[3] ?? [rootId]).map((TargetId) => ({ TargetId, Type: "ANY" })),
      };
    default:
      return undefined;
  }
}
