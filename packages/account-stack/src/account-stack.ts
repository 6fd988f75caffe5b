import { Fn, TerraformElement, TerraformStack, TerraformVariable, Token, type IResolvable } from "cdktf";
import type { Construct, Node } from "constructs";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object/index.js";
import { accountIdVariable, closingVariable, type ClosingStep } from "./account-id.ts";
import { addBackend } from "./backend.ts";
import type { z } from "zod";
import type { Account, AccountContext, ConfigurationSource, Environment, Organization } from "./organization.ts";
import { terraformTypeOf, type OutputContract, type OutputTokens, type OutputType } from "./outputs.ts";
import type { StackRecords } from "./records.ts";
import type { Connection } from "./schema/connections.ts";
import { publishedOutputsKey, stateBucket, stateKey } from "./state-location.ts";
import { standardTags } from "./tag-standard.ts";
import { UserError } from "./user-error.ts";

/** What an account tells others of its sides of connections: one map, by kind, name, other account and what it is. */
export const connectionsOutput = "connections";

/** A Terraform variable that the runner fills with a published output of another account. */
export interface StackInput {
  readonly variable: string;
  /** The account that publishes. */
  readonly account: string;
  readonly output: string;
  /** Of an output that is a map, the one entry that is read. Then `type` is the entry's. */
  readonly key?: string;
  readonly type: OutputType;
  /** True: null until it is published, and then the resource that needs it is absent. */
  readonly awaited: boolean;
}

/**
 * The root stack of one account: provider, backend, default tags, inputs and published outputs.
 *
 * The provider holds region, allowed account ids and default tags only. It names no role: the runner gives Terraform
 * credentials for the account and the verb, so that plan and apply synthesise the same bytes.
 */
export class AccountStack extends TerraformStack {
  readonly account: Account;
  readonly environment: Environment;
  readonly organization: Organization;
  /** Token of the account's own 12-digit id. */
  readonly accountId: string;
  readonly #inputs = new Map<string, StackInput & { token: unknown }>();
  readonly #published = new Map<string, unknown>();
  readonly #told = new Map<string, string>();
  readonly #logicalIds = new Map<string, string>();
  readonly #records: StackRecords = {};
  #closing: TerraformVariable | undefined;
  readonly #configuration: ConfigurationSource | undefined;

  /** @param key of its state in the account's bucket */
  constructor(scope: Construct, { account, environment, organization, configuration }: AccountContext, key = stateKey) {
    super(scope, account.name);
    this.account = account;
    this.environment = environment;
    this.organization = organization;
    this.#configuration = configuration;
    const id = new TerraformVariable(this, accountIdVariable, {
      type: "string",
      description: "This account's id",
      nullable: false,
    });
    this.accountId = id.stringValue;
    new AwsProvider(this, "aws", {
      region: account.region,
      allowedAccountIds: [this.accountId],
      defaultTags: [{ tags: standardTags(account) }],
    });
    addBackend(this, organization, account.name, key);
  }

  /**
   * Addresses read like the construct's path, `aws_nat_gateway.vpc_nat_eu-west-1a`, without CDKTF's digest: reviewers
   * read them, and people type them.
   *
   * @throws Error when two constructs would get the same address
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = element instanceof TerraformElement ? element.node : element;
    // "Resource" is what the CDK calls the one resource a construct stands for.
    const id = node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .map((scope) => scope.node.id)
      .filter((part) => part !== "Resource")
      .join("_")
      .replaceAll(/[^A-Za-z0-9_-]/g, "_");
    const taken = this.#logicalIds.get(id);
    if (taken !== undefined && taken !== node.path)
      throw new Error(`${node.path} and ${taken} have the same address ${id}: rename one of the constructs`);
    this.#logicalIds.set(id, node.path);
    return id;
  }

  /** The stack a construct belongs to. */
  static override of(construct: Construct): AccountStack {
    const stack = TerraformStack.of(construct);
    if (!(stack instanceof AccountStack)) throw new Error(`${construct.node.path} is not in an AccountStack`);
    return stack;
  }

  /**
   * Published outputs of another account; it must be applied before this one. Only those that are taken from the result
   * become variables of this stack.
   *
   * @param account the account that publishes, from `organization.accounts`
   * @param outputs names and types, exported by the module that publishes them
   * @throws UserError when account.json does not declare the read or the dependency
   */
  read<C extends OutputContract>(account: string, outputs: C): OutputTokens<C> {
    if (!this.account.dependsOn.includes(account)) {
      throw new UserError(`${this.account.name} reads outputs of ${account} but does not depend on it`, {
        where: `${this.account.directory}/account.json`,
        next: `add "${account}" to dependsOn, or await the output`,
      });
    }
    return this.#input(account, outputs, false);
  }

  /**
   * As {@link read}, for an output that may not exist yet: the values are null until it is published. A resource that
   * needs one is made with `count` on it, so that accounts which need each other can both be applied.
   */
  await<C extends OutputContract>(account: string, outputs: C): OutputTokens<C> {
    return this.#input(account, outputs, true);
  }

  /** 12-digit id of an account that a connection is declared with, as the management account publishes it. */
  accountIdOf(account: string): string {
    if (!this.account.connections.some((connection) => connection.with === account)) {
      throw new UserError(`${this.account.name} asks for the id of ${account} but declares no connection with it`, {
        where: `${this.account.directory}/account.json`,
        next: "declare the connection, in both accounts",
      });
    }
    const { management } = this.organization.accounts;
    const input = {
      account: management,
      output: "accountIds",
      key: account,
      type: "accountId",
      awaited: false,
    } as const;
    return this.#declare(`account_id_of_${account}`, input) as string;
  }

  /**
   * Tells the other account of a connection something about this side of it, such as the ARN of what it may use.
   *
   * @param what what it is, in lower case
   * @param value a token; null while this side waits for the other
   */
  tell({ kind, name, with: other }: Connection, what: string, value: string): void {
    this.#told.set(`${kind}.${name}.${other}.${what}`, value);
  }

  /** What the other account tells of its side; null until it does, as an output that is {@link await}ed. */
  hear({ kind, name, with: other }: Connection, what: string, type: "string" | "arn" | "bucketArn" = "string"): string {
    const key = `${kind}.${name}.${this.account.name}.${what}`;
    const input = { account: other, output: connectionsOutput, key, type, awaited: true } as const;
    return this.#declare(`${other}_${kind}_${name}_${what}`, input) as string;
  }

  /**
   * Whether the closing of an account has come to one of some steps: a condition for Terraform. For the management
   * account's stack: only the runner knows, from the account's state and from what AWS says.
   */
  isClosingAt(account: string, ...steps: readonly ClosingStep[]): IResolvable {
    this.#closing ??= new TerraformVariable(this, closingVariable, {
      type: "map(string)",
      description: "How far the closing of accounts has come",
      default: {},
      nullable: false,
    });
    const holding: ClosingStep = "holding";
    return Fn.contains([...steps], Fn.lookup(this.#closing.value, account, holding));
  }

  /** Publishes named, typed outputs for other accounts: one JSON object in this account's state bucket. */
  publish<C extends OutputContract>(outputs: C, values: OutputTokens<C>): void {
    for (const name of Object.keys(outputs)) {
      if (this.#published.has(name)) throw new Error(`${this.account.name} publishes ${name} twice`);
      this.#published.set(name, values[name]);
    }
  }

  /**
   * The values of the account's product in its environment: `configuration.<product>` of environments/<environment>.json.
   *
   * @param schema which values there are and their types; a strict object refuses those it does not know
   * @throws UserError naming file, line and column of a value that is missing or not of its type
   */
  configuration<S extends z.ZodType>(schema: S): z.infer<S> {
    if (this.#configuration) return this.#configuration.read(schema);
    throw new UserError(`configuration.${this.account.product}: is missing`, {
      where: `environments/${this.environment.name}.json`,
    });
  }

  /** Says something of the organisation that no resource can carry, for `explain` and the checks. */
  record<K extends keyof StackRecords>(kind: K, record: StackRecords[K]): void {
    if (this.#records[kind] !== undefined) throw new Error(`${this.account.name} records ${kind} twice`);
    this.#records[kind] = record;
  }

  get records(): StackRecords {
    return this.#records;
  }

  /** Variables that the runner fills, by name. */
  get inputs(): StackInput[] {
    return [...this.#inputs.values()]
      .map(({ token: _, ...input }) => input)
      .sort((a, b) => a.variable.localeCompare(b.variable));
  }

  override prepareStack(): void {
    if (this.#told.size > 0) {
      const sorted = [...this.#told].sort(([a], [b]) => (a < b ? -1 : 1));
      this.#published.set(connectionsOutput, Object.fromEntries(sorted));
    }
    if (this.#published.size > 0 && !this.node.tryFindChild("published_outputs")) {
      new S3Object(this, "published_outputs", {
        bucket: stateBucket(this.organization, this.account.name),
        key: publishedOutputsKey,
        content: Fn.jsonencode(Object.fromEntries([...this.#published].sort(([a], [b]) => a.localeCompare(b)))),
        contentType: "application/json",
        region: this.organization.homeRegion,
      });
    }
    // Preparing resolves everything a first time, to find references to the other stacks of an app.
    if (this.node.root.node.children.length > 1) super.prepareStack();
  }

  #input<C extends OutputContract>(account: string, outputs: C, awaited: boolean): OutputTokens<C> {
    const tokens = {};
    // Getters, so that an output nobody takes is no variable and need not be declared.
    for (const [output, type] of Object.entries(outputs)) {
      Object.defineProperty(tokens, output, {
        enumerable: true,
        get: () => this.#variable(account, output, type, awaited),
      });
    }
    return tokens as OutputTokens<C>;
  }

  #variable(account: string, output: string, type: OutputType, awaited: boolean): unknown {
    if (!this.account.reads[account]?.includes(output)) {
      throw new UserError(`${this.account.name} reads the output ${output} of ${account} without declaring it`, {
        where: `${this.account.directory}/account.json`,
        next: `add "${output}" to reads."${account}", here or in environments/${this.environment.name}.json`,
      });
    }
    return this.#declare(`${account}_${output}`, { account, output, type, awaited });
  }

  /** The Terraform variable that the runner fills with an input. */
  #declare(name: string, input: Omit<StackInput, "variable">): unknown {
    const { account, output, key, type, awaited } = input;
    const variable = name
      .replaceAll(/[^A-Za-z0-9]+/g, "_")
      .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
      .toLowerCase();
    const known = this.#inputs.get(variable);
    if (known) return known.token;
    const terraformVariable = new TerraformVariable(this, variable, {
      type: terraformTypeOf(type),
      description: `Published output ${output} of ${account}${key === undefined ? "" : `: ${key}`}`,
      nullable: awaited,
    });
    // As an override, because cdktf 0.21 fails on a default of null.
    if (awaited) terraformVariable.addOverride("default", null);
    const token =
      type === "strings"
        ? terraformVariable.listValue
        : type === "accountIds" || type === "arnByRegion" || type === "stringByName"
          ? Token.asStringMap(terraformVariable.value)
          : terraformVariable.stringValue;
    this.#inputs.set(variable, { variable, ...input, token });
    return token;
  }
}
