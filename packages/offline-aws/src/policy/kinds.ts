/** What a service asks of a policy document besides the grammar of the IAM policy language. */
export interface PolicyKind {
  readonly principal: "required" | "forbidden";
  readonly resource: "required" | "forbidden" | "optional";
  /** Largest size in characters, undefined where AWS publishes none. */
  readonly size: number | undefined;
  /** Whether spaces and line breaks between the JSON elements count. */
  readonly countsWhitespace: boolean;
  /** Statement ids of letters and digits only. */
  readonly plainSid?: true;
  readonly effects?: readonly string[];
  /** Actions a statement may name. */
  readonly actions?: RegExp;
  /** Elements that this kind does not know. */
  readonly without?: readonly string[];
  readonly malformed: string;
  readonly tooLarge: string;
}

const iam = {
  countsWhitespace: false,
  plainSid: true,
  malformed: "MalformedPolicyDocument",
  tooLarge: "LimitExceeded",
} as const;
const identity = { ...iam, principal: "forbidden", resource: "required" } as const;
const resourceBased = { principal: "required", resource: "required", countsWhitespace: true } as const;
const organizations = {
  ...identity,
  countsWhitespace: true,
  malformed: "MalformedPolicyDocumentException",
  tooLarge: "ConstraintViolationException",
} as const;
const invalidParameter = { malformed: "InvalidParameterException", tooLarge: "LimitExceededException" } as const;

/**
 * Kinds of policy documents. Sizes as AWS published them on 2026-11-01:
 *
 * - IAM and STS quotas (IAM User Guide): managed 6,144; all inline policies of a role together 10,240, of a user 2,048;
 *   trust policy 2,048 unless raised. White space is not counted.
 * - Quotas for AWS Organizations: service control policies 10,240 (5,120 until 2026-05), resource control policies
 *   5,120, resource-based delegation policy 40,000.
 * - Amazon S3 bucket policy 20 KB; AWS KMS key policy 32 KB; VPC endpoint policy 20,480 characters with white space;
 *   Secrets Manager 20,480; Amazon ECR 10,240; EventBridge event bus 10,240; CloudWatch Logs destination 5,120;
 *   Identity Center inline policy 32,768; Amazon SNS 30 KB; Amazon SQS 8 KB.
 */
export const policyKinds = {
  managed: { ...identity, size: 6_144 },
  inline: { ...identity, size: 10_240 },
  inlineUser: { ...identity, size: 2_048 },
  trust: { ...iam, principal: "required", resource: "forbidden", size: 2_048, actions: /^(sts:.*|\*)$/i },
  permissionSet: { ...identity, size: 32_768, malformed: "ValidationException", tooLarge: "ValidationException" },
  serviceControl: { ...organizations, size: 10_240 },
  resourceControl: {
    ...organizations,
    principal: "required",
    size: 5_120,
    effects: ["Deny"],
    without: ["NotPrincipal", "NotAction"],
  },
  organizationResource: { ...organizations, principal: "required", size: 40_000 },
  bucket: { ...resourceBased, size: 20_480, malformed: "MalformedPolicy", tooLarge: "PolicyTooLarge" },
  key: {
    ...resourceBased,
    size: 32_768,
    malformed: "MalformedPolicyDocumentException",
    tooLarge: "LimitExceededException",
  },
  topic: { ...resourceBased, size: 30_720, malformed: "InvalidParameter", tooLarge: "InvalidParameter" },
  queue: { ...resourceBased, size: 8_192, malformed: "InvalidAttributeValue", tooLarge: "InvalidAttributeValue" },
  endpoint: { ...resourceBased, size: 20_480, malformed: "InvalidPolicyDocument", tooLarge: "InvalidPolicyDocument" },
  secret: {
    ...resourceBased,
    size: 20_480,
    malformed: "MalformedPolicyDocumentException",
    tooLarge: "LimitExceededException",
  },
  // The one that may name no resource: "Invalid repository policy provided" (awsdocs/amazon-ecr-user-guide, pull request 20).
  repository: { ...resourceBased, ...invalidParameter, resource: "forbidden", size: 10_240 },
  eventBus: {
    ...resourceBased,
    malformed: "ValidationException",
    tooLarge: "PolicyLengthExceededException",
    size: 10_240,
  },
  logDestination: { ...resourceBased, ...invalidParameter, size: 5_120 },
  backupVault: { ...resourceBased, ...invalidParameter, malformed: "InvalidParameterValueException", size: undefined },
  sink: { ...resourceBased, ...invalidParameter, size: undefined },
} satisfies Record<string, PolicyKind>;

export type PolicyKindName = keyof typeof policyKinds;

/** Condition operators of the IAM policy language; each but Null may end in IfExists. */
export const conditionOperators: readonly string[] = [
  ...[
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
  ],
  ...["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"],
  ...["NumericGreaterThan", "NumericGreaterThanEquals"],
  ...["DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"],
  ...[
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "Null",
  ],
];
