import { getDenialReasons, runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { anything, document, everything, type Caller } from "./callers.ts";
import type { Organization } from "./organization.ts";
import { organizationId, rootId, type Values } from "./values.ts";

export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Name of the account that owns the resource. */
  readonly owner: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Policy of the resource, when its ARN does not say which it is: keys have ids that nobody knows before. */
  readonly resourcePolicy?: object | undefined;
}

export interface Decision {
  readonly verdict: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";
  /** Sids of the statements that deny it. */
  readonly deniedBy: readonly string[];
}

/** Services with one endpoint for all regions: a call to them counts as one to us-east-1. */
const globalServices = ["account", "budgets", "cloudfront", "iam", "organizations", "route53"];

/** The simulator decides; here the policies of the synthesised organisation that have a say are handed to it. */
export class Judge {
  readonly #organization: Organization;
  readonly #values: Values;
  /** By type of policy and account. */
  readonly #attached = new Map<string, Simulation["serviceControlPolicies"]>();
  /** Name of the account by the name of the bucket. */
  readonly #buckets = new Map<string, string>();

  constructor(organization: Organization, values: Values) {
    this.#organization = organization;
    this.#values = values;
    const { accounts, name, resources } = organization;
    for (const each of accounts.keys()) this.#buckets.set(`${name}-${each}-tfstate`, each);
    for (const { type, account, properties } of resources)
      if (type === "aws_s3_bucket") this.#buckets.set(values.text(account.name, properties["bucket"]), account.name);
  }

  async decide(caller: Caller, call: Call): Promise<Decision> {
    const { action, resource, owner, context = {} } = call;
    const ownerId = this.#organization.idOf(owner);
    const simulation: Simulation = {
      request: {
        principal: caller.arn,
        action,
        resource: { resource, accountId: ownerId },
        contextVariables: {
          "aws:RequestedRegion": "eu-west-1",
          "aws:ResourceAccount": ownerId,
          "aws:ResourceOrgID": organizationId,
          "aws:SecureTransport": "true",
          ...caller.context,
          ...context,
          ...(globalServices.includes(action.split(":")[0]!) && { "aws:RequestedRegion": "us-east-1" }),
        },
      },
      identityPolicies: [...caller.identity],
      serviceControlPolicies:
        caller.account === undefined ? [] : this.#levels("SERVICE_CONTROL_POLICY", caller.account),
      resourceControlPolicies: this.#levels("RESOURCE_CONTROL_POLICY", owner),
      ...(caller.boundary && { permissionBoundaryPolicies: [caller.boundary] }),
      resourcePolicy: call.resourcePolicy ?? this.#resourcePolicy(call, caller.account),
    };
    let result = await runSimulation(simulation, {});
    if (result.resultType === "error" && result.errors?.message === "multiple.resource.types") {
      // The reference has recovery points of AWS Backup match any ARN; a pattern may be of several types.
      simulation.request.resource.resource += "*";
      result = await runSimulation(simulation, {});
    }
    if (result.resultType === "error")
      throw new Error(`${caller.arn} ${action} ${resource}: ${JSON.stringify(result.errors)}`);
    const deniedBy = (result.resultType === "single" ? [result.result] : result.results)
      .flatMap(({ analysis }) => getDenialReasons(analysis))
      .flatMap((reason) => (reason.denialType === "Explicit" ? [reason.statementId ?? ""] : []));
    return { verdict: result.overallResult, deniedBy };
  }

  /** The account an ARN is of; a bucket's is the one whose stack, or bootstrap, makes it. */
  ownerOf(arn: string): string | undefined {
    const { accounts, idOf } = this.#organization;
    const id = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
    if (id !== undefined) return [...accounts.keys()].find((each) => idOf(each) === id);
    const bucket = /^arn:[^:]*:s3:::([^/]+)/.exec(arn)?.[1];
    return bucket === undefined ? undefined : this.#buckets.get(bucket);
  }

  /** Levels of the tree from the root down to the account. No such policy reaches the management account. */
  #levels(type: string, account: string): Simulation["serviceControlPolicies"] {
    if (account === this.#organization.management) return [];
    const key = `${type} ${account}`;
    const attached = this.#attached.get(key) ?? this.#levelsOf(type, account);
    this.#attached.set(key, attached);
    return attached;
  }

  #levelsOf(type: string, account: string): Simulation["serviceControlPolicies"] {
    const { management, made, idOf } = this.#organization;
    const text = (value: unknown) => this.#values.text(management, value);
    const path = [idOf(account)];
    const member = made(management, "aws_organizations_account").find((each) => each.properties["name"] === account)!;
    for (let parent = text(member.properties["parent_id"]); parent !== rootId;) {
      path.unshift(parent);
      const units = made(management, "aws_organizations_organizational_unit");
      parent = text(units.find(({ name }) => `ou-${name}` === parent)!.properties["parent_id"]);
    }
    return [rootId, ...path].map((target) => ({
      orgIdentifier: target,
      policies: [
        // The simulator adds RCPFullAWSAccess itself, and not FullAWSAccess.
        ...(type === "SERVICE_CONTROL_POLICY" ? [everything] : []),
        ...made(management, "aws_organizations_policy_attachment")
          .filter(({ properties }) => text(properties["target_id"]) === target)
          .map((attachment) => this.#values.referred(attachment, attachment.properties["policy_id"])!)
          .filter(({ properties }) => properties["type"] === type)
          .map(({ name, properties }) => ({ name, policy: this.#values.document(management, properties["content"]) })),
      ],
    }));
  }

  /**
   * The policy of a bucket, a vault, a key or a role as the stacks write it. What has none is open to other accounts, so that
   * nothing but the caller's side and the guardrails can deny; within its account it adds nothing.
   */
  #resourcePolicy({ action, resource, owner }: Call, caller: string | undefined): object | undefined {
    const { made, idOf } = this.#organization;
    const text = (value: unknown) => this.#values.text(owner, value);
    const bucket = /^arn:aws:s3:::([^/]+)/.exec(resource)?.[1];
    if (bucket !== undefined) {
      const found = made(owner, "aws_s3_bucket_policy").find((each) => text(each.properties["bucket"]) === bucket);
      if (found) return this.#values.document(owner, found.properties["policy"]);
    }
    const vault = /^arn:aws:backup:[^:]*:\d+:backup-vault:(.+)$/.exec(resource)?.[1];
    if (vault !== undefined) {
      const policies = made(owner, "aws_backup_vault_policy");
      const found = policies.find((each) => this.#values.fill("{backup_vault_name.name}", each) === vault);
      if (found) return this.#values.document(owner, found.properties["policy"]);
    }
    // "Cross-account access for any action other than backup:CopyIntoBackupVault will be rejected": AWS Backup Developer
    // Guide, "Vault access policies", read 2026-11.
    if (action.startsWith("backup:") && caller !== owner)
      return document({ ...anything, Principal: "*", Action: "backup:CopyIntoBackupVault" });
    if (action.startsWith("sts:AssumeRole")) {
      const arn = "arn:{partition}:iam::{account}:role{path:/}{name}";
      const found = made(owner, "aws_iam_role").find((each) => this.#values.fill(arn, each) === resource);
      if (found) return this.#values.document(owner, found.properties["assume_role_policy"]);
    }
    if (caller !== owner) return document({ ...anything, Principal: "*" });
    // What KMS gives a key that is made without a policy.
    if (action.startsWith("kms:"))
      return document({ ...anything, Principal: { AWS: `arn:aws:iam::${idOf(owner)}:root` } });
    return undefined;
  }
}
