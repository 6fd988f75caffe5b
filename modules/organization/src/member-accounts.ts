import type { Construct } from "constructs";
import { OrganizationsAccount } from "@cdktf/provider-aws/lib/organizations-account/index.js";
import { standardTags, type OrganizationAccount } from "@archipelago/account-stack";

/** Role that AWS makes in every account it creates; the management account's administrators may assume it. */
export const organizationAccessRole = "OrganizationAccountAccessRole";

/**
 * One AWS account for each folder of accounts/.
 *
 * @param unitIds ids of the organizational units by path
 * @returns ids by name
 */
export function memberAccounts(
  scope: Construct,
  accounts: readonly OrganizationAccount[],
  unitIds: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    accounts.map((account) => {
      const member = new OrganizationsAccount(scope, account.name, {
        name: account.kept?.name ?? account.name,
        email: account.email,
        parentId: unitIds[account.organizationalUnit]!,
        roleName: organizationAccessRole,
        iamUserAccessToBilling: "ALLOW",
        // Closing is a step of its own, never a side effect of a missing folder.
        closeOnDeletion: false,
        tags: { ...account.kept?.tags, ...standardTags(account) },
        lifecycle: {
          preventDestroy: true,
          // AWS reads none of them back from an account that was invited or imported, and a difference would replace it:
          // close the account and open another. The address of a root user is changed in the account itself.
          ignoreChanges: ["email", "iam_user_access_to_billing", "role_name"],
        },
      });
      if (account.existingAccountId !== undefined) member.importFrom(account.existingAccountId);
      return [account.name, member.id];
    }),
  );
}
