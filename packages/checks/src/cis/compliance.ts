import type { SynthesizedOrganization } from "../synthesized.ts";
import type { Control, Reason, Verdict } from "./control.ts";
import { iam } from "./iam.ts";
import { logging } from "./logging.ts";
import { monitoring } from "./monitoring.ts";
import { networking } from "./networking.ts";
import { rootAndOrganisation } from "./root-and-organisation.ts";
import { storage } from "./storage.ts";

/** What is judged, for headings. */
export const benchmark = "CIS AWS Foundations Benchmark v7.0.0";

/**
 * All 70 recommendations, in the benchmark's order.
 *
 * Source of ids and subjects: Prowler's cis_7.0_aws.json, read 2026-11. Titles are ours.
 */
export const controls: readonly Control[] = [
  ...rootAndOrganisation,
  ...iam,
  ...storage,
  ...logging,
  ...monitoring,
  ...networking,
];

/** A resource that proves a control. */
export interface Evidence {
  readonly account: string;
  readonly address: string;
}

/** A control with what the organisation makes of it, as `--json` prints it. */
export interface JudgedControl extends Omit<Control, "judge"> {
  readonly status: Verdict["status"];
  /** Empty when the evidence says it all. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** Accounts that keep it from being met, with what is missing there. */
  readonly missing: readonly { readonly account: string; readonly text: string }[];
}

/** Judges the controls over the whole organisation. */
export function compliance(organisation: SynthesizedOrganization, ids?: ReadonlySet<string>): JudgedControl[] {
  return controls
    .filter(({ id }) => ids === undefined || ids.has(id))
    .map(({ id, title, scope, judge }) => {
      const { status, reasons, evidence } = judge(organisation);
      return {
        id,
        title,
        scope,
        status,
        reason: reasons.map(inWords).join("; "),
        evidence: evidence.map(({ account, address }) => ({ account, address })),
        missing: status === "unmet" ? reasons.flatMap(inAccount) : [],
      };
    });
}

function inWords(reason: Reason): string {
  const [found] = inAccount(reason);
  return found === undefined ? reason.text : `${found.account}: ${found.text}`;
}

function inAccount({ resource, account, text }: Reason): JudgedControl["missing"] {
  if (resource !== undefined) return [{ account: resource.account, text: `${resource.address} ${text}` }];
  return account === undefined ? [] : [{ account, text }];
}
