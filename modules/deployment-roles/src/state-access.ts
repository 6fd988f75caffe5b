import {
  journalPrefix,
  lastApplyKey,
  publishedOutputsKey,
  stateBucket,
  stateKey,
  type Organization,
} from "@archipelago/account-stack";
import { allow, type Statement } from "@archipelago/iam-baseline";

interface Organizational {
  readonly partition: string;
  readonly organization: Organization;
}

export interface StateAccessProps extends Organizational {
  /** Name of the account. */
  readonly account: string;
  /** Accounts whose published outputs are read. `*`: any, in a boundary. */
  readonly reads: readonly string[];
  /** Accounts whose last applies are read. `*`: any, in a boundary. */
  readonly follows: readonly string[];
}

export function bucketArn({ partition, organization }: Organizational, account: string): string {
  return `arn:${partition}:s3:::${stateBucket(organization, account)}`;
}

/** Published outputs of every account. */
export const anyPublished = (props: StateAccessProps): string => `${bucketArn(props, "*")}/${publishedOutputsKey}`;

/** Records of the last applies of every account. */
export const anyRecord = (props: StateAccessProps): string => `${bucketArn(props, "*")}/${lastApplyKey}`;

/** The state of the account. */
export const ownState = (props: StateAccessProps): string => `${bucketArn(props, props.account)}/${stateKey}`;

/** Journals of the account's applies. */
export const ownJournals = (props: StateAccessProps): string => `${bucketArn(props, props.account)}/${journalPrefix}*`;

/**
 * Reading the state and what others publish. No lock: a plan runs with `-lock=false`, because a role that can write the
 * lock can also remove the lock of an apply that is under way; an apply plans again and compares, so a plan that was made
 * beside one does no harm.
 *
 * Which outputs are read is said once, object by object: an account that reads from many has many, and a policy has an end.
 * The buckets of others must be of the organisation: names of buckets are known beforehand, and for whoever comes first.
 */
export function readState(props: StateAccessProps): Statement[] {
  const own = bucketArn(props, props.account);
  const others = [
    ...props.reads.map((name) => `${bucketArn(props, name)}/${publishedOutputsKey}`),
    ...props.follows.map((name) => `${bucketArn(props, name)}/${lastApplyKey}`),
  ];
  const ofTheOrganization = { "aws:ResourceOrgID": "$${aws:PrincipalOrgID}" };
  return [
    allow({
      sid: "ReadState",
      actions: ["s3:GetObject", "s3:GetObjectTagging"],
      resources: [ownState(props), ownJournals(props), `${own}/${publishedOutputsKey}`, `${own}/${lastApplyKey}`],
    }),
    ...(others.length === 0
      ? []
      : [
          allow({
            sid: "ReadOthers",
            actions: ["s3:GetObject"],
            resources: others,
            condition: { StringEquals: ofTheOrganization },
          }),
        ]),
    // Not limited to a prefix: without it, S3 answers "forbidden" for a state that does not exist yet.
    allow({ sid: "FindState", actions: ["s3:GetBucketLocation", "s3:ListBucket"], resources: [own] }),
    // Says whether an account has published anything yet or was applied, and no more.
    allow({
      sid: "FindPublished",
      actions: ["s3:ListBucket"],
      resources: [bucketArn(props, "*")],
      condition: { StringEquals: { "s3:prefix": [publishedOutputsKey, lastApplyKey], ...ofTheOrganization } },
    }),
    decryptStates(props, [
      bucketArn(props, "*"),
      ownState(props),
      ownJournals(props),
      anyPublished(props),
      anyRecord(props),
    ]),
  ];
}

/**
 * Decrypting through S3, which has asked whether the object may be read.
 *
 * @param encrypted ARNs of buckets, for those with a bucket key, and of objects
 */
export function decryptStates({ partition, organization }: Organizational, encrypted: readonly string[]): Statement {
  return allow({
    sid: "DecryptState",
    actions: ["kms:Decrypt"],
    resources: ["*"],
    because: "keys of other accounts are known by what they encrypt",
    condition: {
      StringEquals: { "kms:ViaService": `s3.${organization.homeRegion}.${domain(partition)}` },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": encrypted },
    },
  });
}

/** Writing the state, its lock, the journal and the record of the apply, and the published outputs. The state itself is never deleted: versions of it are history. */
export function writeState(props: StateAccessProps): Statement[] {
  const own = bucketArn(props, props.account);
  const published = `${own}/${publishedOutputsKey}`;
  return [
    allow({
      sid: "WriteState",
      actions: ["s3:PutObject"],
      resources: [`${own}/${stateKey}`, `${own}/${lastApplyKey}`],
    }),
    allow({
      sid: "Lock",
      actions: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      resources: [`${own}/${stateKey}.tflock`],
    }),
    // Deleted once the apply has succeeded.
    allow({ sid: "Journal", actions: ["s3:DeleteObject", "s3:PutObject"], resources: [ownJournals(props)] }),
    // A resource of the stack: Terraform tags it, and deletes all its versions when the stack is destroyed.
    allow({
      sid: "Publish",
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:PutObjectTagging"],
      resources: [published],
    }),
    allow({ sid: "FindVersions", actions: ["s3:ListBucketVersions"], resources: [own] }),
  ];
}

const domain = (partition: string): string => (partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com");
