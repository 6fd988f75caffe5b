import { UserError } from "@archipelago/account-stack/workspace";

/** What somebody who wants an account says of it. What can be left out follows from the rest. */
export interface AccountRequest {
  /** The folder's name: product and environment, `checkout-dev`. */
  readonly name?: string;
  readonly product?: string;
  readonly environment?: string;
  readonly owner?: string;
  readonly costCentre?: string;
  /** US dollars a month. */
  readonly budget?: number;
  /** A block of the address plan; `none`: no network; left out: the next free block. */
  readonly network?: string;
  /** Identity Center group. */
  readonly access?: string;
  /** Last day of a sandbox. */
  readonly expires?: string;
}

const required = ["name", "owner", "costCentre"] as const;

/** A request with all that nothing else follows from. */
export type CompleteRequest = AccountRequest & Readonly<Record<(typeof required)[number], string>>;

/**
 * Says everything that is missing in one go.
 *
 * @throws UserError naming it, with a command that would do
 */
export function requireComplete(request: AccountRequest): CompleteRequest {
  const missing = required.filter((key) => !request[key]);
  if (missing.length === 0) return request as CompleteRequest;
  const { name = "checkout-dev", owner = "@acme/team-checkout", costCentre = "CC-1042" } = request;
  throw new UserError(`${missing.join(", ")}: ${missing.length === 1 ? "is" : "are"} missing`, {
    where: "account",
    next: `npx nx g account ${name} --owner=${owner} --costCentre=${costCentre}`,
  });
}

/**
 * Before anything is made of it: the name becomes a path.
 *
 * @throws UserError when it cannot be a folder of accounts/
 */
export function requireName(what: string, name: string, longest = 32): string {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) && name.length <= longest) return name;
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 57)}...` : name);
  throw new UserError(`${shown} cannot be the name of ${what}`, {
    where: "name",
    allowed: `lower-case letters, digits and single hyphens, starting with a letter, at most ${longest} characters`,
  });
}
