import { UserError, type Account } from "@archipelago/account-stack/workspace";
import type { PlanCounts } from "@archipelago/terraform";
import { codeDigest } from "./code.ts";
import { imagesOf } from "./images.ts";
import { readRecord, shortCommit, type ApplyRecord } from "./record.ts";
import type { Session } from "./session.ts";

/** Leave to destroy more than the environment allows in one apply. */
export interface DestroyAllowance {
  /** Resources destroyed or replaced, in each account. */
  readonly count: number;
  readonly because: string;
}

/**
 * Refuses a plan that destroys or replaces more than `maxDestroy` of the environment allows.
 *
 * @throws UserError with the number, and how to allow it
 */
export function refuseDestroys(
  { name, environment, maxDestroy }: Pick<Account, "name" | "environment" | "maxDestroy">,
  { destroy, replace }: PlanCounts,
  allowance: DestroyAllowance | undefined,
): void {
  const count = destroy + replace;
  const limit = Math.max(maxDestroy ?? Infinity, allowance?.count ?? 0);
  if (count <= limit) return;
  throw new UserError(`the plan destroys or replaces ${count} resources`, {
    where: name,
    allowed: `${limit} in one apply (${allowance ? "--allow-destroy" : `maxDestroy of environments/${environment}.json`})`,
    next: `look at the plan; if it is meant: --allow-destroy ${count} --because "<reason>"`,
  });
}

/** What decides whether code may go on from one account to the next. */
export interface Promotion {
  readonly account: string;
  readonly from: string;
  /** Digest of the code behind the account now. */
  readonly code: string;
  /** The same of the account it comes from. */
  readonly fromCode: string;
  readonly record: ApplyRecord | undefined;
  readonly fromRecord: ApplyRecord | undefined;
  /** Container images by digest that the account would run. */
  readonly images: readonly string[];
}

/**
 * Why an account cannot be applied before the one its code and images are promoted from (`promoteFrom`); undefined when it can. What
 * the account has itself run before may come back without: that is a rollback.
 */
export function promotionProblem(promotion: Promotion): UserError | undefined {
  return codeProblem(promotion) ?? imageProblem(promotion);
}

/** An image has run in the one account, or in the other before: a rollback. */
function imageProblem({ account, from, images, record, fromRecord }: Promotion): UserError | undefined {
  const applied = [...(fromRecord?.history ?? []), ...(record?.history ?? [])].filter(({ verb }) => verb === "apply");
  const missing = images.find((image) => !applied.some((each) => each.images?.includes(image)));
  if (missing === undefined) return undefined;
  return new UserError(`${account} waits until ${from} has run ${missing}`, {
    where: `accounts/${account}/account.json: promoteFrom`,
    allowed: fromRecord?.history[0]?.images?.join(", ") ?? `nothing: ${from} has run no image`,
    next: `set the image for ${from} first, and apply it: npx nx apply ${from}`,
  });
}

function codeProblem({ account, from, code, fromCode, record, fromRecord }: Promotion): UserError | undefined {
  if (fromRecord?.last?.digests.code === code) return undefined;
  const before = record?.history.some(({ verb, digests }) => verb === "apply" && digests.code === code);
  if (before) return undefined;
  const where = `accounts/${account}/account.json: promoteFrom`;
  if (fromCode !== code)
    return new UserError(`${account} and ${from} are not made of the same code, so it cannot be promoted`, {
      where,
      allowed: `a stack.ts, modules and machinery equal to those of ${from}; values may differ`,
      next: `diff accounts/${from}/stack.ts accounts/${account}/stack.ts`,
    });
  const last = fromRecord?.last;
  const state = last
    ? `was last applied from other code, at ${shortCommit(last)}`
    : fromRecord?.unfinished
      ? `has an apply that was not finished, of ${shortCommit(fromRecord.unfinished)}`
      : "has not been applied";
  return new UserError(`${account} waits until ${from} runs the same code: ${from} ${state}`, {
    where,
    next: `apply ${from} first: npx nx apply ${from}`,
  });
}

/**
 * @param json the synthesised stack
 * @throws UserError as {@link promotionProblem} says
 */
export async function refuseUnpromoted(session: Session, account: Account, json: string): Promise<void> {
  const { workspace } = session;
  const from = account.promoteFrom === undefined ? undefined : workspace.accounts.get(account.promoteFrom);
  if (account.promoteFrom === undefined) return;
  if (!from) throw new UserError(`${account.promoteFrom}, which ${account.name} is promoted from, is not valid`);
  const problem = promotionProblem({
    account: account.name,
    from: from.name,
    code: codeDigest(workspace.root, account.directory),
    fromCode: codeDigest(workspace.root, from.directory),
    record: await readRecord(session, account),
    fromRecord: await readRecord(session, from, account),
    images: imagesOf(json),
  });
  if (problem) throw problem;
}
