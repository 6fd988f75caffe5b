import { Construct } from "constructs";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy/index.js";
import { AccountStack, onceKnown } from "@archipelago/account-stack";
import { allow, policyDocument } from "@archipelago/iam-baseline";
import { declaredConnections } from "./connection.ts";
import { requireDeclaredRole } from "./declared-role.ts";
import { accessOf, type ResourceKind } from "./kinds.ts";

export interface ResourceUseProps {
  readonly kind: ResourceKind;
  /** Name of the connection in account.json, where this account is its consumer; several accounts may provide it. */
  readonly name: string;
  /** The role of this account that uses it: the one that both sides declare. */
  readonly role: IamRole;
}

/**
 * The consumer's side of a bucket, queue, topic, event bus, key or repository: lets one role of this account use exactly what the
 * provider names. Absent until the provider has been applied.
 */
export class ResourceUse extends Construct {
  /** ARNs of the resources by the account that has them, for the program that uses them; null until they are known. */
  readonly arns: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { kind, name, role }: ResourceUseProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const connections = declaredConnections(stack.account, kind, { name, side: "consumer" });
    this.arns = Object.fromEntries(
      connections.map((connection) => {
        requireDeclaredRole(stack.account, connection, role);
        const arn = stack.hear(connection, "arn", kind === "bucket" ? "bucketArn" : "arn");
        const { actions, contents = [], anywhere } = accessOf(connection);
        const signIn = { sid: "SignIn", resources: ["*"], because: "these actions know no resource" };
        const statements = [
          ...(anywhere ? [allow({ ...signIn, actions: anywhere })] : []),
          allow({ sid: "Use", actions, resources: [arn] }),
          ...(contents.length === 0 ? [] : [allow({ sid: "Contents", actions: contents, resources: [`${arn}/*`] })]),
        ];
        new IamRolePolicy(this, connection.with, {
          count: onceKnown(arn),
          name: `${kind}-${connection.with}-${name}`,
          role: role.name,
          policy: policyDocument("inline", id, statements),
        });
        return [connection.with, arn];
      }),
    );
  }
}
