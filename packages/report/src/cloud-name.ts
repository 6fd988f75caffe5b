import type { PlanSummary } from "./summary.ts";

/** "simulated AWS" stands on everything the offline cloud had a part in, so that nobody takes it for a real plan. */
export function cloudName(cloud: PlanSummary["cloud"]): string {
  return cloud === "offline" ? "simulated AWS" : "AWS";
}
