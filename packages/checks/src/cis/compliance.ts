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
      };
    });
}

const inWords = ({ resource, text }: Reason): string =>
  resource === undefined ? text : `${resource.account}: ${resource.address} ${text}`;
