import { alarmRules } from "./alarm-rules.ts";
import { matches, type Event } from "./filter-pattern.fixture.ts";

const of = (service: string, ...names: string[]): Event[] =>
  names.map((eventName) => ({
    eventName,
    eventSource: `${service}.amazonaws.com`,
    eventType: "AwsApiCall",
    sourceIPAddress: "198.51.100.7",
    "userIdentity.type": "AssumedRole",
  }));
const call = (more: Event, service = "ec2", name = "DescribeInstances"): Event => ({
  ...of(service, name)[0]!,
  ...more,
});
const signIn = (more: Event): Event =>
  call(
    {
      "userIdentity.type": "IAMUser",
      "additionalEventData.MFAUsed": "No",
      "responseElements.ConsoleLogin": "Success",
      ...more,
    },
    "signin",
    "ConsoleLogin",
  );
const root = (more: Event): Event => call({ "userIdentity.type": "Root", ...more });
const assume = (role: string): Event =>
  call({ "requestParameters.roleArn": `arn:aws:iam::111111111111:role${role}` }, "sts", "AssumeRole");

/** What each rule must hear of, and what it must not. */
const cases: Record<string, { heard: Event[]; ignored: Event[] }> = {
  "unauthorized-calls": {
    heard: [call({ errorCode: "AccessDenied" }), call({ errorCode: "Client.UnauthorizedOperation" })],
    ignored: [
      call({}),
      call({ errorCode: "Throttling" }),
      call({ errorCode: "AccessDenied" }, "s3", "HeadBucket"),
      call({ errorCode: "AccessDenied", sourceIPAddress: "delivery.logs.amazonaws.com" }),
      call({ errorCode: "Client.UnauthorizedOperation", sourceIPAddress: "delivery.logs.amazonaws.com" }),
    ],
  },
  "sign-in-without-mfa": {
    heard: [signIn({})],
    ignored: [
      signIn({ "additionalEventData.MFAUsed": "Yes" }),
      signIn({ "userIdentity.type": "AssumedRole" }),
      signIn({ "responseElements.ConsoleLogin": "Failure" }),
    ],
  },
  "root-use": {
    heard: [root({})],
    ignored: [
      root({ "userIdentity.invokedBy": "support.amazonaws.com" }),
      root({ eventType: "AwsServiceEvent" }),
      call({}),
    ],
  },
  "iam-policy-changes": {
    heard: of(
      "iam",
      ...["Role", "User", "Group"].flatMap((kind) => [
        `Put${kind}Policy`,
        `Delete${kind}Policy`,
        `Attach${kind}Policy`,
        `Detach${kind}Policy`,
      ]),
      ...["CreatePolicy", "DeletePolicy", "CreatePolicyVersion", "DeletePolicyVersion"],
    ),
    ignored: [...of("iam", "GetPolicy", "CreateRole"), ...of("organizations", "CreatePolicy")],
  },
  "cloudtrail-changes": {
    heard: of("cloudtrail", "CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"),
    ignored: of("cloudtrail", "DescribeTrails", "LookupEvents"),
  },
  "failed-sign-ins": {
    heard: [signIn({ errorMessage: "Failed authentication" })],
    ignored: [signIn({}), call({ errorMessage: "Failed authentication" })],
  },
  "key-disabled-or-deleted": {
    heard: of("kms", "DisableKey", "ScheduleKeyDeletion"),
    ignored: [...of("kms", "Decrypt", "CancelKeyDeletion"), ...of("other", "DisableKey")],
  },
  "bucket-policy-changes": {
    heard: of(
      "s3",
      ...["Acl", "Policy", "Cors", "Lifecycle", "Replication"].map((part) => `PutBucket${part}`),
      ...["Policy", "Cors", "Lifecycle", "Replication"].map((part) => `DeleteBucket${part}`),
    ),
    ignored: of("s3", "GetBucketPolicy", "PutBucketTagging", "PutObject"),
  },
  "config-changes": {
    heard: of(
      "config",
      ...["StopConfigurationRecorder", "PutConfigurationRecorder", "PutDeliveryChannel", "DeleteDeliveryChannel"],
    ),
    ignored: of("config", "PutEvaluations", "DescribeDeliveryChannels"),
  },
  "security-group-changes": {
    heard: of(
      "ec2",
      ...["Authorize", "Revoke"].flatMap((verb) => [`${verb}SecurityGroupIngress`, `${verb}SecurityGroupEgress`]),
      ...["CreateSecurityGroup", "DeleteSecurityGroup", "ModifySecurityGroupRules"],
    ),
    ignored: of("ec2", "DescribeSecurityGroups"),
  },
  "network-acl-changes": {
    heard: of(
      "ec2",
      ...["CreateNetworkAcl", "CreateNetworkAclEntry", "DeleteNetworkAcl", "DeleteNetworkAclEntry"],
      ...["ReplaceNetworkAclEntry", "ReplaceNetworkAclAssociation"],
    ),
    ignored: of("ec2", "DescribeNetworkAcls"),
  },
  "gateway-changes": {
    heard: of(
      "ec2",
      ...["CreateCustomerGateway", "DeleteCustomerGateway"],
      ...["Create", "Delete", "Attach", "Detach"].map((verb) => `${verb}InternetGateway`),
    ),
    ignored: of("ec2", "CreateNatGateway", "DescribeInternetGateways"),
  },
  "route-table-changes": {
    heard: of(
      "ec2",
      ...["CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation"],
      ...["DeleteRoute", "DeleteRouteTable", "DisassociateRouteTable"],
    ),
    ignored: [...of("ec2", "DescribeRouteTables"), ...of("apigateway", "CreateRoute")],
  },
  "vpc-changes": {
    heard: of(
      "ec2",
      ...["CreateVpc", "DeleteVpc", "ModifyVpcAttribute"],
      ...["Accept", "Create", "Delete", "Reject"].map((verb) => `${verb}VpcPeeringConnection`),
      ...["AttachClassicLinkVpc", "DetachClassicLinkVpc", "EnableVpcClassicLink", "DisableVpcClassicLink"],
    ),
    ignored: of("ec2", "DescribeVpcs", "CreateSubnet"),
  },
  "organization-changes": {
    heard: of(
      "organizations",
      ...["AcceptHandshake", "DeclineHandshake", "InviteAccountToOrganization", "LeaveOrganization"],
      ...["AttachPolicy", "DetachPolicy", "CreatePolicy", "UpdatePolicy", "DeletePolicy"],
      ...["EnablePolicyType", "DisablePolicyType", "DeleteOrganization", "CreateAccount", "MoveAccount"],
      ...["RemoveAccountFromOrganization", "CreateOrganizationalUnit", "UpdateOrganizationalUnit"],
      "DeleteOrganizationalUnit",
    ),
    ignored: [...of("organizations", "ListAccounts"), ...of("iam", "CreatePolicy")],
  },
  "break-glass": {
    heard: [assume("/archipelago/break-glass")],
    ignored: [
      assume("/break-glass"),
      assume("/archipelago/break-glass-not"),
      call({ "requestParameters.roleArn": "arn:aws:iam::111111111111:role/archipelago/break-glass" }, "iam", "GetRole"),
    ],
  },
};

test.each(alarmRules)("$name hears of what it must, and of nothing else", ({ name, pattern }) => {
  const { heard, ignored } = cases[name]!;
  expect(heard.filter((event) => !matches(pattern, event))).toEqual([]);
  expect(ignored.filter((event) => matches(pattern, event))).toEqual([]);
  // As many events as the pattern has names: none is left untried.
  const names = new Set([...pattern.matchAll(/eventName = "?(\w+)/g)].map(([, each]) => each));
  expect([...names].filter((each) => !heard.some(({ eventName }) => eventName === each))).toEqual([]);
});

test.each(["{ $.a = }", "{ ($.a = b }", "$.a = b", "{ $.a ~ b }", "{ $.a = b } x"])("%s is no pattern", (pattern) => {
  expect(() => matches(pattern, {})).toThrow();
});
