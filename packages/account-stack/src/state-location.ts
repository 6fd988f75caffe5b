import type { Organization } from "./organization.ts";

/** Every account has a bucket of its own, so a role limited to one bucket can reach one state only. */
export function stateBucket(organization: Pick<Organization, "name">, account: string): string {
  return `${organization.name}-${account}-tfstate`;
}

/** Key of the account's state in its bucket; the lock file is `<key>.tflock`. */
export const stateKey = "stack/terraform.tfstate";

/** Key of the state of what the bootstrap makes in the account; beside it a lock file too. */
export const bootstrapStateKey = "bootstrap/terraform.tfstate";

/** Key of the account's published outputs in its bucket. */
export const publishedOutputsKey = "published/outputs.json";

/** Key of the record of the account's last apply in its bucket. */
export const lastApplyKey = "records/last-apply.json";

/** Prefix of the keys of applies that have not been seen to succeed, in the account's bucket. */
export const journalPrefix = "journal/";

/** What S3 is to a state. */
export interface RemoteState {
  readonly region: string;
  /** Undefined: AWS's own. */
  readonly endpoint: string | undefined;
  readonly encryption: "s3" | "kms";
  /** Bucket that gets access logs. */
  readonly accessLogs: string | undefined;
}

/** How states are kept on S3; undefined when they are local files. */
export function remoteState({
  cloud,
  state = cloud === "offline" ? "local" : { s3: {} },
  homeRegion,
}: Pick<Organization, "cloud" | "state" | "homeRegion">): RemoteState | undefined {
  if (state === "local") return undefined;
  const { endpoint, encryption = "s3", accessLogs } = state.s3;
  return { region: homeRegion, endpoint, encryption, accessLogs };
}
