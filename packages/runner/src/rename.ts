import { accountFolders, UserError } from "@archipelago/account-stack/workspace";
import { departedSince } from "./departed.ts";
import { accountOf, type Session } from "./session.ts";

/**
 * Takes the state of an account along when its folder has got another name.
 *
 * @param from the name that main still has
 * @param to the folder's name now
 * @returns what was done, for people
 * @throws UserError when `to` is not the same account, or the state cannot be moved
 */
export async function renameAccount(session: Session, from: string, to: string): Promise<string> {
  const { root, organization } = session.workspace;
  const where = `rename ${from} ${to}`;
  const account = accountOf(session, to);
  if (accountFolders(root).includes(from))
    throw new UserError(`accounts/${from} is still there`, { where, next: `git mv accounts/${from} accounts/${to}` });
  const before = departedSince(root, organization)?.departed.find(({ name }) => name === from);
  if (before === undefined)
    throw new UserError(`there was no accounts/${from} in the commit this branch came from`, {
      where,
      next: "name the account as main has it; on main itself the state moves before the merge",
    });
  const same = account.existingAccountId ?? before.existingAccountId;
  if (
    same === undefined ? account.email.toLowerCase() !== before.email.toLowerCase() : same !== before.existingAccountId
  )
    throw new UserError(`accounts/${to} is another AWS account than ${from}: each has its own address`, {
      where: `${account.directory}/account.json`,
      next: `add "email": "${before.email}"`,
    });
  if (session.states.move === undefined)
    throw new UserError("states on S3 are in a bucket of each account's own, and only an administrator reaches two", {
      where,
      next: `npm run archipelago -- bootstrap ${to}, then copy the newest stack/terraform.tfstate from the old bucket to the new one`,
    });
  await session.states.move(from, to);
  return [
    `the state of ${from} is the one of ${to} now`,
    `Next: npx nx run-many -t plan -p ${organization.accounts.management},${to}: what is named after the account changes`,
  ].join("\n");
}
