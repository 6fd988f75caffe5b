import { Construct } from "constructs";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import { allow, policyDocument, workloadBoundaryArn, type Grant } from "@archipelago/iam-baseline";
import { accessPath, accessRoleName, declaredConnections } from "./connection.ts";

export interface CrossAccountRoleProps {
  /** Name of the connection in account.json, where this account is its provider. */
  readonly name: string;
  /** The account that uses the role. */
  readonly consumer: string;
  /** Id of the organisation: an account that has left it is let in no more. */
  readonly organizationId: string;
  /** What the role may do here, at least one. A wide action or resource needs its reason. */
  readonly grants: readonly [Grant, ...Grant[]];
}

/** The provider's side: a role in this account that one role of another account may assume. */
export class CrossAccountRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CrossAccountRoleProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const { account, accountId } = stack;
    const partition = partitionOf(account.region);
    const [{ role }] = declaredConnections(account, "role", {
      name: props.name,
      with: props.consumer,
      side: "provider",
    });
    const name = accessRoleName(props.consumer, props.name);
    const iamRole = new IamRole(this, "Resource", {
      name,
      path: accessPath,
      description: `Used by ${role} of ${props.consumer}`,
      permissionsBoundary: workloadBoundaryArn({ partition, accountId }),
      assumeRolePolicy: policyDocument("trust", name, [
        {
          Sid: "Consumer",
          Effect: "Allow",
          Action: ["sts:AssumeRole"],
          // Not the role itself: AWS refuses one that does not exist yet, and the two accounts are applied in any order.
          Principal: { AWS: "*" },
          Condition: {
            StringEquals: { "aws:PrincipalOrgID": props.organizationId },
            ArnLike: { "aws:PrincipalArn": `arn:${partition}:iam::${stack.accountIdOf(props.consumer)}:role/${role}` },
          },
        },
      ]),
    });
    new IamRolePolicy(this, "permissions", {
      name: "permissions",
      role: iamRole.name,
      policy: policyDocument("inline", name, props.grants.map(allow)),
    });
    this.arn = iamRole.arn;
  }
}
