import { Fn, Token } from "cdktf";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { IamOrganizationsFeatures } from "@cdktf/provider-aws/lib/iam-organizations-features/index.js";
import { OrganizationsOrganization } from "@cdktf/provider-aws/lib/organizations-organization/index.js";
import {
  AccountStack,
  environmentsInUse,
  isOptOut,
  UserError,
  type OptOut,
  type OrganizationAccount,
  type OutputContract,
  type OutputTokens,
} from "@archipelago/account-stack";
import { policyTypes, trustedServices } from "./features.ts";
import { memberAccounts } from "./member-accounts.ts";
import { organizationalUnits } from "./units.ts";

/** What the management account publishes about the organisation. */
export const organizationOutputs = {
  organizationId: "string",
  rootId: "string",
  managementAccountId: "accountId",
  securityAccountId: "accountId",
  accountIds: "accountIds",
} as const satisfies OutputContract;

export interface OrganizationProps {
  /** Every account of the organisation, the management account among them. */
  readonly accounts: readonly OrganizationAccount[];
  /**
   * Services that act in every account; all others are switched off.
   * @default those of `trustedServices`
   */
  readonly trustedServices?: readonly string[];
  /**
   * Kinds of policy that can be attached.
   * @default those of `policyTypes`
   */
  readonly policyTypes?: readonly string[];
  /**
   * Why root users of members keep their own credentials.
   * @default they have none: root access is central (CIS 2.4, 2.5)
   */
  readonly rootAccess?: OptOut;
  /**
   * Path of the unit of accounts that wait to be closed.
   * @default "Suspended"
   */
  readonly suspendedUnit?: string;
}

/**
 * The AWS organisation with all features, its organizational units (from organization.json) and its accounts (from the
 * account.json files). For the management account's stack.
 */
export class Organization extends Construct {
  /** Id of the organisation, `o-...`. */
  readonly organizationId: string;
  /** Id of the root, `r-...`. */
  readonly rootId: string;
  /** Ids of the organizational units by path, `Workloads/Production`; the root's under `Root`. */
  readonly unitIds: Readonly<Record<string, string>>;
  /** Ids of all accounts that are not closed by name, the management account's among them. */
  readonly accountIds: Readonly<Record<string, string>>;
  /** Names of the environments that units or accounts have. */
  readonly environments: readonly string[];
  /** The organisation itself, for what needs it to be there and names nothing of it. */
  readonly resource: ITerraformDependable;
  /** What others read, to be published. */
  readonly outputs: OutputTokens<typeof organizationOutputs>;

  constructor(scope: Construct, id: string, props: OrganizationProps) {
    super(scope, id);
    const { accounts, suspendedUnit = "Suspended" } = props;
    const { account: management, accountId, organization: configuration } = AccountStack.of(this);
    const organization = new OrganizationsOrganization(this, "organization", {
      featureSet: "ALL",
      awsServiceAccessPrincipals: [...(props.trustedServices ?? Object.keys(trustedServices))].sort(),
      enabledPolicyTypes: [...(props.policyTypes ?? Object.keys(policyTypes))].sort(),
      // Deleting it would set every account free of its guardrails.
      lifecycle: { preventDestroy: true },
    });
    this.resource = organization;
    this.organizationId = organization.id;
    this.rootId = organization.roots.get(0).id;
    // Members have no root password: CIS 2.4 and 2.5, and nobody has to keep a secret for each account.
    if (!isOptOut(props.rootAccess, "central root access")) {
      new IamOrganizationsFeatures(this, "root-access", {
        enabledFeatures: ["RootCredentialsManagement", "RootSessions"],
        dependsOn: [organization],
      });
    }
    this.unitIds = organizationalUnits(
      new Construct(this, "unit"),
      this.rootId,
      Object.keys(configuration.organizationalUnits),
    );
    this.environments = environmentsInUse(configuration, accounts);
    const members = accounts.filter(({ name }) => name !== management.name);
    const { ids, open } = memberAccounts(new Construct(this, "account"), members, this.unitIds, suspendedUnit);
    const own = { [management.name]: accountId };
    this.accountIds = { ...own, ...ids };
    const securityAccountId = this.accountIds[configuration.accounts.security];
    if (securityAccountId === undefined) {
      throw new UserError(`accounts.security: there is no account "${configuration.accounts.security}"`, {
        where: "organization.json",
        allowed: Object.keys(this.accountIds).join(", "),
      });
    }
    this.outputs = {
      organizationId: this.organizationId,
      rootId: this.rootId,
      managementAccountId: accountId,
      securityAccountId,
      accountIds: ids === open ? this.accountIds : Token.asStringMap(Fn.merge([own, open])),
    };
  }
}
