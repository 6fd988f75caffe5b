import type { Organization } from "./organization.ts";

/** Every account has a bucket of its own, so a role limited to one bucket can reach one state only. */
export function stateBucket(organization: Organization, account: string): string {
  return `${organization.name}-${account}-tfstate`;
}

/** Key of the account's state in its bucket; the lock file is `<key>.tflock`. */
export const stateKey = "stack/terraform.tfstate";

/** Key of the account's published outputs in its bucket. */
export const publishedOutputsKey = "published/outputs.json";
