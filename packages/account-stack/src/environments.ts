import fs from "node:fs";
import path from "node:path";
import { readJsonFile, type JsonFile } from "./json-file.ts";
import { didYouMean, listed } from "./nearest.ts";
import type { Environment } from "./organization.ts";
import type { AccountFile } from "./schema/account.ts";
import { environmentFile, type EnvironmentFile } from "./schema/environment.ts";
import { UserError } from "./user-error.ts";

/** Files of environments/ by name of the environment, those that are invalid as what is wrong with them. */
export type Environments = ReadonlyMap<string, JsonFile<EnvironmentFile> | UserError>;

/** An invalid environment is an error of the accounts that use it, not of the others. */
export function loadEnvironments(root: string): Environments {
  const directory = path.join(root, "environments");
  const files = fs.existsSync(directory)
    ? fs
        .readdirSync(directory)
        .filter((file) => file.endsWith(".json"))
        .sort()
    : [];
  return new Map(
    files.map((file): [string, JsonFile<EnvironmentFile> | UserError] => {
      const name = file.slice(0, -".json".length);
      try {
        return [name, readJsonFile(root, `environments/${file}`, environmentFile)];
      } catch (error) {
        if (error instanceof UserError) return [name, error];
        throw error;
      }
    }),
  );
}

/** What stacks see of it: not what only orders and limits applies, nor the values of other products. */
export function environmentOf(name: string, data: EnvironmentFile): Environment {
  const {
    $schema: _,
    configuration: _values,
    dependsOn: _order,
    maxDestroy: _limit,
    notSecrets: _exceptions,
    reads: _reads,
    ...rest
  } = data;
  return { name, ...rest };
}

/**
 * The environment of an account, which may be invalid.
 *
 * @throws UserError when there is none of that name
 */
export function environmentFor(
  { data: { environment }, at }: JsonFile<AccountFile>,
  environments: Environments,
): JsonFile<EnvironmentFile> | UserError {
  const found = environments.get(environment);
  if (found) return found;
  throw new UserError(
    `environment: there is no environment "${environment}"${didYouMean(environment, environments.keys())}`,
    {
      where: at("environment"),
      allowed: listed(environments.keys()),
      next: `use one of them or add environments/${environment}.json`,
    },
  );
}
