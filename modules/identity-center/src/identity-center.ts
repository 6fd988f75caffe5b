import {
  Fn,
  Op,
  TerraformCount,
  TerraformLocal,
  Token,
  type ITerraformDependable,
  type TerraformResourceLifecycle,
} from "cdktf";
import { Construct } from "constructs";
import { DataAwsIdentitystoreGroup } from "@cdktf/provider-aws/lib/data-aws-identitystore-group/index.js";
import { DataAwsSsoadminInstances } from "@cdktf/provider-aws/lib/data-aws-ssoadmin-instances/index.js";
import { IdentitystoreGroup } from "@cdktf/provider-aws/lib/identitystore-group/index.js";
import { SsoadminAccountAssignment } from "@cdktf/provider-aws/lib/ssoadmin-account-assignment/index.js";
import { SsoadminManagedPolicyAttachment } from "@cdktf/provider-aws/lib/ssoadmin-managed-policy-attachment/index.js";
import { SsoadminPermissionSet } from "@cdktf/provider-aws/lib/ssoadmin-permission-set/index.js";
import { SsoadminPermissionSetInlinePolicy } from "@cdktf/provider-aws/lib/ssoadmin-permission-set-inline-policy/index.js";
import {
  AccountStack,
  partitionOf,
  stateBucket,
  UserError,
  type OrganizationAccount,
} from "@archipelago/account-stack";
import { assignments } from "./assignments.ts";
import { inlinePolicy, permissionSetProblem, type PermissionSet, type StatementContext } from "./permission-set.ts";
import { standardPermissionSets } from "./permission-sets.ts";

export interface IdentityCenterProps {
  /** Every account of the organisation; what each says under `access` is assigned. */
  readonly accounts: readonly OrganizationAccount[];
  /** Ids by account name, from `Organization`. */
  readonly accountIds: Readonly<Record<string, string>>;
  /** Id of the organisation, from `Organization`: the instance is looked up once the organisation exists. */
  readonly organizationId: string;
  /**
   * Access in every account, group to permission sets: for teams that look after the organisation.
   * @default none
   */
  readonly everywhere?: Readonly<Record<string, readonly string[]>>;
  /**
   * Permission sets by name.
   * @default standardPermissionSets
   */
  readonly permissionSets?: Readonly<Record<string, PermissionSet>>;
  /**
   * `managed`: groups are made here, without members. `external`: an identity provider makes them (SCIM), and they are
   * looked up by name.
   * @default "managed"
   */
  readonly groups?: "managed" | "external";
  /**
   * Region in which Identity Center was switched on.
   * @default the organisation's home region
   */
  readonly region?: string;
}

/** A permission set and what has to be in it before anybody gets it. */
interface MadePermissionSet {
  readonly arn: string;
  readonly policies: readonly ITerraformDependable[];
}

/**
 * IAM Identity Center: permission sets, groups, and who has what in which account. For the management account's stack.
 *
 * Everything is keyed by names, so another account adds its own assignments and changes nothing else.
 */
export class IdentityCenter extends Construct {
  readonly #region: string;
  readonly #instanceArn: string;
  readonly #identityStoreId: string;
  readonly #switchedOn: TerraformResourceLifecycle;

  constructor(scope: Construct, id: string, props: IdentityCenterProps) {
    super(scope, id);
    const stack = AccountStack.of(this);
    const { organization } = stack;
    // AWS assigns nobody to an account that is closed, so people leave it before: when nothing is left in it.
    const closing = new Set(props.accounts.flatMap(({ name, lifecycle }) => (lifecycle === "closing" ? [name] : [])));
    this.#region = props.region ?? organization.homeRegion;
    const sets: Readonly<Record<string, PermissionSet>> = props.permissionSets ?? standardPermissionSets;
    const assigned = assignments({
      accounts: props.accounts,
      everywhere: props.everywhere ?? {},
      permissionSets: Object.keys(sets),
      where: `${this.node.path}: everywhere`,
    });

    const instance = this.#instance(props.organizationId);
    this.#instanceArn = Token.asString(Fn.one(instance.arns));
    this.#identityStoreId = Token.asString(Fn.one(instance.identityStoreIds));
    this.#switchedOn = {
      precondition: [
        {
          condition: Op.neq(this.#instanceArn, Token.nullValue()),
          errorMessage: `IAM Identity Center is not switched on in ${this.#region}. In the console of the management account choose IAM Identity Center, Enable, with AWS Organizations; then apply again.`,
        },
      ],
    };
    const context: StatementContext = {
      partition: partitionOf(this.#region),
      stateBuckets: stateBucket(organization, "*"),
      trailBuckets: `${organization.name}-trail-*`,
    };
    const made = new Map(Object.entries(sets).map(([name, set]) => [name, this.#permissionSet(name, set, context)]));
    const groups = new Map<string, string>();
    for (const { group } of assigned) {
      if (!groups.has(group)) groups.set(group, this.#group(group, props.groups ?? "managed"));
    }
    for (const { account, group, permissionSet } of assigned) {
      const targetId = props.accountIds[account];
      if (targetId === undefined) throw new Error(`${this.node.path} has no id of ${account}`);
      const { arn, policies } = made.get(permissionSet)!;
      new SsoadminAccountAssignment(this, `${account}_${group}_${permissionSet}`, {
        region: this.#region,
        instanceArn: this.#instanceArn,
        permissionSetArn: arn,
        principalType: "GROUP",
        principalId: groups.get(group)!,
        targetType: "AWS_ACCOUNT",
        targetId,
        ...(closing.has(account)
          ? { count: TerraformCount.of(Token.asNumber(Fn.conditional(stack.isClosingAt(account, "holding"), 1, 0))) }
          : {}),
        // Nobody has a permission set before its denials are in it. And the other way round: AWS fails to take a policy
        // off a set whose last assignment is being removed (hashicorp/terraform-provider-aws#35158).
        dependsOn: [...policies],
      });
    }
  }

  /**
   * The instance, which a person switches on. It is read once the organisation exists: its region is not known before the
   * organisation's id is. The value goes through a local, because Terraform puts off reading data that refers to a resource
   * with changes (or has `depends_on` or a condition on one) even when the values stay the same; and with an instance that
   * is not known yet, any change of the organisation would plan to replace everything here.
   */
  #instance(organizationId: string): DataAwsSsoadminInstances {
    const region = Fn.conditional(Fn.startswith(organizationId, "o-"), this.#region, this.#region) as string;
    return new DataAwsSsoadminInstances(this, "instance", {
      region: new TerraformLocal(this, "region", region).asString,
    });
  }

  #permissionSet(name: string, set: PermissionSet, context: StatementContext): MadePermissionSet {
    const problem = permissionSetProblem(name, set, context);
    if (problem !== undefined)
      throw new UserError(`permission set "${name}": ${problem}`, { where: `${this.node.path}: permissionSets` });
    const { arn } = new SsoadminPermissionSet(this, name, {
      region: this.#region,
      instanceArn: this.#instanceArn,
      name,
      description: set.description,
      sessionDuration: `PT${set.sessionHours}H`,
      ...(set.relayState === undefined ? {} : { relayState: set.relayState }),
      lifecycle: this.#switchedOn,
    });
    const common = { region: this.#region, instanceArn: this.#instanceArn, permissionSetArn: arn };
    const inline = inlinePolicy(set, context);
    const denials =
      inline === undefined
        ? []
        : [new SsoadminPermissionSetInlinePolicy(this, `${name}_inline`, { ...common, inlinePolicy: inline })];
    const managed = set.managedPolicies.map(
      (policy) =>
        new SsoadminManagedPolicyAttachment(this, `${name}_${policy.slice(policy.lastIndexOf("/") + 1)}`, {
          ...common,
          managedPolicyArn: `arn:${context.partition}:iam::aws:policy/${policy}`,
          dependsOn: denials,
        }),
    );
    return { arn, policies: [...denials, ...managed] };
  }

  #group(name: string, owner: "managed" | "external"): string {
    const id = `group_${name}`;
    const store = { region: this.#region, identityStoreId: this.#identityStoreId, lifecycle: this.#switchedOn };
    return owner === "managed"
      ? new IdentitystoreGroup(this, id, {
          ...store,
          displayName: name,
          description: "Members are kept in Identity Center",
        }).groupId
      : new DataAwsIdentitystoreGroup(this, id, {
          ...store,
          alternateIdentifier: { uniqueAttribute: { attributePath: "DisplayName", attributeValue: name } },
        }).groupId;
  }
}
