/** Actions that give out what is stored rather than how it is configured. */
export interface StoredContent {
  readonly service: string;
  readonly actions: readonly string[];
  readonly why: string;
}

/**
 * What the plan role is denied, whatever else it is given: the code of a pull request runs with it before anybody has
 * approved it. Objects, parameters and the keys of API Gateway are denied by resource, in plan-policy.ts.
 *
 * Source of the actions: Service Authorization Reference, November 2026.
 */
export const storedContent: readonly StoredContent[] = [
  { service: "acm", actions: ["ExportCertificate"], why: "private keys of certificates" },
  { service: "athena", actions: ["GetQueryResults*"], why: "rows of query results" },
  { service: "cloudtrail", actions: ["GetQueryResults", "LookupEvents"], why: "who did what: for the audit role" },
  { service: "cognito-idp", actions: ["AdminGetUser", "ListUsers*"], why: "personal data of users" },
  {
    service: "dynamodb",
    actions: ["BatchGetItem", "GetItem", "GetRecords", "PartiQLSelect", "Query", "Scan", "SearchVectors"],
    why: "items of tables and their changes",
  },
  {
    service: "ec2",
    actions: ["GetConsole*", "GetPasswordData"],
    why: "what servers print, and the administrator's password of Windows",
  },
  { service: "ecr", actions: ["BatchGetImage", "GetDownloadUrlForLayer"], why: "layers of images" },
  { service: "es", actions: ["ESHttpGet", "ESHttpPost"], why: "documents of search indexes" },
  { service: "identitystore", actions: ["DescribeUser", "ListUsers"], why: "personal data of the workforce" },
  { service: "kinesis", actions: ["GetRecords", "GetShardIterator", "SubscribeToShard"], why: "records of streams" },
  {
    service: "lambda",
    actions: ["GetDurableExecution*", "GetLayerVersion"],
    why: "input and output of executions, code of layers; GetFunction is needed by Terraform and gives a link to the code",
  },
  {
    service: "logs",
    actions: ["FilterLogEvents", "GetLog*", "GetQueryResults", "StartLiveTail", "StartQuery", "Unmask"],
    why: "log lines",
  },
  { service: "rds", actions: ["Download*"], why: "logs of databases, with statements in them" },
  { service: "secretsmanager", actions: ["BatchGetSecretValue", "GetSecretValue"], why: "secrets" },
  { service: "sqs", actions: ["ReceiveMessage"], why: "messages" },
  { service: "ssm", actions: ["GetCommandInvocation"], why: "what commands printed" },
  { service: "wafv2", actions: ["GetDecryptedAPIKey", "GetSampledRequests"], why: "keys, and requests of users" },
  { service: "states", actions: ["DescribeExecution", "GetExecutionHistory"], why: "input and output of executions" },
];
