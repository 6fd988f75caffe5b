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
 * role, which may not touch it, is not asked to make it. Its use raises an alarm of the audit trail, in the management
 * account: one in this account could be switched off by who has just come in.
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
