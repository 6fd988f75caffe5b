import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { contextOf } from "./pattern.ts";
import { decide, type Policies, type Request } from "./decide.ts";
import { parsePolicy } from "./policy.ts";

// A second opinion: random policies and requests, which an independent simulator and ours must judge alike.

const home = "111111111111";
const other = "222222222222";
const role = `arn:aws:iam::${home}:role/app/worker`;

/** Pseudo-random numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const actions = [
  ["sqs:SendMessage", "arn:aws:sqs:eu-west-1:ACCOUNT:orders"],
  ["sns:Publish", "arn:aws:sns:eu-west-1:ACCOUNT:news"],
  ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-west-1:ACCOUNT:secret:db-AbCdEf"],
  ["s3:GetObject", "arn:aws:s3:::example-logs/AWSLogs/1.gz"],
  ["iam:CreateRole", "arn:aws:iam::ACCOUNT:role/app/new"],
  ["sts:AssumeRole", "arn:aws:iam::ACCOUNT:role/app/other"],
  ["kms:Decrypt", "arn:aws:kms:eu-west-1:ACCOUNT:key/1234"],
] as const;

const conditions: Record<string, Record<string, string | string[]>>[] = [
  { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } },
  { StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-central-1"] } },
  { StringEqualsIgnoreCase: { "aws:PrincipalTag/team": "SHOP" } },
  { StringNotEqualsIgnoreCase: { "aws:PrincipalTag/team": "SHOP" } },
  { StringLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/app/*", "x"] } },
  { StringNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/platform/*" } },
  { StringLikeIfExists: { "aws:PrincipalTag/team": "sh?p" } },
  { StringNotEqualsIfExists: { "aws:PrincipalTag/none": "x" } },
  { StringNotEquals: { "aws:PrincipalTag/none": "x" } },
  { StringEquals: { "aws:PrincipalTag/none": "x" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } },
  { ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::*:user/*", role] } },
  { ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/archipelago/*", "arn:aws:iam::*:role/other"] } },
  { ArnNotEquals: { "aws:PrincipalArn": role } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:*:role/app/worker" } },
  { Bool: { "aws:SecureTransport": "true" } },
  { Bool: { "aws:MultiFactorAuthPresent": "false" } },
  { BoolIfExists: { "aws:MultiFactorAuthPresent": "true" } },
  { Null: { "aws:MultiFactorAuthPresent": "true" } },
  { Null: { "aws:PrincipalOrgID": "true" } },
  { Null: { "aws:PrincipalOrgID": "false" } },
  { NumericLessThan: { "s3:max-keys": "10" } },
  { NumericGreaterThanEquals: { "s3:max-keys": ["10", "100"] } },
  { NumericNotEquals: { "s3:max-keys": "10" } },
  { NumericLessThanEqualsIfExists: { "aws:MultiFactorAuthAge": "3600" } },
  { DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } },
  { DateLessThanEquals: { "aws:CurrentTime": "2026-01-01T00:00:00Z" } },
  { IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "192.0.2.0/24"] } },
  { NotIpAddress: { "aws:SourceIp": "192.0.2.0/25" } },
  { IpAddress: { "aws:SourceIp": "192.0.2.7" } },
  { "ForAnyValue:StringEquals": { "aws:TagKeys": ["owner", "team"] } },
  { "ForAllValues:StringEquals": { "aws:TagKeys": ["owner", "team"] } },
  { "ForAllValues:StringLike": { "aws:TagKeys": ["*e*"] } },
  { "ForAnyValue:StringNotEquals": { "aws:TagKeys": ["owner"] } },
  { "ForAllValues:StringNotEquals": { "aws:TagKeys": ["secret"] } },
  { "ForAllValues:StringEquals": { "aws:CalledVia": ["athena.amazonaws.com"] } },
  { "ForAnyValue:StringEquals": { "aws:CalledVia": ["athena.amazonaws.com"] } },
  { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-1/r-1/ou-prod/*"] } },
  { StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } },
  { StringLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/app/*" } },
  { StringEquals: { "aws:PrincipalTag/team": "${aws:PrincipalTag/none, 'shop'}" } },
  {
    StringEquals: { "aws:RequestedRegion": "eu-west-1", "aws:PrincipalTag/team": "shop" },
    Bool: { "aws:SecureTransport": "true" },
  },
];

class Dice {
  readonly #random: () => number;
  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }
  chance(probability: number): boolean {
    return this.#random() < probability;
  }
  one<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)]!;
  }
  some<T>(all: readonly T[], most: number): T[] {
    return Array.from({ length: 1 + Math.floor(this.#random() * most) }, () => this.one(all));
  }
}

type PolicyKind = "identity" | "control" | "resource" | "rcp";

function statement(dice: Dice, kind: PolicyKind, action: string, resource: string): object {
  const service = action.split(":")[0]!;
  const spoken =
    kind === "rcp"
      ? [action, `${service}:*`]
      : [
          action,
          `${service}:*`,
          action.toUpperCase(),
          `${action.slice(0, -3)}*`,
          "*",
          "ec2:RunInstances",
          `${service}:X?`,
        ];
  const places = [
    "*",
    resource,
    `${resource.slice(0, -4)}*`,
    resource.replace(/.$/, "?"),
    `${resource}x`,
    "arn:aws:ec2:*:*:vpc/*",
  ];
  const effect = dice.chance(kind === "rcp" ? 0 : 0.75) ? "Allow" : "Deny";
  const not = kind !== "resource" && kind !== "rcp" && dice.chance(0.15);
  const trust = service === "sts" && kind === "resource";
  const principals = [
    "*",
    { AWS: "*" },
    { AWS: role },
    { AWS: home },
    { AWS: `arn:aws:iam::${home}:root` },
    { AWS: other },
    { AWS: `arn:aws:iam::${home}:role/else` },
    { Service: "ec2.amazonaws.com" },
  ];
  return {
    Effect: effect,
    [not ? "NotAction" : "Action"]: dice.some(spoken, 2),
    ...(trust ? {} : { [kind !== "resource" && dice.chance(0.15) ? "NotResource" : "Resource"]: dice.some(places, 2) }),
    ...(kind === "resource" ? { Principal: dice.one(principals) } : kind === "rcp" ? { Principal: "*" } : {}),
    ...(dice.chance(0.45) ? { Condition: dice.one(conditions) } : {}),
  };
}

const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const everything = document({ Effect: "Allow", Action: "*", Resource: "*" });

function situation(seed: number): Simulation {
  const dice = new Dice(seed);
  const [action, form] = dice.one(actions);
  const resourceAccount = dice.chance(0.7) ? home : other;
  const resource = form.replace("ACCOUNT", resourceAccount);
  const policy = (kind: PolicyKind) =>
    document(...Array.from({ length: dice.chance(0.5) ? 1 : 2 }, () => statement(dice, kind, action, resource)));
  const level = (name: string) => ({
    orgIdentifier: name,
    policies: [
      ...(dice.chance(0.9) ? [{ name: "FullAWSAccess", policy: everything }] : []),
      ...(dice.chance(0.3) ? [{ name: `${name}-guardrail`, policy: policy("control") }] : []),
    ],
  });
  const contextVariables: Record<string, string | string[]> = {
    "aws:PrincipalArn": role,
    "aws:PrincipalAccount": home,
    "aws:ResourceAccount": resourceAccount,
    "aws:RequestedRegion": dice.one(["eu-west-1", "us-east-1"]),
    "aws:SecureTransport": dice.one(["true", "false"]),
    "aws:CurrentTime": dice.one(["2025-06-01T00:00:00Z", "2026-06-01T00:00:00Z"]),
    "aws:SourceIp": dice.one(["192.0.2.7", "10.1.2.3", "198.51.100.1"]),
    "aws:PrincipalOrgPaths": ["o-1/r-1/ou-prod/ou-shop/"],
    ...(dice.chance(0.5) ? { "aws:PrincipalTag/team": dice.one(["shop", "data"]) } : {}),
    ...(dice.chance(0.5) ? { "aws:PrincipalOrgID": "o-1" } : {}),
    ...(dice.chance(0.5) ? { "aws:MultiFactorAuthPresent": dice.one(["true", "false"]) } : {}),
    ...(dice.chance(0.5) ? { "s3:max-keys": dice.one(["5", "10", "100"]) } : {}),
    ...(dice.chance(0.5) ? { "aws:TagKeys": dice.one([["owner"], ["owner", "secret"], ["x"]]) } : {}),
  };
  return {
    request: { principal: role, action, resource: { resource, accountId: resourceAccount }, contextVariables },
    identityPolicies: dice.chance(0.85) ? [{ name: "identity", policy: policy("identity") }] : [],
    serviceControlPolicies: dice.chance(0.7) ? ["Root", "Workloads", "account"].map(level) : [],
    resourceControlPolicies: dice.chance(0.3)
      ? [
          {
            orgIdentifier: "Root",
            policies: [{ name: "rcp", policy: policy("rcp") }],
          },
        ]
      : [],
    // A role always has a trust policy, and a key its own.
    ...(/^(sts|kms):/.test(action) || dice.chance(0.5) ? { resourcePolicy: policy("resource") } : {}),
    ...(dice.chance(0.3) ? { permissionBoundaryPolicies: [{ name: "boundary", policy: policy("identity") }] } : {}),
  };
}

function ours({ request, ...simulation }: Simulation): string {
  const parse = ({ name, policy }: { name: string; policy: unknown }) => parsePolicy(name, policy);
  const full = parsePolicy(
    "RCPFullAWSAccess",
    document({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }),
  );
  const levels = (all: Simulation["serviceControlPolicies"]) =>
    all.map(({ orgIdentifier, policies }) => ({ name: orgIdentifier, policies: policies.map(parse) }));
  const asked: Request = {
    principal: { arn: request.principal as string, accountId: home },
    action: request.action,
    resource: request.resource.resource,
    resourceAccountId: request.resource.accountId,
    context: contextOf(request.contextVariables),
  };
  const policies: Policies = {
    serviceControl: levels(simulation.serviceControlPolicies),
    // The other one takes AWS's own, which allows everything, for granted.
    resourceControl: levels(simulation.resourceControlPolicies).map(({ name, policies: all }) => ({
      name,
      policies: [full, ...all],
    })),
    identity: simulation.identityPolicies.map(parse),
    boundary: simulation.permissionBoundaryPolicies?.map(parse)[0],
    resource: simulation.resourcePolicy && parsePolicy("resource", simulation.resourcePolicy),
  };
  return { allow: "Allowed", deny: "ExplicitlyDenied", implicit: "ImplicitlyDenied" }[decide(asked, policies).verdict];
}

const seeds = Array.from({ length: 1500 }, (_, index) => index + 1);

/** What the other one says, and the context keys it leaves out because the action does not have them. */
async function theirs(simulation: Simulation): Promise<{ verdict: string; ignored: readonly string[] }> {
  const result = await runSimulation(simulation, {});
  if (result.resultType !== "single") throw new Error(JSON.stringify(result));
  return { verdict: result.overallResult, ignored: result.result.ignoredContextKeys ?? [] };
}

test("policies and requests at random are decided as an independent simulator decides them", async () => {
  const disagreements: object[] = [];
  for (const seed of seeds) {
    const simulation = situation(seed);
    const { verdict, ignored } = await theirs(simulation);
    for (const key of ignored) delete simulation.request.contextVariables[key];
    const mine = ours(simulation);
    if (mine !== verdict) disagreements.push({ seed, mine, theirs: verdict, simulation });
  }
  expect(disagreements).toEqual([]);
});

test("the situations are not all alike", () => {
  const verdicts = seeds.map((seed) => ours(situation(seed)));
  for (const verdict of ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"]) {
    expect(verdicts.filter((each) => each === verdict).length).toBeGreaterThan(150);
  }
});
