/**
 * How many member accounts AWS closes within 30 days: a tenth of them, at least 10, at most 1000. Source: AWS
 * Organizations API Reference, CloseAccount, read 2026-11.
 */
export const closingQuota = { share: 0.1, least: 10, most: 1000, days: 30 } as const;

/**
 * How many it closes at the same time. Source: AWS Organizations User Guide, "Quotas and service limits"; the number is from memory, not read there.
 */
export const closingsAtOnce = 3;

/** A closing that the records know of. */
export interface Closing {
  readonly account: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** How many accounts may be closed now, and when the next one may if none. */
export interface ClosingAllowance {
  readonly left: number;
  readonly limit: number;
  /** Closed within the last 30 days, as far as is on record. */
  readonly used: number;
  /** ISO 8601, UTC: when the oldest of them does not count any more; undefined when some are left. */
  readonly next: string | undefined;
}

/**
 * What is left of the quota. Only closings that went through here are on record: of the others AWS tells that an account
 * is suspended, not since when.
 *
 * @param members member accounts of the organisation that are not closed
 * @param now milliseconds since 1970
 */
export function closingAllowance(members: number, closings: readonly Closing[], now: number): ClosingAllowance {
  const { share, least, most, days } = closingQuota;
  const limit = Math.min(most, Math.max(least, Math.floor(members * share)));
  const span = days * 24 * 60 * 60 * 1000;
  const counted = closings.map(({ time }) => Date.parse(time)).filter((time) => now - time < span);
  const left = Math.max(0, limit - counted.length);
  return {
    left,
    limit,
    used: counted.length,
    next: left > 0 ? undefined : new Date(Math.min(...counted) + span).toISOString(),
  };
}
