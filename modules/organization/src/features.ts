/**
 * Services that act in every account on behalf of the management account or of a delegated administrator, and why.
 * A service that is not listed is switched off for the organisation.
 *
 * Source: AWS Organizations User Guide, "AWS services that you can use with AWS Organizations".
 */
export const trustedServices: Readonly<Record<string, string>> = {
  "access-analyzer.amazonaws.com": "external access is analysed for the whole organisation",
  "account.amazonaws.com": "contacts of member accounts are kept from the management account",
  "backup.amazonaws.com": "backup policies and copies into another account",
  "cloudtrail.amazonaws.com": "one trail for every account",
  "config.amazonaws.com": "configuration of every account is gathered in the security account",
  "config-multiaccountsetup.amazonaws.com": "rules and conformance packs for every account",
  "guardduty.amazonaws.com": "new accounts are watched from their first day",
  "iam.amazonaws.com": "root credentials of member accounts are managed centrally",
  "malware-protection.guardduty.amazonaws.com": "malware scans of GuardDuty",
  "ram.amazonaws.com": "networks and zones are shared without invitations",
  "securityhub.amazonaws.com": "findings are gathered in the security account",
  "servicequotas.amazonaws.com": "new accounts get their quota requests from a template",
  "sso.amazonaws.com": "people sign in through IAM Identity Center",
  "tagpolicies.tag.amazonaws.com": "tag policies report what does not comply",
};

/** Kinds of policy that can be attached to organizational units, and why. */
export const policyTypes: Readonly<Record<string, string>> = {
  AISERVICES_OPT_OUT_POLICY: "AWS does not train on what the organisation stores",
  BACKUP_POLICY: "backup plans that accounts cannot leave out",
  RESOURCE_CONTROL_POLICY: "limits on who reaches the organisation's resources from outside",
  SERVICE_CONTROL_POLICY: "limits on what the organisation's own identities can do",
  TAG_POLICY: "one spelling of the tags that costs are booked by",
};
