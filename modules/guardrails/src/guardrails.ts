import { Construct } from "constructs";
import { OrganizationsPolicy } from "@cdktf/provider-aws/lib/organizations-policy/index.js";
import { OrganizationsPolicyAttachment } from "@cdktf/provider-aws/lib/organizations-policy-attachment/index.js";
import { AccountStack, partitionOf, type GuardrailException, type OptOut } from "@archipelago/account-stack";
import { documentOf } from "./document.ts";
import { checkExceptions } from "./exceptions.ts";
import {
  hasStatements,
  type DocumentGuardrail,
  type Guardrail,
  type PolicyType,
  type StatementGuardrail,
} from "./guardrail.ts";
import { pack, refuseTooLarge, refuseTooMany } from "./pack.ts";
import { quotas } from "./quotas.ts";
import { defaultGuardrails } from "./rules/index.ts";
import { selectGuardrails } from "./select.ts";

export interface GuardrailsProps {
  /** Id of the organisation, `organizationId` of `Organization`. */
  readonly organizationId: string;
  /** Ids of the organizational units by path, the root's under `Root`: `unitIds` of `Organization`. */
  readonly unitIds: Readonly<Record<string, string>>;
  /** Ids of all accounts by name: `accountIds` of `Organization`. */
  readonly accountIds: Readonly<Record<string, string>>;
  /**
   * Accounts that a guardrail leaves out, each until a day.
   * @default none
   */
  readonly exceptions?: readonly GuardrailException[];
  /**
   * Names of new guardrails that are on trial: attached to the sandbox unit and nowhere else. One that already holds
   * elsewhere would be taken away there; its stricter version is a guardrail of its own.
   * @default none
   */
  readonly trial?: readonly string[];
  /**
   * Guardrails besides the default ones.
   * @default none
   */
  readonly additional?: readonly Guardrail[];
  /**
   * Default guardrails this organisation goes without, by name.
   * @default none
   */
  readonly without?: Readonly<Record<string, OptOut>>;
  /**
   * Actions that may be called in any region besides those of `globalServices`, and why.
   * @default none
   */
  readonly globalActions?: Readonly<Record<string, string>>;
  /**
   * Ids of accounts outside the organisation that may reach its resources (a vendor's, for example), and why. A resource
   * must still grant it.
   * @default none
   */
  readonly partners?: Readonly<Record<string, string>>;
  /**
   * Names of the environments: values that the tag may have.
   * @default those that units have
   */
  readonly environments?: readonly string[];
  /**
   * Path of the unit of sandbox accounts.
   * @default "Sandbox"
   */
  readonly sandboxUnit?: string;
  /**
   * Path of the unit of accounts that wait to be closed.
   * @default "Suspended"
   */
  readonly suspendedUnit?: string;
}

const typesInOrder = Object.keys(quotas) as PolicyType[];

/** The organisation's policies, attached. For the management account's stack. */
export class Guardrails extends Construct {
  readonly #props: GuardrailsProps;
  readonly #exceptions: readonly GuardrailException[];

  constructor(scope: Construct, id: string, props: GuardrailsProps) {
    super(scope, id);
    this.#props = props;
    this.#exceptions = props.exceptions ?? [];
    const guardrails = this.#guardrails();
    checkExceptions(this.#exceptions, guardrails, Object.keys(props.accountIds));

    for (const type of typesInOrder) {
      const ofType = guardrails.filter((guardrail) => guardrail.type === type);
      for (const target of new Set(ofType.flatMap(({ targets }) => targets))) {
        const attached = ofType.filter(({ targets }) => targets.includes(target));
        this.#attachStatements(target, attached.filter(hasStatements));
        this.#attachDocuments(target, attached.filter(isDocument));
      }
    }
    AccountStack.of(this).record(
      "guardrails",
      guardrails.map((guardrail) => ({
        rule: guardrail.rule,
        reason: guardrail.reason,
        type: guardrail.type,
        sids: hasStatements(guardrail) ? guardrail.statements.map(({ sid }) => sid) : [],
        targets: guardrail.targets,
        exceptions: this.#exceptions.filter(({ rule }) => rule === guardrail.rule),
      })),
    );
  }

  /** Default and additional guardrails, those on trial attached to the sandbox unit. */
  #guardrails(): Guardrail[] {
    const { organization } = AccountStack.of(this);
    const { trial = [], additional = [], without = {}, sandboxUnit = "Sandbox", unitIds, accountIds } = this.#props;
    const defaults = defaultGuardrails({
      organization: organization.name,
      organizationId: this.#props.organizationId,
      partition: partitionOf(organization.homeRegion),
      regions: organization.regions,
      repositoryOwner: organization.repository.split("/")[0]!,
      logArchive: organization.accounts.logArchive,
      backup: organization.accounts.backup,
      sandboxUnit,
      suspendedUnit: this.#props.suspendedUnit ?? "Suspended",
      environments: this.#props.environments ?? Object.values(organization.organizationalUnits).flat(),
      globalActions: this.#props.globalActions ?? {},
      partners: this.#props.partners ?? {},
    });
    const targets = [...Object.keys(unitIds), ...Object.keys(accountIds)];
    return selectGuardrails([...defaults, ...additional], { trial, without, sandboxUnit, targets });
  }

  #attachStatements(target: string, guardrails: readonly StatementGuardrail[]): void {
    const [first] = guardrails;
    if (first === undefined) return;
    const { type } = first;
    const rules = guardrails.map((guardrail) => ({
      rule: guardrail.rule,
      statements: guardrail.statements,
      exceptAccounts: this.#exceptions
        .filter(({ rule }) => rule === guardrail.rule)
        .map(({ account }) => account)
        .sort()
        .map((account) => this.#props.accountIds[account]!),
    }));
    const policies = pack(type, { name: target, sizeOf: (document) => this.#sizeOf(document) }, rules);
    for (const [index, policy] of policies.entries()) {
      this.#attach(type, target, `${index + 1}`, documentOf(type, policy));
    }
  }

  #attachDocuments(target: string, guardrails: readonly DocumentGuardrail[]): void {
    const sizes: number[] = [];
    for (const { rule, type, document } of guardrails) {
      const content = JSON.stringify(document);
      sizes.push(this.#sizeOf(content));
      refuseTooLarge(type, { name: target }, rule, sizes.at(-1)!);
      refuseTooMany(type, { name: target }, rule, sizes);
      this.#attach(type, target, rule, content);
    }
  }

  #attach(type: PolicyType, target: string, part: string, content: string): void {
    const { unitIds, accountIds, organizationId } = this.#props;
    const name = `${quotas[type].prefix}-${target in unitIds ? unitSlug(target) : `account-${target}`}-${part}`;
    const scope = new Construct(this, name);
    const policy = new OrganizationsPolicy(scope, "Resource", {
      name,
      type,
      // The id also makes Terraform wait for the organisation: AWS has no policies without one.
      description: `Guardrails of ${target} in ${organizationId}. Rules and reasons: ${AccountStack.of(this).organization.repository}`,
      // IAM's variables, ${aws:PrincipalAccount}, look like Terraform's, which have no colon.
      content: content.replaceAll(/\$(?=\{[A-Za-z0-9-]+:)/g, "$$$$"),
    });
    new OrganizationsPolicyAttachment(scope, "attachment", {
      policyId: policy.id,
      targetId: (unitIds[target] ?? accountIds[target])!,
    });
  }

  /** Characters AWS will count: tokens stand for ids that are known to Terraform only, at their greatest length. */
  #sizeOf(content: string): number {
    const { organizationId, accountIds } = this.#props;
    const lengths: (readonly [token: string, length: number])[] = [
      // "o-" and 10 to 32 letters or digits. Source: AWS Organizations API Reference, Organization, Id.
      [organizationId, 34],
      ...Object.values(accountIds).map((id) => [id, 12] as const),
    ];
    return lengths.reduce((text, [token, length]) => text.replaceAll(token, "x".repeat(length)), content).length;
  }
}

function isDocument(guardrail: Guardrail): guardrail is DocumentGuardrail {
  return !hasStatements(guardrail);
}

/** `Workloads/Non-Production` to `unit-workloads-non-production`; `Root` to `root`. */
function unitSlug(path: string): string {
  const slug = path.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return path === "Root" ? slug : `unit-${slug}`;
}
