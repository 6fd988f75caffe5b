import { createHash } from "node:crypto";
import fs from "node:fs";
import writeFileAtomic from "write-file-atomic";
import { canonicalJson, planContent, type JsonObject, type Plan, type PlanContent } from "@archipelago/terraform";
import { planFiles } from "./artefacts.ts";
import type { FirstReview } from "./first-review.ts";
import type { PreparedAccount } from "./prepare.ts";

/** What somebody who reviews a plan agrees to: all that decides what apply will do, and no sensitive value. */
export interface Review {
  readonly account: string;
  /** 12 digits. */
  readonly accountId: string;
  readonly organization: string;
  readonly cloud: "offline" | "aws";
  readonly terraformVersion: string;
  /** Digest of the synthesised configuration. */
  readonly configuration: string;
  /** Digest of the values of its variables. */
  readonly inputs: string;
  readonly plan: PlanContent;
}

/** Of a review, what is compared before the plan itself, with what it is called. */
export const reviewedFacts = {
  account: "the account",
  accountId: "the account's id",
  organization: "the organisation",
  cloud: "the cloud",
  terraformVersion: "the Terraform version",
  configuration: "the synthesised configuration",
  inputs: "the values read from other accounts",
} as const satisfies Partial<Record<keyof Review, string>>;

/** Binds a plan to what it was made for. The commit is not in it: a squash merge makes another one of the same content. */
export function reviewOf(
  { account, accountId, digests }: Pick<PreparedAccount, "account" | "accountId" | "digests">,
  { organization, cloud, terraformVersion }: Pick<Review, "organization" | "cloud" | "terraformVersion">,
  plan: Plan,
): Review {
  return {
    account: account.name,
    accountId,
    organization,
    cloud,
    terraformVersion,
    ...digests,
    plan: planContent(plan),
  };
}

/** What apply asks for (`--reviewed`): sha256, 64 hexadecimal digits. */
export function reviewDigest(review: Review): string {
  const { plan } = review;
  const facts = Object.keys(reviewedFacts).map((key): [string, string] => [
    key,
    review[key as keyof typeof reviewedFacts],
  ]);
  return createHash("sha256")
    .update(canonicalJson({ ...(Object.fromEntries(facts) as JsonObject), plan }))
    .digest("hex");
}

/** Keeps a review beside its plan: unlike the plan it may travel, with the pull request. */
export function writeReview(root: string, review: Review | FirstReview): void {
  const { directory, review: file } = planFiles(root, review.account);
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileAtomic.sync(file, `${JSON.stringify(review)}\n`, { fsync: false });
}
