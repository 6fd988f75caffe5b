import { publishedOutputsKey, UserError, type Account } from "@archipelago/account-stack/workspace";
import { unlessNoBucket, type BucketObjects } from "@archipelago/state";

/**
 * What an account published, unchecked. Undefined when it has published nothing, as one that was not even bootstrapped:
 * management awaits outputs of accounts that its first apply makes.
 *
 * @param objects of the account's bucket, as the reader sees them
 * @throws UserError when it is no JSON, or the reader is refused
 */
export async function readPublished(objects: BucketObjects, { name }: Account): Promise<unknown> {
  const stored = await unlessNoBucket(objects.read(publishedOutputsKey));
  try {
    return stored && (JSON.parse(stored.text) as unknown);
  } catch (error) {
    throw new UserError(`they are no JSON: ${(error as Error).message}`, {
      where: `published outputs of ${name}`,
      next: "apply that account again",
    });
  }
}
