import { accountFolders, stateBucket, stateKey, UserError } from "@archipelago/account-stack/workspace";
import { unlessNoBucket } from "@archipelago/state";
import { bootstrapAccount } from "./bootstrap.ts";
import { departedSince } from "./departed.ts";
import { journalObjects } from "./journal-copy.ts";
import { migrateState } from "./migrate.ts";
import { accountOf, type Session } from "./session.ts";
import { accountBucket } from "./state.ts";
import { refuseUnsettled } from "./unsettled.ts";

/**
 * Takes the state of an account along when its folder has got another name.
 *
 * @param session with the role `bootstrap`: of the two buckets that an account has then, only an administrator reaches both
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
  const moved = session.states.move ? await moveFile(session, from, to) : await moveBucket(session, from, to);
  return [
    ...moved,
    `the state of ${from} is the one of ${to} now`,
    `Next: npx nx run-many -t plan -p ${organization.accounts.management},${to}: what is named after the account changes`,
  ].join("\n");
}

async function moveFile(session: Session, from: string, to: string): Promise<string[]> {
  await refuseUnsettled(session, from, undefined, applyFirst(from));
  await session.states.move!(from, to);
  return [];
}

function applyFirst(from: string): string {
  return `where the folder is still accounts/${from} (git switch main): npx nx apply ${from}; then this again`;
}

/** The bucket of the new name is made and given both states; the old one keeps their versions. */
async function moveBucket(session: Session, from: string, to: string): Promise<string[]> {
  const { workspace, cloud } = session;
  const before = stateBucket(workspace.organization, from);
  const source = accountBucket(workspace, cloud, to, undefined, before);
  if ((await unlessNoBucket(source.read(stateKey))) === undefined)
    throw new UserError(`the state of ${from} holds nothing to move`, { where: `s3://${before}/${stateKey}` });
  await refuseUnsettled(session, from, journalObjects(source), applyFirst(from));
  const bootstrapped = await bootstrapAccount(session, to, false, before);
  return [...bootstrapped, ...(await migrateState(session, to, before))];
}
