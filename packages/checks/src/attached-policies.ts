import { policiesOf, speaksOf, type PolicyDocument, type Statement } from "./policies.ts";
import { references, resourcesOf, type Resource, type SynthesizedAccount } from "./synthesized.ts";

/** The organisation's tree and its policies, as the management account's stack makes them. */
export class AttachedPolicies {
  readonly #members: readonly Resource[];
  readonly #byAddress: ReadonlyMap<string, Resource>;
  readonly #attachments: readonly Resource[];
  readonly #policies: readonly PolicyDocument[];

  constructor(management: SynthesizedAccount) {
    this.#members = resourcesOf(management, "aws_organizations_account");
    this.#byAddress = new Map(resourcesOf(management).map((resource) => [resource.address, resource]));
    this.#attachments = resourcesOf(management, "aws_organizations_policy_attachment");
    this.#policies = policiesOf(management, "organization");
  }

  /** Accounts of the organisation besides the management account, which policies do not bind. */
  get members(): readonly Resource[] {
    return this.#members;
  }

  /** Addresses of what a policy is attached to. The root's is the organisation's. */
  targetsOf(policy: Resource): string[] {
    return this.#attachments
      .filter(({ properties }) => references(properties["policy_id"]).includes(policy.address))
      .flatMap(({ properties }) => references(properties["target_id"]));
  }

  /** Address of what a guardrail names: `Root`, a unit by its path, an account by its name. */
  addressOf(target: string): string | undefined {
    const account = this.#members.find(({ properties }) => properties["name"] === target);
    if (account) return account.address;
    let parent = [...this.#byAddress.values()].find(({ type }) => type === "aws_organizations_organization")?.address;
    if (target === "Root") return parent;
    for (const name of target.split("/")) {
      const unit = [...this.#byAddress.values()].find(
        ({ type, properties }) =>
          type === "aws_organizations_organizational_unit" &&
          properties["name"] === name &&
          references(properties["parent_id"])[0] === parent,
      );
      if (!unit) return undefined;
      parent = unit.address;
    }
    return parent;
  }

  /** Documents of the policies attached to a target itself, not above of it. */
  documentsOn(address: string): PolicyDocument[] {
    return this.#policies.filter(({ resource }) => this.targetsOf(resource).includes(address));
  }

  /** The account itself, the units it is in and the root, by address. */
  ancestry(member: Resource): string[] {
    const path = [member.address];
    for (let at: Resource | undefined = member; at !== undefined;) {
      const [parent]: string[] = references(at.properties["parent_id"]);
      if (parent === undefined || path.includes(parent)) break;
      path.push(parent);
      at = this.#byAddress.get(parent);
    }
    return path;
  }

  /** Policies with a statement of the kind, and the members that none of them is attached to or above of. */
  denying(test: (statement: Statement) => boolean): { policies: Resource[]; uncovered: Resource[] } {
    const policies = this.#policies
      .filter(({ statements }) => statements?.some((statement) => statement.effect === "Deny" && test(statement)))
      .map(({ resource }) => resource)
      .filter((policy) => this.targetsOf(policy).length > 0);
    const targets = new Set(policies.flatMap((policy) => this.targetsOf(policy)));
    return {
      policies,
      uncovered: this.#members.filter((member) => !this.ancestry(member).some((address) => targets.has(address))),
    };
  }

  /** {@link denying} for one action of anybody, anywhere, on anything; exempt roles and accounts do not count. */
  denyingAction(action: string): { policies: Resource[]; uncovered: Resource[] } {
    return this.denying(
      (statement) =>
        statement.principals === undefined &&
        speaksOf(statement, action) &&
        statement.resources.includes("*") &&
        statement.conditions.every(([operator, key]) => isExemption(operator, key)),
    );
  }

  /** Policies attached to each target, by the target's address and the policies' type. */
  attached(): Map<string, Map<string, Resource[]>> {
    const byTarget = new Map<string, Map<string, Resource[]>>();
    for (const policy of this.#byAddress.values()) {
      if (policy.type !== "aws_organizations_policy") continue;
      const type: string = policy.properties["type"] ?? "SERVICE_CONTROL_POLICY";
      for (const target of this.targetsOf(policy)) {
        const types = byTarget.get(target) ?? new Map<string, Resource[]>();
        types.set(type, [...(types.get(type) ?? []), policy]);
        byTarget.set(target, types);
      }
    }
    return byTarget;
  }
}

/** True for conditions that only leave somebody out: roles, accounts, and root sessions that management opens. */
function isExemption(operator: string, key: string): boolean {
  const exempt = ["aws:principalarn", "aws:principalaccount"].includes(key.toLowerCase());
  return (exempt && operator.includes("Not")) || (operator === "Null" && key.toLowerCase() === "aws:assumedroot");
}

/** True when a statement denies root, and not only some of what root can do. */
export function deniesRoot(statement: Statement): boolean {
  const root = statement.conditions.some(
    ([operator, key, values]) =>
      /^(String|Arn)(Like|Equals)/.test(operator) &&
      key.toLowerCase() === "aws:principalarn" &&
      values.some((value) => value.endsWith(":root")),
  );
  return root && speaksOf(statement, "ec2:RunInstances") && speaksOf(statement, "s3:PutObject");
}
