import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import type { Organization, Resource } from "./organization.ts";
import { organizationId, rootId, type Values } from "./values.ts";

// The simulator is the judge; here the policies of the synthesised organisation are found and handed to it.

type Named = { name: string; policy: object };

export interface Caller {
  readonly arn: string;
  /** Name of the account. */
  readonly account: string;
  readonly identity: readonly Named[];
  readonly boundary?: Named | undefined;
  readonly context?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly action: string;
  readonly resource: string;
  /** Name of the account that owns the resource. */
  readonly owner: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Policy of the resource, when its ARN does not say which it is: keys have ids that nobody knows before. */
  readonly resourcePolicy?: object | undefined;
}

export type Verdict = "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";

const anything = { Effect: "Allow", Action: "*", Resource: "*" };
const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const everything: Named = { name: "everything", policy: document(anything) };

/** What the three permission sets that can change something have from AWS; the others' policies are hundreds of reads. */
const managed: Readonly<Record<string, object>> = {
  AdministratorAccess: document(anything),
  PowerUserAccess: document(
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    {
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole", "iam:DeleteServiceLinkedRole", "iam:ListRoles"],
      Resource: "*",
    },
  ),
};

const strangersId = "999999999999";

/** Services with one endpoint for all regions; a call to them counts as one to us-east-1. */
const globalServices = ["account", "budgets", "cloudfront", "iam", "organizations", "route53"];

export class Judge {
  readonly #organization: Organization;
  readonly #values: Values;

  constructor(organization: Organization, values: Values) {
    this.#organization = organization;
    this.#values = values;
  }

  /**
   * Who calls: `apply`, `plan`, `break-glass` and the baseline's roles by their names; a permission set by its name;
   * `bootstrap`, the role AWS makes in every account; `application`, a role with every permission within the workload
   * boundary; `root`, and `root session`, opened from the management account.
   */
  caller(account: string, who: string): Caller {
    const id = this.#organization.idOf(account);
    const iam = `arn:aws:iam::${id}:`;
    if (who === "root") return { arn: `${iam}root`, account, identity: [everything] };
    if (who === "root session")
      return { arn: `${iam}root`, account, identity: [everything], context: { "aws:AssumedRoot": "true" } };
    if (who === "bootstrap")
      return { arn: `${iam}role/OrganizationAccountAccessRole`, account, identity: [everything] };
    if (who === "application") {
      const boundary = this.#policy(account, `${iam}policy/archipelago/workload-boundary`);
      return { arn: `${iam}role/app`, account, identity: [everything], boundary };
    }
    // A user of the management account, made by hand.
    if (who.startsWith("user/")) return { arn: `${iam}${who}`, account, identity: [everything] };
    return this.#roleOf(account, who) ?? this.#permissionSet(account, who);
  }

  /** A role of another organisation. */
  stranger(): Caller {
    const account = "stranger";
    const context = { "aws:PrincipalOrgID": "o-another12" };
    return { arn: `arn:aws:iam::${strangersId}:role/x`, account, identity: [everything], context };
  }

  /** The account an ARN is of; a bucket's is the one whose stack, or bootstrap, makes it. */
  ownerOf(arn: string, otherwise: string): string {
    const { accounts, resources, name, idOf } = this.#organization;
    const names = [...accounts.keys()];
    const id = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
    if (id !== undefined) return names.find((each) => idOf(each) === id) ?? otherwise;
    const bucket = /^arn:[^:]*:s3:::([^/]+)/.exec(arn)?.[1];
    const made = resources.find(
      ({ type, account, properties }) =>
        type === "aws_s3_bucket" && this.#values.text(account.name, properties["bucket"]) === bucket,
    );
    return made?.account.name ?? names.find((each) => bucket === `${name}-${each}-tfstate`) ?? otherwise;
  }

  async decide(caller: Caller, call: Call): Promise<Verdict> {
    const { action, resource, owner, context = {} } = call;
    const stranger = caller.account === "stranger";
    const id = stranger ? strangersId : this.#organization.idOf(caller.account);
    const ownerId = this.#organization.idOf(owner);
    const simulation: Simulation = {
      request: {
        principal: caller.arn,
        action,
        resource: { resource, accountId: ownerId },
        contextVariables: {
          "aws:PrincipalAccount": id,
          "aws:PrincipalArn": caller.arn,
          "aws:PrincipalIsAWSService": "false",
          "aws:PrincipalOrgID": organizationId,
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
      serviceControlPolicies: stranger ? [] : this.#control("SERVICE_CONTROL_POLICY", caller.account),
      resourceControlPolicies: this.#control("RESOURCE_CONTROL_POLICY", owner),
      ...(caller.boundary && { permissionBoundaryPolicies: [caller.boundary] }),
      resourcePolicy: call.resourcePolicy ?? this.#resourcePolicy(call, caller.account),
    };
    const result = await runSimulation(simulation, {});
    if (result.resultType === "error")
      throw new Error(`${caller.arn} ${action} ${resource}: ${JSON.stringify(result.errors)}`);
    return result.overallResult;
  }

  /** Levels of the tree from the root down to the account. No such policy reaches the management account. */
  #control(type: string, account: string): Simulation["serviceControlPolicies"] {
    const { management, resources, idOf } = this.#organization;
    if (account === management) return [];
    const text = (value: unknown) => this.#values.text(management, value);
    const ofType = (wanted: string) =>
      resources.filter((each) => each.account.name === management && each.type === wanted);
    const path = [idOf(account)];
    const member = ofType("aws_organizations_account").find(({ properties }) => properties["name"] === account)!;
    for (let parent = text(member.properties["parent_id"]); parent !== rootId;) {
      path.unshift(parent);
      const unit = ofType("aws_organizations_organizational_unit").find(({ name }) => `ou-${name}` === parent)!;
      parent = text(unit.properties["parent_id"]);
    }
    const attachments = ofType("aws_organizations_policy_attachment");
    return [rootId, ...path].map((target) => ({
      orgIdentifier: target,
      policies: [
        // The simulator adds RCPFullAWSAccess itself.
        ...(type === "SERVICE_CONTROL_POLICY" ? [everything] : []),
        ...attachments
          .filter(({ properties }) => text(properties["target_id"]) === target)
          .map((attachment) => this.#values.referred(attachment, attachment.properties["policy_id"])!)
          .filter(({ properties }) => properties["type"] === type)
          .map(({ name, properties }) => ({
            name,
            policy: this.#values.document(management, properties["content"]),
          })),
      ],
    }));
  }

  #ofType(account: string, type: string): Resource[] {
    return this.#organization.resources.filter((each) => each.account.name === account && each.type === type);
  }

  #roleOf(account: string, who: string): Caller | undefined {
    const names = [who, `archipelago-${who}`, `baseline-${who}`];
    const role = this.#ofType(account, "aws_iam_role").find(({ properties }) =>
      names.includes(String(properties["name"])),
    );
    if (role === undefined) return undefined;
    const text = (value: unknown) => this.#values.text(account, value);
    const belongs = (each: Resource) => this.#values.referred(each, each.properties["role"]) === role;
    const inline = this.#ofType(account, "aws_iam_role_policy").filter(belongs);
    const attached = this.#ofType(account, "aws_iam_role_policy_attachment").filter(belongs);
    const boundary = role.properties["permissions_boundary"];
    return {
      arn: this.#values.fill("arn:{partition}:iam::{account}:role{path:/}{name}", role)!,
      account,
      identity: [
        ...inline.map(({ name, properties }) => ({
          name,
          policy: this.#values.document(account, properties["policy"]),
        })),
        ...attached.map(({ properties }) => this.#policy(account, text(properties["policy_arn"]))),
      ],
      ...(boundary !== undefined && { boundary: this.#policy(account, text(boundary)) }),
    };
  }

  #permissionSet(account: string, who: string): Caller {
    const { management, idOf } = this.#organization;
    const set = this.#ofType(management, "aws_ssoadmin_permission_set").find(
      ({ properties }) => properties["name"] === who,
    );
    if (set === undefined) throw new Error(`${who} is neither a role of ${account} nor a permission set`);
    const belongs = (each: Resource) => this.#values.referred(each, each.properties["permission_set_arn"]) === set;
    const inline = this.#ofType(management, "aws_ssoadmin_permission_set_inline_policy").filter(belongs);
    const attached = this.#ofType(management, "aws_ssoadmin_managed_policy_attachment").filter(belongs);
    return {
      arn: `arn:aws:iam::${idOf(account)}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${who}_0123456789abcdef`,
      account,
      identity: [
        ...inline.map(({ name, properties }) => ({
          name,
          policy: this.#values.document(management, properties["inline_policy"]),
        })),
        ...attached.map(({ properties }) => this.#policy(management, String(properties["managed_policy_arn"]))),
      ],
    };
  }

  /** A managed policy by ARN: the account's own, or AWS's. One whose text is not here is taken to allow everything. */
  #policy(account: string, arn: string): Named {
    const own = this.#ofType(account, "aws_iam_policy").find(
      (each) => this.#values.fill("arn:{partition}:iam::{account}:policy{path:/}{name}", each) === arn,
    );
    if (own) return { name: own.name, policy: this.#values.document(account, own.properties["policy"]) };
    const name = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
    if (name === undefined) throw new Error(`${account} has no policy ${arn}`);
    return { name, policy: managed[name] ?? everything.policy };
  }

  /**
   * The policy of a bucket, a key or a role as the stacks write it. Of what has none: within an account nothing more than
   * the caller's own policies; to another account it is open, so that nothing but the caller's side can deny.
   */
  #resourcePolicy({ action, resource, owner }: Call, caller: string): object | undefined {
    const text = (value: unknown) => this.#values.text(owner, value);
    const written = (type: string, attribute: string, form: string): object | undefined => {
      const found = this.#ofType(owner, type).find((each) => this.#values.fill(form, each) === resource);
      return found && this.#values.document(owner, found.properties[attribute]);
    };
    const bucket = /^arn:aws:s3:::([^/]+)/.exec(resource)?.[1];
    const open = document({ ...anything, Principal: "*" });
    const otherwise = caller === owner ? undefined : open;
    if (bucket !== undefined) {
      const policy = this.#ofType(owner, "aws_s3_bucket_policy").find(
        (each) => text(each.properties["bucket"]) === bucket,
      );
      return policy ? this.#values.document(owner, policy.properties["policy"]) : otherwise;
    }
    if (action.startsWith("sts:AssumeRole"))
      return (
        written("aws_iam_role", "assume_role_policy", "arn:{partition}:iam::{account}:role{path:/}{name}") ?? otherwise
      );
    // What KMS gives a key that is made without a policy.
    if (action.startsWith("kms:") && caller === owner)
      return document({ ...anything, Principal: { AWS: `arn:aws:iam::${this.#organization.idOf(owner)}:root` } });
    return otherwise;
  }
}
