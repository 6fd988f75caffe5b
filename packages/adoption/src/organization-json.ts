import type { FoundOrganization } from "./found-organization.ts";

/** AWS allows so many without being asked: packages/checks, account-quota. */
const defaultQuota = 10;

/** organization.json, as far as adoption changes it. */
export interface OrganizationJson {
  organizationalUnits: Record<string, string[]>;
  accountQuota?: number | undefined;
}

/**
 * organization.json with the units of a listing. Units it has stay, and so does everything else.
 *
 * @param first true: nothing was adopted before, so its units are those of the example
 * @param environments environment of each account, with its unit
 * @param count accounts there will be
 */
export function withUnits<T extends OrganizationJson>(
  json: T,
  { units }: Pick<FoundOrganization, "units">,
  first: boolean,
  environments: readonly { readonly environment: string; readonly unit: string }[],
  count: number,
): T {
  const paths = units.map(({ path }) => path);
  const before = first ? {} : json.organizationalUnits;
  const organizationalUnits = {
    ...before,
    ...Object.fromEntries(
      paths.filter((path) => !(path in before)).map((path) => [path, first ? homeOf(path, paths, environments) : []]),
    ),
  };
  const quota = Math.max(json.accountQuota ?? defaultQuota, count);
  return { ...json, ...(quota > defaultQuota ? { accountQuota: quota } : {}), organizationalUnits };
}

/** Environments whose new accounts belong into a unit: those that it has most accounts of, and no other in it. */
function homeOf(
  path: string,
  paths: readonly string[],
  environments: readonly { readonly environment: string; readonly unit: string }[],
): string[] {
  const inside = (unit: string): string[] =>
    environments
      .filter((each) => each.unit === unit || each.unit.startsWith(`${unit}/`))
      .map((each) => each.environment);
  const only = (unit: string): string | undefined => (new Set(inside(unit)).size === 1 ? inside(unit)[0] : undefined);
  const environment = only(path);
  if (environment === undefined) return [];
  const candidates = paths.filter((each) => only(each) === environment);
  const most = Math.max(...candidates.map((each) => inside(each).length));
  return candidates.find((each) => inside(each).length === most) === path ? [environment] : [];
}
