import { UserError } from "@archipelago/account-stack/workspace";
import { planAccount, type PlannedAccount } from "./plan.ts";
import type { PreparedAccount } from "./prepare.ts";
import { reviewDifference } from "./review-difference.ts";
import { reviewDigest, type Review } from "./review.ts";
import type { Session } from "./session.ts";

/** Addresses in the state of what a destroy leaves alone: what the stack lets go of. */
export async function keptBy({ terraform, forgotten }: PreparedAccount): Promise<string[]> {
  return forgotten.length === 0 ? [] : named(forgotten, await terraform.stateList());
}

/**
 * Those of some instances that are of the resources and modules of `removed` blocks.
 *
 * @param blocks addresses without keys: Terraform allows none there
 */
export function named(blocks: readonly string[], instances: readonly string[]): string[] {
  return instances.filter((instance) => {
    const resource = instance.replaceAll(/\[(\d+|"(\\.|[^"\\])*")\]/g, "");
    return blocks.some((block) => resource === block || resource.startsWith(`${block}.`));
  });
}

/**
 * Forgets what a destroy leaves alone and plans to destroy the rest: `terraform plan -destroy` takes no notice of
 * `removed` blocks.
 *
 * @param agreed what somebody agreed to
 * @returns the plan of the rest; the same one when nothing is kept
 * @throws UserError when that plan fails, or is not the agreed one without what is kept
 */
export async function planRest(
  session: Session,
  agreed: PlannedAccount,
  kept: readonly string[],
  planFile: string,
): Promise<PlannedAccount> {
  if (kept.length === 0) return agreed;
  const { account, terraform } = agreed.prepared!;
  await terraform.stateRemove(kept);
  const rest = await planAccount(session, account.name, "destroy", planFile);
  const difference =
    rest.summary.status === "failed" ? rest.summary.error! : differenceOf(without(agreed.review!, kept), rest.review);
  if (difference === undefined) return rest;
  throw new UserError(
    `nothing was destroyed: without what stays (${kept.join(", ")}, forgotten by now), the plan is not the one that was agreed to\n${difference}`,
    { where: account.name, next: `npx nx destroy ${account.name}: it shows what would be destroyed now` },
  );
}

function without(review: Review, kept: readonly string[]): Review {
  const changes = review.plan.changes.filter(({ address }) => !kept.includes(address as string));
  return { ...review, plan: { ...review.plan, changes } };
}

/** Undefined when there is none; a plan that does nothing is no difference. */
function differenceOf(agreed: Review, fresh: Review | undefined): string | undefined {
  if (fresh === undefined || reviewDigest(agreed) === reviewDigest(fresh)) return undefined;
  return reviewDifference(agreed, fresh);
}
