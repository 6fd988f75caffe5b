import type { SynthesizedOrganization } from "../synthesized.ts";
import type { Control, Verdict } from "./control.ts";
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

/** A control with what the organisation makes of it. */
export interface JudgedControl extends Omit<Control, "judge">, Verdict {}

/** Judges the controls over the whole organisation. */
export function compliance(organisation: SynthesizedOrganization, ids?: ReadonlySet<string>): JudgedControl[] {
  return controls
    .filter(({ id }) => ids === undefined || ids.has(id))
    .map(({ id, title, scope, judge }) => ({ id, title, scope, ...judge(organisation) }));
}
