/** What an alarm has to watch for. */
export interface MonitoredEvents {
  readonly id: string;
  readonly title: string;
  /** Values that the pattern of the metric filter has to name, `*` standing for any text. */
  readonly names: readonly string[];
}

/**
 * Events of the trail that raise an alarm.
 *
 * Source: CIS AWS Foundations Benchmark v7.0.0, section 5, as in Prowler's cis_7.0_aws.json (read 2026-11): 5.1, 5.2, 5.3
 * and 5.15; the event names of the others are those of the same recommendations in v3.0.0. ClassicLink, which AWS retired
 * in 2022, is left out of 5.14.
 */
export const monitoredEvents: readonly MonitoredEvents[] = [
  { id: "5.1", title: "Denied calls raise an alarm", names: ["*UnauthorizedOperation", "AccessDenied*"] },
  { id: "5.2", title: "Signing in without MFA raises an alarm", names: ["ConsoleLogin", "Yes"] },
  { id: "5.3", title: "Using a root user raises an alarm", names: ["Root"] },
  {
    id: "5.4",
    title: "Changing permissions raises an alarm",
    names: [
      "AttachGroupPolicy",
      "AttachRolePolicy",
      "AttachUserPolicy",
      "CreatePolicy",
      "CreatePolicyVersion",
      "DeleteGroupPolicy",
      "DeletePolicy",
      "DeletePolicyVersion",
      "DeleteRolePolicy",
      "DeleteUserPolicy",
      "DetachGroupPolicy",
      "DetachRolePolicy",
      "DetachUserPolicy",
      "PutGroupPolicy",
      "PutRolePolicy",
      "PutUserPolicy",
    ],
  },
  {
    id: "5.5",
    title: "Changing a trail raises an alarm",
    names: ["CreateTrail", "DeleteTrail", "StartLogging", "StopLogging", "UpdateTrail"],
  },
  { id: "5.6", title: "Failing to sign in raises an alarm", names: ["ConsoleLogin", "Failed authentication"] },
  { id: "5.7", title: "Disabling or deleting a key raises an alarm", names: ["DisableKey", "ScheduleKeyDeletion"] },
  {
    id: "5.8",
    title: "Changing the policy of a bucket raises an alarm",
    names: [
      "DeleteBucketCors",
      "DeleteBucketLifecycle",
      "DeleteBucketPolicy",
      "DeleteBucketReplication",
      "PutBucketAcl",
      "PutBucketCors",
      "PutBucketLifecycle",
      "PutBucketPolicy",
      "PutBucketReplication",
    ],
  },
  {
    id: "5.9",
    title: "Changing AWS Config raises an alarm",
    names: ["DeleteDeliveryChannel", "PutConfigurationRecorder", "PutDeliveryChannel", "StopConfigurationRecorder"],
  },
  {
    id: "5.10",
    title: "Changing a security group raises an alarm",
    names: [
      "AuthorizeSecurityGroupEgress",
      "AuthorizeSecurityGroupIngress",
      "CreateSecurityGroup",
      "DeleteSecurityGroup",
      "RevokeSecurityGroupEgress",
      "RevokeSecurityGroupIngress",
    ],
  },
  {
    id: "5.11",
    title: "Changing a network access list raises an alarm",
    names: [
      "CreateNetworkAcl",
      "CreateNetworkAclEntry",
      "DeleteNetworkAcl",
      "DeleteNetworkAclEntry",
      "ReplaceNetworkAclAssociation",
      "ReplaceNetworkAclEntry",
    ],
  },
  {
    id: "5.12",
    title: "Changing a network gateway raises an alarm",
    names: [
      "AttachInternetGateway",
      "CreateCustomerGateway",
      "CreateInternetGateway",
      "DeleteCustomerGateway",
      "DeleteInternetGateway",
      "DetachInternetGateway",
    ],
  },
  {
    id: "5.13",
    title: "Changing a route raises an alarm",
    names: [
      "CreateRoute",
      "CreateRouteTable",
      "DeleteRoute",
      "DeleteRouteTable",
      "DisassociateRouteTable",
      "ReplaceRoute",
      "ReplaceRouteTableAssociation",
    ],
  },
  {
    id: "5.14",
    title: "Changing a VPC raises an alarm",
    names: [
      "AcceptVpcPeeringConnection",
      "CreateVpc",
      "CreateVpcPeeringConnection",
      "DeleteVpc",
      "DeleteVpcPeeringConnection",
      "ModifyVpcAttribute",
      "RejectVpcPeeringConnection",
    ],
  },
  {
    id: "5.15",
    title: "Changing the organisation raises an alarm",
    names: [
      "AcceptHandshake",
      "AttachPolicy",
      "CreateAccount",
      "CreateOrganizationalUnit",
      "CreatePolicy",
      "DeclineHandshake",
      "DeleteOrganization",
      "DeleteOrganizationalUnit",
      "DeletePolicy",
      "DetachPolicy",
      "DisablePolicyType",
      "EnablePolicyType",
      "InviteAccountToOrganization",
      "LeaveOrganization",
      "MoveAccount",
      "RemoveAccountFromOrganization",
      "UpdateOrganizationalUnit",
      "UpdatePolicy",
    ],
  },
];
