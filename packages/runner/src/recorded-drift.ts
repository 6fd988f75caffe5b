import fs from "node:fs";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { DriftedResource } from "./drift.ts";
import { paths } from "./paths.ts";

interface RecordedDrift {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** That it was compared with. */
  readonly state: { readonly lineage: string; readonly serial: number };
  readonly drift: readonly DriftedResource[];
}

function driftFile(root: string, organization: string, account: string): string {
  return path.join(path.dirname(paths(root).state(organization, account)), "last-drift.json");
}

/** Keeps what a drift run found, until the next one or an apply. */
export function recordDrift(
  root: string,
  organization: string,
  account: string,
  { lineage, serial }: RecordedDrift["state"],
  drift: readonly DriftedResource[],
): void {
  const file = driftFile(root, organization, account);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const content: RecordedDrift = { time: new Date().toISOString(), state: { lineage, serial }, drift };
  writeFileAtomic.sync(file, `${JSON.stringify(content, null, 2)}\n`);
}

/** What the last drift run found, if the state is still the one it looked at. */
export function knownDrift(
  root: string,
  organization: string,
  account: string,
  { lineage, serial }: RecordedDrift["state"],
): readonly DriftedResource[] {
  try {
    const { state, drift } = JSON.parse(
      fs.readFileSync(driftFile(root, organization, account), "utf8"),
    ) as RecordedDrift;
    return state.lineage === lineage && state.serial === serial ? drift : [];
  } catch {
    return [];
  }
}

/** An apply has put right what had drifted. */
export function forgetDrift(root: string, organization: string, account: string): void {
  fs.rmSync(driftFile(root, organization, account), { force: true });
}
