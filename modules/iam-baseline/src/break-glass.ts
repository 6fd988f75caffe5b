import { Construct } from "constructs";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js";
import { partitionOf } from "@archipelago/account-stack";
import { baselineNames, baselinePath } from "./names.ts";
import { policyDocument } from "./policy-size.ts";

export interface BreakGlassRoleProps {
  /** 12-digit id of the management account: where the people are who may use the role. */
  readonly managementAccountId: string;
  /** Any region of the account: says which partition ARNs are of. */
  readonly region: string;
}

/** IAM path of the people who may break the glass: users of the management account, made by hand. */
export const breakGlassUserPath = "/break-glass/";

/**
 * The way into an account when neither GitHub nor IAM Identity Center answers: an administrator's role for an IAM user of
 * the management account who has just used a hardware key.
 *
 * It needs no AccountStack: it belongs to the bootstrap, so that it is there before the first apply, and so that the apply
 * role, which may not touch it, is not asked to make it.
 */
export class BreakGlassRole extends Construct {
  constructor(scope: Construct, id: string, { managementAccountId, region }: BreakGlassRoleProps) {
    super(scope, id);
    const arn = `arn:${partitionOf(region)}:iam::`;
    const role = new IamRole(this, "Resource", {
      name: baselineNames.breakGlass,
      path: baselinePath,
      description: "Emergencies only: every use raises an alarm",
      maxSessionDuration: 3600,
      assumeRolePolicy: policyDocument("trust", baselineNames.breakGlass, [
        {
          Sid: "PersonWithHardwareKey",
          Effect: "Allow",
          Action: ["sts:AssumeRole"],
          // The account, not the users: AWS refuses a trust policy that names a user who does not exist yet.
          Principal: { AWS: `${arn}${managementAccountId}:root` },
          Condition: {
            ArnLike: { "aws:PrincipalArn": `${arn}${managementAccountId}:user${breakGlassUserPath}*` },
            // Roles never carry these two keys, so no role of the management account gets in, whatever it may do.
            Bool: { "aws:MultiFactorAuthPresent": "true" },
            NumericLessThan: { "aws:MultiFactorAuthAge": "3600" },
          },
        },
      ]),
    });
    new IamRolePolicyAttachment(this, "administrator", {
      role: role.name,
      policyArn: `${arn}aws:policy/AdministratorAccess`,
    });
  }
}

/**
 * Metric filter pattern that matches every attempt to use a break-glass role, of any account, in the log group of the
 * organization trail; and everything that is then done with it.
 *
 * The alarm is made once, in the management account, and nowhere else: an administrator of the account in trouble could
 * silence an alarm in that account, and a rule of EventBridge hears only the region in which STS was called, which the
 * caller chooses.
 *
 * Source: IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail" (a role of another account: recorded in
 * the caller's account, and in the role's when it succeeded); a leading `*` as CIS
 * AWS Foundations has it in its pattern for unauthorized calls. November 2026.
 */
export const breakGlassUsePattern =
  `{ ($.requestParameters.roleArn = "*:role${baselinePath}${baselineNames.breakGlass}") || ` +
  `($.userIdentity.sessionContext.sessionIssuer.arn = "*:role${baselinePath}${baselineNames.breakGlass}") }`;
