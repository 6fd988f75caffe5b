import { readAnyJsonFile, UserError, type Workspace } from "@archipelago/account-stack/workspace";
import { findSecrets } from "./find-secrets.ts";

/** Secrets in what accounts are configured by: account.json, their environment and, for management, organization.json. */
export function configurationSecrets({
  root,
  accounts,
  organization,
  organizationFile,
}: Workspace): Map<string, UserError> {
  const seen = new Map<string, UserError | undefined>();
  const problemOf = (file: string): UserError | undefined => {
    if (!seen.has(file)) seen.set(file, secretOf(root, file));
    return seen.get(file);
  };
  return new Map(
    [...accounts.values()].flatMap(({ name, directory, environment }): [string, UserError][] => {
      const files = [`${directory}/account.json`, `environments/${environment}.json`];
      if (name === organization.accounts.management) files.push(organizationFile);
      const problem = files.map(problemOf).find((each) => each !== undefined);
      return problem === undefined ? [] : [[name, problem]];
    }),
  );
}

function secretOf(root: string, file: string): UserError | undefined {
  const { data, at } = readAnyJsonFile(root, file);
  const excepted = Object.keys(data["notSecrets"] ?? {});
  const found = [...findSecrets(data)].map((secret) => ({ ...secret, place: secret.path.join(".") }));
  const secret = found.find(({ place }) => !excepted.includes(place));
  if (secret) {
    const next = secret.place.startsWith("configuration.")
      ? `; if it is none, say so in this file: "notSecrets": { "${secret.place}": "<reason>" }`
      : "";
    return new UserError(`${secret.place} holds what looks like ${secret.what}`, {
      where: at(...secret.path),
      next: `take it out, and out of git's history, and make it anew: who reads the repository has it${next}`,
    });
  }
  const needless = excepted.find((place) => !found.some((each) => each.place === place));
  if (needless === undefined) return undefined;
  return new UserError(`notSecrets: ${needless} does not look like a secret`, {
    where: at("notSecrets", needless),
    next: "remove the exception",
  });
}
