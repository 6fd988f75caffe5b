import { accountFolders } from "./folders.ts";
import { readJsonFile, type JsonFile } from "./json-file.ts";
import { didYouMean, listed } from "./nearest.ts";
import type { Organization } from "./organization.ts";
import { organizationFile, type OrganizationFile } from "./schema/organization.ts";
import { UserError } from "./user-error.ts";

/** The organisation's file as it is, whether or not its accounts exist. */
export function readOrganizationFile(root: string, file: string): JsonFile<OrganizationFile> {
  return readJsonFile(root, file, organizationFile);
}

/**
 * Reads the organisation's file.
 *
 * @param file relative to the root
 * @returns with the organizational unit of each environment, by the environment's name
 * @throws UserError when it is invalid
 */
export function readOrganization(
  root: string,
  file: string,
): { readonly organization: Organization; readonly units: ReadonlyMap<string, string> } {
  const source = readOrganizationFile(root, file);
  const { data, at } = source;
  const { $schema: _, ...organization } = data;
  if (!organization.regions.includes(organization.homeRegion)) {
    throw new UserError(`regions: the home region ${organization.homeRegion} is not among them`, {
      where: at("regions"),
      allowed: "regions that contain homeRegion",
    });
  }
  refuseUnreachableState(source);
  // The other parts may come later: whoever reads them says that they are missing.
  const folders = accountFolders(root);
  const { management } = organization.accounts;
  if (!folders.includes(management)) {
    throw new UserError(`accounts.management: there is no account "${management}"${didYouMean(management, folders)}`, {
      where: at("accounts", "management"),
      allowed: listed(folders),
      next: `use one of them, or make accounts/${management}`,
    });
  }
  return { organization, units: unitsByEnvironment(source) };
}

/** @throws UserError when states would be where nobody else finds them, or offline be on AWS */
function refuseUnreachableState({ data: { cloud, state }, at }: JsonFile<OrganizationFile>): void {
  if (cloud === "aws" && state === "local")
    throw new UserError("state: on AWS a state in a local file is lost to everybody else", {
      where: at("state"),
      allowed: '{ "s3": {} }, which is also the default',
    });
  if (cloud === "offline" && typeof state === "object" && state.s3.endpoint === undefined)
    throw new UserError("state: offline, states on S3 need a server on this machine", {
      where: at("state", "s3"),
      allowed: '{ "s3": { "endpoint": "http://127.0.0.1:4566" } }, or "local"',
    });
}

/** @throws UserError when two units claim one environment */
function unitsByEnvironment({ data, at }: JsonFile<OrganizationFile>): ReadonlyMap<string, string> {
  const units = new Map<string, string>();
  for (const [unit, environments] of Object.entries(data.organizationalUnits)) {
    for (const [index, environment] of environments.entries()) {
      const other = units.get(environment);
      if (other !== undefined) {
        throw new UserError(`organizationalUnits: the environment "${environment}" is in ${other} and in ${unit}`, {
          where: at("organizationalUnits", unit, index),
          next: "leave it in one of them; single accounts can say otherwise in their account.json",
        });
      }
      units.set(environment, unit);
    }
  }
  return units;
}
