import { UserError } from "@archipelago/account-stack/workspace";
import { reviewDifference } from "./review-difference.ts";
import { reviewDigest, type Review } from "./review.ts";
import type { Reviewed } from "./reviewed.ts";

/** Who may have agreed to a change before it is made. */
export interface AgreementOptions {
  /** Accounts to change without asking. */
  readonly yes?: ReadonlySet<string>;
  /** Asked before anything else is changed, with what would change; answers whether to go on. */
  readonly confirm?: (account: string, changes: string) => Promise<boolean>;
  /** Plans that were reviewed, by account; nothing else is applied to these accounts. */
  readonly reviewed?: ReadonlyMap<string, Reviewed>;
  /** Why something is changed that nobody reviewed, by account. */
  readonly unreviewed?: ReadonlyMap<string, string>;
}

/** A change that somebody has to agree to. */
export interface Change {
  readonly account: string;
  readonly verb: "apply" | "destroy";
  /** The plan for people. */
  readonly text: string;
  readonly review: Review;
}

/**
 * Resolves when somebody agreed to a change. A reviewed plan is agreed to when the fresh one is the same. In continuous
 * integration nothing else will do, because nobody is there to look: not even `--yes`.
 *
 * @returns whether it was a reviewed plan
 * @throws UserError when nobody did, with the difference when something else was reviewed
 */
export async function agree(
  { account, verb, text, review }: Change,
  { yes, confirm, reviewed, unreviewed }: AgreementOptions,
  environment: NodeJS.ProcessEnv,
): Promise<"reviewed" | "unreviewed"> {
  const expected = reviewed?.get(account);
  if (expected !== undefined) {
    requireSame(expected, review, text);
    return "reviewed";
  }
  if (unreviewed?.has(account)) return "unreviewed";
  if (inContinuousIntegration(environment)) {
    throw new UserError(`nobody reviewed this plan\n${text}`, {
      where: account,
      allowed: "in continuous integration (CI is set): plans that were reviewed, --yes is not enough",
      next:
        verb === "apply"
          ? `--reviewed ${account}=<digest>, or --reviewed-file; for a bootstrap or a demonstration --unreviewed "<reason>"`
          : '--unreviewed "<reason>"',
    });
  }
  if (yes?.has(account)) return "unreviewed";
  if (!confirm) {
    throw new UserError(`${verb} asks before it changes anything, and there is nobody to ask`, {
      where: account,
      next: `look at the plan, then npx nx ${verb} ${account} --yes`,
    });
  }
  if (!(await confirm(account, text))) throw new UserError("nothing was changed: you said no", { where: account });
  return "unreviewed";
}

function requireSame({ digest, review }: Reviewed, fresh: Review, text: string): void {
  const now = reviewDigest(fresh);
  if (now === digest) return;
  const difference =
    review === undefined
      ? `what was reviewed is not at hand (its review.json); now:\n${text}`
      : reviewDifference(review, fresh);
  throw new UserError(
    `the plan is not the one that was reviewed: reviewed ${digest.slice(0, 12)}, now ${now.slice(0, 12)}\n${difference}`,
    {
      where: fresh.account,
      next: `review the plan as it is now: npx nx plan ${fresh.account}`,
    },
  );
}

/** `CI` as the continuous integration services set it. */
export function inContinuousIntegration({ CI }: NodeJS.ProcessEnv): boolean {
  return CI !== undefined && !["", "0", "false"].includes(CI.toLowerCase());
}
