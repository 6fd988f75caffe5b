/** Values of condition keys. */
export type Context = Readonly<Record<string, string>>;

/**
 * A call that somebody makes, and what is decided. In texts, `{shop-dev}` is an account's id and `{org}` the
 * organisation's name.
 */
export interface Row {
  readonly what: string;
  /** `<account> <who>`; see Callers.named. */
  readonly who: readonly string[];
  readonly action: string;
  /** @default "*" */
  readonly on?: string;
  readonly context?: Context;
}

export const callers = (account: string, ...who: string[]): string[] => who.map((each) => `${account} ${each}`);
export const people = ["Administrator", "Developer", "Operations", "ReadOnly", "SecurityAudit"];
export const baseline = ["audit", "support"];
export const pipeline = ["apply", "plan"];
export const repair = ["bootstrap", "break-glass"];

/** Every role of an account. */
export const all = (account: string): string[] =>
  callers(account, ...pipeline, ...repair, ...baseline, ...people, "application");
/** Every role of an account but those that repair it. */
export const daily = (account: string): string[] =>
  callers(account, ...pipeline, ...baseline, ...people, "application");
/** Every role of an account that people or programs of the team have. */
export const team = (account: string): string[] => callers(account, ...baseline, ...people, "application");

export const role = (name: string, account = "shop-dev") => `arn:aws:iam::{${account}}:role/${name}`;
export const policy = (name: string) => `arn:aws:iam::{shop-dev}:policy/${name}`;
export const state = (account: string, key = "stack/terraform.tfstate") =>
  `arn:aws:s3:::{org}-${account}-tfstate/${key}`;
export const trailLog = "arn:aws:s3:::{org}-trail-{log-archive}/AWSLogs/o-example123/{shop-dev}/CloudTrail/x.json.gz";
export const trail = "arn:aws:cloudtrail:eu-west-1:{management}:trail/{org}-organization";
export const region = (name: string): Context => ({ "aws:RequestedRegion": name });
export const boundary = (account = "shop-dev"): Context => ({
  "iam:PermissionsBoundary": `arn:aws:iam::{${account}}:policy/archipelago/workload-boundary`,
});
export const outputs = "published/outputs.json";

/** What an AWS service says of the account it acts for. */
export const forAccount = (account: string): Context => ({
  "aws:SourceAccount": `{${account}}`,
  "aws:SourceOrgID": "o-example123",
});
export const ownersObject: Context = { "s3:x-amz-acl": "bucket-owner-full-control" };
