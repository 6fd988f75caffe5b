/**
 * Standards of Security Hub CSPM that every account is checked against, by the end of their ARN, with the reason.
 *
 * Billed are the checks of controls, and a control that two standards share is checked once.
 * Source: AWS Security Hub User Guide, "Standards reference for Security Hub CSPM" (read 2026-11).
 */
export const securityStandards: Readonly<Record<string, string>> = {
  "aws-foundational-security-best-practices/v/1.0.0":
    "AWS's own list, the widest and the soonest to cover a new service",
  "cis-aws-foundations-benchmark/v/5.0.0": "the newest edition of the benchmark that Security Hub checks",
};
