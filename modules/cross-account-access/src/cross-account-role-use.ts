import { Construct } from "constructs";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { allow, policyDocument } from "@archipelago/iam-baseline";
import { accessPath, accessRoleName, declaredConnections } from "./connection.ts";
import { requireDeclaredRole } from "./declared-role.ts";

export interface CrossAccountRoleUseProps {
  /** Name of the connection in account.json, where this account is its consumer. */
  readonly name: string;
  /** The account that has the role. */
  readonly provider: string;
  /** The role of this account that uses it: the one that both sides declare. */
  readonly role: IamRole;
}

/** The consumer's side: lets one role of this account assume exactly the provider's role. */
export class CrossAccountRoleUse extends Construct {
  /** ARN of the provider's role, for the program that assumes it. */
  readonly roleArn: string;

  constructor(scope: Construct, id: string, { name, provider, role }: CrossAccountRoleUseProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const { account } = stack;
    const [declared] = declaredConnections(account, "role", { name, with: provider, side: "consumer" });
    requireDeclaredRole(account, declared, role);
    const roleName = accessRoleName(account.name, name);
    this.roleArn = `arn:${partitionOf(account.region)}:iam::${stack.accountIdOf(provider)}:role${accessPath}${roleName}`;
    new IamRolePolicy(this, "Resource", {
      name: `assume-${provider}-${name}`,
      role: role.name,
      policy: policyDocument("inline", roleName, [
        allow({ sid: "Assume", actions: ["sts:AssumeRole"], resources: [this.roleArn] }),
      ]),
    });
  }
}
