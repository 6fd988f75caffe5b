import { Fn, TerraformCount, TerraformLocal, Token } from "cdktf";
import type { Construct } from "constructs";
import { OrganizationsAccount } from "@cdktf/provider-aws/lib/organizations-account/index.js";
import {
  AccountStack,
  organizationAccessRole,
  standardTags,
  UserError,
  type OrganizationAccount,
} from "@archipelago/account-stack";

/** Ids of accounts by name. */
export interface MemberAccounts {
  /** Of one that closes: null once it is closed. */
  readonly ids: Record<string, string>;
  /** A map for Terraform, without the closed ones. */
  readonly open: Record<string, string>;
}

/**
 * One AWS account for each folder of accounts/ but those of closed ones. An account that closes moves to the unit of
 * accounts that wait once its stack is empty; when it is there, its resource goes and AWS closes it. Two steps, because the
 * provider goes by what the state says of `close_on_deletion`; and nobody should have to agree to both at once.
 *
 * @param unitIds ids of the organizational units by path
 * @param suspendedUnit path of the unit of accounts that wait to be closed
 */
export function memberAccounts(
  scope: Construct,
  accounts: readonly OrganizationAccount[],
  unitIds: Readonly<Record<string, string>>,
  suspendedUnit: string,
): MemberAccounts {
  const stack = AccountStack.of(scope);
  const closing: Record<string, string> = {};
  const staying = Object.fromEntries(
    accounts.flatMap((account) => {
      if (account.lifecycle === "closed") return [];
      const member = new OrganizationsAccount(scope, account.name, {
        name: account.kept?.name ?? account.name,
        email: account.email,
        parentId: unitIds[account.organizationalUnit]!,
        roleName: organizationAccessRole,
        iamUserAccessToBilling: "ALLOW",
        // Closing is a step of its own, never a side effect of a missing folder: see below.
        closeOnDeletion: false,
        tags: { ...account.kept?.tags, ...standardTags(account) },
        lifecycle: {
          preventDestroy: true,
          // AWS reads none of them back from an account that was invited or imported, and a difference would replace it:
          // close the account and open another. The address of a root user is changed in the account itself.
          ignoreChanges: ["email", "iam_user_access_to_billing", "role_name"],
        },
      });
      if (account.lifecycle === "active") {
        if (account.existingAccountId !== undefined) member.importFrom(account.existingAccountId);
        return [[account.name, member.id]];
      }
      const suspended = unitIds[suspendedUnit];
      if (suspended === undefined)
        throw new UserError(`there is no unit "${suspendedUnit}" for accounts that wait to be closed`, {
          where: "organization.json: organizationalUnits",
          next: `add "${suspendedUnit}": []`,
        });
      const emptied = stack.isClosingAt(account.name, "emptied", "leaving");
      member.parentId = Fn.conditional(emptied, suspended, member.parentIdInput) as string;
      member.closeOnDeletion = emptied;
      member.count = TerraformCount.of(
        Token.asNumber(Fn.conditional(stack.isClosingAt(account.name, "leaving"), 0, 1)),
      );
      member.lifecycle = { ...member.lifecycle, preventDestroy: false };
      closing[account.name] = `\${one(${member.terraformResourceType}.${member.friendlyUniqueId}[*].id)}`;
      return [];
    }),
  );
  if (Object.keys(closing).length === 0) return { ids: staying, open: staying };
  // Locals, because CDKTF has no expression for what Terraform says with [*] and for.
  const ids = new TerraformLocal(scope, "closing", closing);
  const open = `\${{for name, id in local.${ids.friendlyUniqueId} : name => id if id != null}}`;
  const idOf = (name: string): string => Token.asString(Fn.lookup(ids.expression, name));
  return {
    ids: { ...staying, ...Object.fromEntries(Object.keys(closing).map((name) => [name, idOf(name)])) },
    open: Token.asStringMap(Fn.merge([staying, new TerraformLocal(scope, "not_closed", open).expression])),
  };
}
