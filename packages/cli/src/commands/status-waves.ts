import { wavesStatus } from "@archipelago/runner";

/**
 * `status --waves`: in which order apply takes accounts, the canary of a wave first.
 *
 * @param names default: every account
 */
export function wavesText(root: string, names: readonly string[], json: boolean, organization?: string): string {
  const status = wavesStatus(root, organization, names.length === 0 ? undefined : names);
  if (json) return JSON.stringify(status, null, 2);
  return [
    ...status.waves.map(({ wave, canary, accounts: [first, ...others] }) =>
      canary === null ? `${wave}. ${first}` : `${wave}. ${first} (first), then ${others.join(", ")}`,
    ),
    ...Object.values(status.problems),
  ].join("\n");
}
