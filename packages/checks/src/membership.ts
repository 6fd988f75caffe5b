import {
  UserError,
  type OrganizationAccount,
  type Organization,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import { platform } from "./naming.ts";

/** AWS takes no longer address for an account (Organizations API Reference, CreateAccount, Email). */
const longestEmail = 64;

/** What account.json says against what organization.json says: owner, address and organizational unit. Problems by account. */
export function membershipProblems({ members, organization }: Workspace): Map<string, UserError[]> {
  return new Map(
    [...members.values()].flatMap((account): [string, UserError[]][] => {
      const problems = [ownerProblem, emailProblem, unitProblem].flatMap((find) => find(account, organization) ?? []);
      return problems.length === 0 ? [] : [[account.name, problems]];
    }),
  );
}

/** GitHub ignores a line of CODEOWNERS whose team is of another organisation: nobody would answer for the account. */
function ownerProblem({ owner, directory }: OrganizationAccount, organization: Organization): UserError | undefined {
  const [, team] = owner.split("/");
  const login = organization.repository.split("/")[0]!;
  if (team === undefined || owner.toLowerCase().startsWith(`@${login.toLowerCase()}/`)) return undefined;
  return new UserError(`owner: ${owner} is no team of ${login}, which owns the repository`, {
    where: `${directory}/account.json`,
    allowed: `a team @${login}/..., or a user`,
    next: `use @${login}/${team}`,
  });
}

function emailProblem({ email, directory }: OrganizationAccount): UserError | undefined {
  if (email.length <= longestEmail) return undefined;
  return new UserError(`email: ${email} has ${email.length} characters`, {
    where: `${directory}/account.json`,
    allowed: `${longestEmail} characters`,
    next: "give the account a shorter name, or a shorter email",
  });
}

/**
 * A unit decides which guardrails bind an account, so it may not contradict the environment. Units of no environment are
 * for the organisation's own accounts, for accounts that were there before, and for those on their way out.
 */
function unitProblem(account: OrganizationAccount, organization: Organization): UserError | undefined {
  const { organizationalUnit: unit, environment } = account;
  const where = `${account.directory}/account.json`;
  if (unit === "Root") {
    if (account.name === organization.accounts.management) return undefined;
    return new UserError(
      "organizationalUnit: only the management account is at the root, where no unit's guardrails hold",
      {
        where,
        next: "remove organizationalUnit: the environment says it",
      },
    );
  }
  const claimed = environmentsOf(unit, organization.organizationalUnits);
  if (claimed.includes(environment) || account.lifecycle !== "active") return undefined;
  if (claimed.length === 0) {
    if (account.product === platform || account.existingAccountId !== undefined) return undefined;
    return new UserError(
      `organizationalUnit: "${unit}" is for no environment, so not for an account of ${account.product}`,
      {
        where,
        next: "remove organizationalUnit: the environment says it",
      },
    );
  }
  return new UserError(
    `organizationalUnit: "${unit}" is for ${claimed.join(" and ")}, and the account is ${environment}`,
    {
      where,
      next: "remove organizationalUnit: the environment says it",
    },
  );
}

/** Environments of a unit, or of the nearest unit above it that has some. */
function environmentsOf(unit: string, units: Organization["organizationalUnits"]): readonly string[] {
  const parts = unit.split("/");
  for (let depth = parts.length; depth > 0; depth--) {
    const environments = units[parts.slice(0, depth).join("/")] ?? [];
    if (environments.length > 0) return environments;
  }
  return [];
}
