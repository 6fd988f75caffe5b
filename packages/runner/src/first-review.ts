import { UserError } from "@archipelago/account-stack/workspace";
import type { PlanSummary } from "@archipelago/report";
import type { PlanContent } from "@archipelago/terraform";
import type { Review } from "./review.ts";

/**
 * What somebody agrees to who reviews an account that does not exist yet. Its plan can only be simulated, so its values are
 * not what will be applied; its configuration is.
 */
export interface FirstReview extends Pick<Review, "account" | "organization" | "configuration"> {
  readonly accountId: null;
  /** Of the simulated plan: to be read, and compared with nothing. */
  readonly plan: PlanContent;
}

/**
 * Lets the plan of a new account pass only when it is what the review of the account before it existed stands for: the very
 * configuration that was reviewed, nothing in the account that Terraform knows of, and nothing but creations. What is not
 * compared was not known then: the account's id, what other accounts publish, and what AWS says of data sources.
 *
 * @param state of the account; undefined before the first apply
 * @throws UserError when it is not, or uses placeholders
 */
export function requireFirstPlan(
  first: FirstReview | undefined,
  fresh: Pick<Review, "account" | "organization" | "configuration">,
  { counts, placeholders }: Pick<PlanSummary, "counts" | "placeholders">,
  state: object | undefined,
): void {
  const { account } = fresh;
  const again =
    "review this plan instead: the workflow plan.yml with the account, then apply.yml with the line it prints";
  const refuse = (message: string): never => {
    throw new UserError(message, { where: account, next: again });
  };
  if (first?.account !== account) return refuse("nobody reviewed the account before it existed");
  for (const key of ["organization", "configuration"] as const)
    if (first[key] !== fresh[key])
      refuse(`the ${key} is not the one that was reviewed: ${first[key].slice(0, 12)}, now ${fresh[key].slice(0, 12)}`);
  if (state !== undefined) refuse("the account was applied before, so this is not its first plan");
  const { add: _, ...more } = counts;
  const others = Object.entries(more).filter(([, count]) => count > 0);
  if (others.length > 0)
    refuse(
      `a first plan only creates, and this one has ${others.map(([effect, count]) => `${count} ${effect}`).join(", ")}`,
    );
  if (placeholders.length > 0)
    refuse(`the plan uses placeholders for ${placeholders.join(", ")}, which is published once that is applied`);
}
