import { UserError } from "@archipelago/account-stack/light";
import type { DestroyAllowance } from "./gates.ts";
import { reviewedPlans, type ReviewedFlags } from "./reviewed.ts";
import type { VerbOptions } from "./session.ts";

/** Options of apply and destroy as users give them, to the command line or to Nx. */
export interface ChangeFlags extends ReviewedFlags {
  readonly yes?: boolean;
  /** Why something is changed that nobody reviewed. */
  readonly unreviewed?: string;
  readonly allowDestroy?: string | number;
  readonly because?: string;
  /** Seconds. */
  readonly lockTimeout?: string | number;
}

/**
 * What apply and destroy take, from what a user gave.
 *
 * @param named accounts the user named: what is agreed to is agreed for these
 * @throws UserError when a value makes no sense, or a reason is missing
 */
export function changeOptions(
  root: string,
  named: readonly string[],
  { yes, unreviewed, allowDestroy, because, lockTimeout, ...reviewed }: ChangeFlags,
): VerbOptions {
  const plans = reviewedPlans(root, named, reviewed);
  if (unreviewed?.trim() === "") throw missing("--unreviewed");
  const allowance = allowanceOf(allowDestroy, because);
  return {
    ...(yes ? { yes: new Set(named) } : {}),
    ...(plans === undefined ? {} : { reviewed: plans }),
    ...(unreviewed === undefined ? {} : { unreviewed: new Map(named.map((name) => [name, unreviewed])) }),
    ...(allowance === undefined ? {} : { allowDestroy: allowance }),
    ...(lockTimeout === undefined
      ? {}
      : { lockTimeoutSeconds: wholeNumber("--lock-timeout", lockTimeout, "a whole number of seconds") }),
  };
}

function allowanceOf(count: string | number | undefined, because: string | undefined): DestroyAllowance | undefined {
  if (count === undefined) {
    if (because === undefined) return undefined;
    throw new UserError("gives a reason for nothing", { where: "--because", allowed: "together with --allow-destroy" });
  }
  if (because === undefined || because.trim() === "") throw missing("--allow-destroy <n> --because");
  return { count: wholeNumber("--allow-destroy", count, "a whole number of resources"), because };
}

function missing(flag: string): UserError {
  return new UserError("a reason is missing", { where: flag, allowed: `${flag} "<reason>": it is kept in the log` });
}

function wholeNumber(flag: string, value: string | number, allowed: string): number {
  if (!/^\d{1,6}$/.test(String(value))) throw new UserError(`"${value}" is not allowed`, { where: flag, allowed });
  return Number(value);
}
