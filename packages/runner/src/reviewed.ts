import fs from "node:fs";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/light";
import { planFiles } from "./artefacts.ts";
import type { FirstReview } from "./first-review.ts";
import { reviewDigest, type Review } from "./review.ts";

/** A plan that somebody reviewed. */
export interface Reviewed {
  /** As the plan's summary has it: `digests.review`. */
  readonly digest: string;
  /** Id of the account, where what was reviewed says it. The digest covers it. */
  readonly accountId?: string;
  /** What was reviewed, where it is at hand: without it, only that something differs can be told, not what. */
  readonly review?: Review;
}

/** How a user says what was reviewed. */
export interface ReviewedFlags {
  /** `<digest>`, for one account; or `<account>=<digest>`, any number of them. A digest may follow `<account id>:`. */
  readonly reviewed?: readonly string[];
  /** A JSON file, relative to the current folder: account to digest, or to the content of its review.json. */
  readonly reviewedFile?: string;
}

/**
 * What was reviewed, by account. Undefined when nothing is said to be. To be called before anything is planned again:
 * the review.json of the last plan is where a digest that was typed by hand gets its content from.
 *
 * @param names accounts of the run
 * @throws UserError for what is neither a digest nor a review, or for no account
 */
export function reviewedPlans(
  root: string,
  names: readonly string[],
  { reviewed = [], reviewedFile }: ReviewedFlags,
): ReadonlyMap<string, Reviewed> | undefined {
  if (reviewed.length === 0 && reviewedFile === undefined) return undefined;
  const found = new Map<string, Reviewed>();
  for (const [account, value] of reviewedFile === undefined ? [] : fromFile(reviewedFile))
    found.set(account, typeof value === "string" ? typed(account, value) : withReview(value));
  for (const text of reviewed) {
    const [digest, account] = text.split("=").reverse() as [string, string?];
    if (account === undefined && names.length !== 1)
      throw new UserError(`${text}: which account is it of?`, {
        where: "--reviewed",
        allowed: `--reviewed <account>=<digest>, accounts: ${names.join(", ")}`,
      });
    const name = account ?? names[0]!;
    found.set(name, typed(name, digest));
  }
  return new Map([...found].map(([account, one]) => [account, { ...kept(root, account, one.digest), ...one }]));
}

function withReview(review: Review): Reviewed {
  return { digest: reviewDigest(review), accountId: review.accountId, review };
}

/** `<digest>`, or `<account id>:<digest>`. */
function typed(account: string, text: string): Reviewed {
  const [, accountId, digest] = /^(?:(\d{12}):)?([0-9a-f]{64})$/.exec(text) ?? [];
  if (digest === undefined)
    throw new UserError(`"${text}" is no digest of a plan`, {
      where: `--reviewed, ${account}`,
      allowed: "64 hexadecimal digits: digests.review in .archipelago/plans/<account>/summary.json",
    });
  return { digest, ...(accountId === undefined ? {} : { accountId }) };
}

/**
 * What was reviewed of accounts that did not exist then, by account.
 *
 * @param file JSON, relative to the current folder: account to content of its review.json
 * @throws UserError for anything else
 */
export function firstReviews(file: string): ReadonlyMap<string, FirstReview> {
  const allowed = "a JSON object: account to the review.json that its plan left before the account existed";
  return new Map(
    entriesOf(file, allowed).map(([account, value]) => {
      const review = value as Partial<FirstReview> | null;
      if (review?.account === account && review.accountId === null && typeof review.configuration === "string")
        return [account, review as FirstReview];
      throw new UserError(`${account}: is no such review`, { where: file, allowed });
    }),
  );
}

function fromFile(file: string): [string, string | Review][] {
  const allowed = 'a JSON object such as {"shop-dev": "<digest>"}, or with the content of review.json as value';
  return entriesOf(file, allowed).map(([account, value]) => {
    if (typeof value === "string") return [account, value];
    const review = value as Partial<Review> | null;
    if (Array.isArray(review?.plan?.changes) && review.account === account && typeof review.accountId === "string")
      return [account, review as Review];
    throw new UserError(`${account}: is neither a digest nor the review of ${account}`, { where: file, allowed });
  });
}

function entriesOf(file: string, allowed: string): [string, unknown][] {
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError((error as Error).message, { where: path.resolve(file), allowed });
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new UserError("is no object", { where: file, allowed });
  return Object.entries(json);
}

/** The review beside the last plan, when it is the one of this digest. */
function kept(root: string, account: string, digest: string): Partial<Reviewed> {
  try {
    const review = JSON.parse(fs.readFileSync(planFiles(root, account).review, "utf8")) as Review;
    return reviewDigest(review) === digest ? withReview(review) : {};
  } catch {
    return {}; // never planned here, or damaged: no review at hand
  }
}
