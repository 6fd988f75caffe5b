import type { Construct } from "constructs";
import { AccountStack, partitionOf } from "@archipelago/account-stack";
import type { Statement } from "@archipelago/iam-baseline";
import { declaredConnections } from "./connection.ts";
import { accessOf, type ResourceKind } from "./kinds.ts";

/** What every construct of a provider needs. */
export interface AcceptanceProps {
  /** Name of the connection in account.json, where this account is its provider; several accounts may consume it. */
  readonly name: string;
  /** Id of the organisation: an account that has left it is let in no more. */
  readonly organizationId: string;
  /**
   * Statements of the resource's policy besides.
   * @default none
   */
  readonly statements?: readonly object[];
}

/**
 * Statements of a resource's policy that let in exactly the declared role of each consumer, and tells them its ARN.
 *
 * No role is named as principal: AWS refuses one that does not exist yet, and the two accounts are applied in any order.
 *
 * @param arn the resource's, which the statements are about
 * @throws UserError when account.json declares no such connection
 */
export function acceptedConsumers(
  scope: Construct,
  kind: ResourceKind,
  arn: string,
  { name, organizationId }: AcceptanceProps,
): Statement[] {
  const stack = AccountStack.of(scope);
  const { account } = stack;
  return declaredConnections(account, kind, { name, side: "provider" }).flatMap((connection) => {
    stack.tell(connection, "arn", arn);
    const { actions, contents = [] } = accessOf(connection);
    const accept = (sid: string, Action: readonly string[], resource: string): Statement => ({
      Sid: `${camelCase(connection.with)}${sid}`,
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action,
      // ECR refuses a repository's policy that names a resource.
      ...(kind === "repository" ? {} : { Resource: [resource] }),
      Condition: {
        StringEquals: { "aws:PrincipalOrgID": organizationId },
        ArnLike: {
          "aws:PrincipalArn": `arn:${partitionOf(account.region)}:iam::${stack.accountIdOf(connection.with)}:role/${connection.role}`,
        },
      },
    });
    return [
      // A key's policy is about the key it is on, and knows no other resource.
      accept(camelCase(connection.access), actions, kind === "key" ? "*" : arn),
      ...(contents.length === 0 ? [] : [accept(`${camelCase(connection.access)}Contents`, contents, `${arn}/*`)]),
    ];
  });
}

function camelCase(name: string): string {
  return name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}
