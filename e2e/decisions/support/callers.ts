import type { Organization, Resource } from "./organization.ts";
import { organizationId, type Values } from "./values.ts";

export interface Policy {
  readonly name: string;
  readonly policy: object;
}

export interface Caller {
  readonly arn: string;
  /** Name of the account; undefined for strangers and AWS services, whom no service control policy reaches. */
  readonly account: string | undefined;
  readonly identity: readonly Policy[];
  readonly boundary?: Policy | undefined;
  /** Condition keys that say who it is. */
  readonly context: Readonly<Record<string, string>>;
}

/** What is assumed of AWS's managed policies whose text is not here: the worst for the row that asks. */
export type Unknown = "everything" | "nothing";

export const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
export const anything = { Effect: "Allow", Action: "*", Resource: "*" };
export const everything: Policy = { name: "everything", policy: document(anything) };

/** AWS's policies of the permission sets that change things. Source: AWS managed policy reference (read 2026-11). */
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

/** A policy has to say something. */
const nothing = document({ Effect: "Allow", Action: "sts:GetCallerIdentity", Resource: "*" });

const arnOfRole = "arn:{partition}:iam::{account}:role{path:/}{name}";
const arnOfPolicy = "arn:{partition}:iam::{account}:policy{path:/}{name}";

/** Everybody who calls AWS, with the policies that the synthesised organisation gives them. */
export class Callers {
  readonly #organization: Organization;
  readonly #values: Values;
  readonly #unknown: Unknown;

  constructor(organization: Organization, values: Values, unknown: Unknown) {
    this.#organization = organization;
    this.#values = values;
    this.#unknown = unknown;
  }

  /**
   * `<account> <who>`: a role of the pipeline or the baseline by its name (`apply`, `audit`, `break-glass`), or a
   * permission set by its name; `bootstrap`, the role AWS makes in every account; `application`, a role with every
   * permission within the workload boundary; `user/...`; `root`; `root session`, opened from the management account.
   * `service <principal>`: an AWS service. `stranger`: an administrator of another organisation.
   */
  named(text: string): Caller {
    const [, account, who] = /^([a-z-]+)(?: (.+))?$/.exec(text)!;
    if (account === "service") {
      const context = { "aws:PrincipalIsAWSService": "true", "aws:PrincipalServiceName": who! };
      return { arn: who!, account: undefined, identity: [everything], context };
    }
    if (account === "stranger") {
      const arn = "arn:aws:iam::999999999999:role/x";
      return { arn, account: undefined, identity: [everything], context: principal(arn, "o-another12") };
    }
    return this.#member(account!, who!);
  }

  #member(account: string, who: string): Caller {
    const iam = `arn:aws:iam::${this.#organization.idOf(account)}:`;
    const called = (resource: string, rest: Partial<Caller> = {}): Caller => {
      const arn = `${iam}${resource}`;
      return { arn, account, identity: [everything], context: principal(arn, organizationId), ...rest };
    };
    if (who === "root") return called("root");
    if (who === "root session") {
      return called("root", { context: { ...principal(`${iam}root`, organizationId), "aws:AssumedRoot": "true" } });
    }
    if (who === "bootstrap") return called("role/OrganizationAccountAccessRole");
    if (who === "application") {
      return called("role/app", { boundary: this.#policy(account, `${iam}policy/archipelago/workload-boundary`) });
    }
    if (who.startsWith("user/")) return called(who);
    return this.#role(account, who) ?? this.#permissionSet(account, who);
  }

  #role(account: string, who: string): Caller | undefined {
    const { made } = this.#organization;
    const names = [who, `archipelago-${who}`, `baseline-${who}`];
    const role = made(account, "aws_iam_role").find(({ properties }) => names.includes(String(properties["name"])));
    if (role === undefined) return undefined;
    const belongs = (each: Resource) => this.#values.referred(each, each.properties["role"]) === role;
    const boundary = role.properties["permissions_boundary"];
    const arn = this.#values.fill(arnOfRole, role)!;
    return {
      arn,
      account,
      identity: [
        ...made(account, "aws_iam_role_policy")
          .filter(belongs)
          .map((each) => this.#written(each, "policy")),
        ...made(account, "aws_iam_role_policy_attachment")
          .filter(belongs)
          .map(({ properties }) => this.#policy(account, this.#values.text(account, properties["policy_arn"]))),
      ],
      ...(boundary !== undefined && { boundary: this.#policy(account, this.#values.text(account, boundary)) }),
      context: principal(arn, organizationId),
    };
  }

  /** The role that Identity Center makes of a permission set, whether or not somebody has it in this account. */
  #permissionSet(account: string, who: string): Caller {
    const { management, made, idOf } = this.#organization;
    const set = made(management, "aws_ssoadmin_permission_set").find(({ properties }) => properties["name"] === who);
    if (set === undefined) throw new Error(`${who} is neither a role of ${account} nor a permission set`);
    const belongs = (each: Resource) => this.#values.referred(each, each.properties["permission_set_arn"]) === set;
    const path = `aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_${who}_0123456789abcdef`;
    const arn = `arn:aws:iam::${idOf(account)}:role/${path}`;
    return {
      arn,
      account,
      identity: [
        ...made(management, "aws_ssoadmin_permission_set_inline_policy")
          .filter(belongs)
          .map((each) => this.#written(each, "inline_policy")),
        ...made(management, "aws_ssoadmin_managed_policy_attachment")
          .filter(belongs)
          .map(({ properties }) => this.#policy(management, String(properties["managed_policy_arn"]))),
      ],
      context: principal(arn, organizationId),
    };
  }

  /** A managed policy by its ARN: the account's own, or AWS's. */
  #policy(account: string, arn: string): Policy {
    const own = this.#organization
      .made(account, "aws_iam_policy")
      .find((each) => this.#values.fill(arnOfPolicy, each) === arn);
    if (own) return this.#written(own, "policy");
    const name = /^arn:aws:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
    if (name === undefined) throw new Error(`${account} has no policy ${arn}`);
    const unknown = this.#unknown === "everything" ? everything.policy : nothing;
    return { name, policy: managed[name] ?? unknown };
  }

  #written(resource: Resource, attribute: string): Policy {
    const policy = this.#values.document(resource.account.name, resource.properties[attribute]);
    return { name: resource.name, policy };
  }
}

/** What every request of a role or user carries. */
function principal(arn: string, organization: string): Record<string, string> {
  return {
    "aws:PrincipalAccount": arn.split(":")[4]!,
    "aws:PrincipalArn": arn,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalOrgID": organization,
  };
}
