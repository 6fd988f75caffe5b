import fs from "node:fs";
import path from "node:path";
import { refuseLink } from "./file-text.ts";
import { readJsonFile, type JsonFile } from "./json-file.ts";
import { didYouMean, listed } from "./nearest.ts";
import type { Organization, OrganizationAccount } from "./organization.ts";
import { accountFile, type AccountFile } from "./schema/account.ts";
import { UserError } from "./user-error.ts";

/**
 * Reads accounts/<name>/account.json.
 *
 * @throws UserError when the folder cannot be an account's, or the file is invalid
 */
export function readAccountFile(root: string, name: string): JsonFile<AccountFile> {
  const directory = `accounts/${name}`;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 32) {
    throw new UserError(`${JSON.stringify(name)} cannot be an account's name`, {
      where: directory,
      allowed: "lower-case letters, digits and single hyphens, starting with a letter, at most 32 characters",
      next: "rename the folder",
    });
  }
  if (fs.lstatSync(path.join(root, directory)).isSymbolicLink()) {
    throw new UserError("is a symbolic link", {
      where: directory,
      allowed: "a folder: two names for one folder would be two accounts with one configuration",
      next: "put the folder itself in its place",
    });
  }
  refuseLink(root, `${directory}/stack.ts`);
  return readJsonFile(root, `${directory}/account.json`, accountFile);
}

/**
 * What account.json says of an account, with the defaults of the organisation.
 *
 * @param units organizational unit by environment
 * @throws UserError when the organisation does not have its region or unit
 */
export function memberOf(
  name: string,
  { data, at }: JsonFile<AccountFile>,
  organization: Organization,
  units: ReadonlyMap<string, string>,
): OrganizationAccount {
  const regions = data.regions ?? [organization.homeRegion];
  const strange = regions.findIndex((region) => !organization.regions.includes(region));
  if (strange >= 0) {
    throw new UserError(
      `regions: ${regions[strange]} is not governed by this organisation${didYouMean(regions[strange]!, organization.regions)}`,
      { where: at("regions", strange), allowed: organization.regions.join(", ") },
    );
  }
  return {
    name,
    directory: `accounts/${name}`,
    product: data.product,
    environment: data.environment,
    owner: data.owner,
    costCentre: data.costCentre,
    budget: data.budget,
    access: data.access ?? {},
    lifecycle: data.lifecycle ?? "active",
    expires: data.expires,
    email: data.email ?? organization.emailPattern.replace("{account}", name),
    organizationalUnit: unitOf({ data, at }, organization, units),
    region: regions[0]!,
    regions,
    existingAccountId: data.existing?.accountId,
    ...(data.existing && { kept: { name: data.existing.name, tags: data.existing.tags } }),
  };
}

function unitOf(
  { data, at }: Pick<JsonFile<AccountFile>, "data" | "at">,
  { organizationalUnits }: Organization,
  units: ReadonlyMap<string, string>,
): string {
  const { environment, organizationalUnit = units.get(environment) } = data;
  if (organizationalUnit === undefined) {
    throw new UserError(`environment: "${environment}" belongs to no organizational unit`, {
      where: at("environment"),
      allowed: listed(units.keys()),
      next: `use one of them or add "${environment}" to a unit of organizationalUnits in organization.json`,
    });
  }
  const known = ["Root", ...Object.keys(organizationalUnits)];
  if (!known.includes(organizationalUnit)) {
    throw new UserError(
      `organizationalUnit: there is no unit "${organizationalUnit}"${didYouMean(organizationalUnit, known)}`,
      {
        where: at("organizationalUnit"),
        allowed: listed(known),
        next: "use one of them or add it to organizationalUnits in organization.json",
      },
    );
  }
  return organizationalUnit;
}
