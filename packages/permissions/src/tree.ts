import type { Level } from "./decide.ts";
import { parsePolicy, type Policy } from "./policy.ts";
import { resourcesOf, type Resolver, type Resource, type SynthesizedAccount } from "./stacks.ts";

/** Policies attached in the organisation's tree, by type and by place: `Root`, a unit's path, an account's name. */
export interface Tree {
  /** From the root down to the account, with the policies of each level; AWS's own that allows everything is in each. */
  levels(type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY", account: string): Level[];
  /** Path of the account's organizational unit, `Workloads/Production`; `Root` outside of all units. */
  unitOf(account: string): string;
}

/** AWS attaches it to every root, unit and account when it is made. */
const full = { Statement: [{ Sid: "FullAWSAccess", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };
const fullAccess: Readonly<Record<string, Policy>> = {
  SERVICE_CONTROL_POLICY: parsePolicy("FullAWSAccess", full),
  RESOURCE_CONTROL_POLICY: parsePolicy("RCPFullAWSAccess", full),
};

/** The tree as the management account's stack makes it. */
export function treeOf(management: SynthesizedAccount, resolver: Resolver): Tree {
  const units = new Map(
    resourcesOf(management, "aws_organizations_organizational_unit").map((unit) => [unit.name, unit]),
  );
  const members = resourcesOf(management, "aws_organizations_account");
  const policies = new Map(resourcesOf(management, "aws_organizations_policy").map((policy) => [policy.name, policy]));

  /** `Root`, a unit's path or an account's name: what an expression that ends in an id refers to. */
  function place(expression: unknown): string {
    const [, type, name = ""] = /^\$\{(aws_organizations_\w+)\.([\w-]+)\./.exec(String(expression)) ?? [];
    if (type === "aws_organizations_account")
      return String(members.find((member) => member.name === name)?.properties["name"]);
    const unit = type === "aws_organizations_organizational_unit" ? units.get(name) : undefined;
    if (unit === undefined) return type === "aws_organizations_organization" ? "Root" : management.account.name;
    const parent = place(unit.properties["parent_id"]);
    return `${parent === "Root" ? "" : `${parent}/`}${String(unit.properties["name"])}`;
  }

  const attached = resourcesOf(management, "aws_organizations_policy_attachment").flatMap(({ properties }) => {
    const name = /^\$\{aws_organizations_policy\.([\w-]+)\./.exec(String(properties["policy_id"]))?.[1];
    const policy = name === undefined ? undefined : policies.get(name);
    return policy === undefined ? [] : [{ at: place(properties["target_id"]), policy }];
  });
  const typeOf = ({ properties }: Resource): string => String(properties["type"] ?? "SERVICE_CONTROL_POLICY");
  const unitOf = (account: string): string => {
    const member = members.find(({ properties }) => properties["name"] === account);
    return member === undefined ? "Root" : place(member.properties["parent_id"]);
  };

  return {
    unitOf,
    levels(type, account) {
      const unit = unitOf(account);
      const names = unit === "Root" ? [] : unit.split("/");
      const path = ["Root", ...names.map((_, index) => names.slice(0, index + 1).join("/")), account];
      return path.map((name) => ({
        name,
        policies: [
          fullAccess[type]!,
          ...attached
            .filter(({ at, policy }) => at === name && typeOf(policy) === type)
            .map(({ policy }) =>
              parsePolicy(
                policy.address,
                resolver.resolve(management.account.name, String(policy.properties["content"])),
              ),
            ),
        ],
      }));
    },
  };
}
