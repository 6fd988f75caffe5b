import { offlineAccountId, partitionOf, type OrganizationAccount } from "@archipelago/account-stack/workspace";
import type { StackInput, StackRecords } from "@archipelago/account-stack";

/** An account as Terraform would get it, with what its stack says beyond resources. */
export interface SynthesizedAccount {
  readonly account: OrganizationAccount;
  /** cdk.tf.json, parsed. */
  readonly template: {
    readonly resource?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  };
  readonly inputs: readonly StackInput[];
  readonly records: StackRecords;
}

/** A resource of a stack. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  /** `<type>.<name>`, with the account before it. */
  readonly address: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export function resourcesOf({ account, template }: SynthesizedAccount, type: string): Resource[] {
  return Object.entries(template.resource?.[type] ?? {}).map(([name, properties]) => ({
    type,
    name,
    address: `${account.name} ${type}.${name}`,
    properties,
  }));
}

/** What stands for the organisation's id, which only AWS knows. */
export const organizationId = "o-0000000000";

/** The account's id, or what stands for it while only AWS knows it. */
export function accountIdOf({ existingAccountId, email }: OrganizationAccount): string {
  return existingAccountId ?? offlineAccountId(email);
}

/**
 * Attributes that AWS computes and policies refer to. `{x}` is a property of the resource (`{x=default}` when it may be
 * missing), or `account`, `region`, `partition`, `address`. Keys have ids nobody knows, so their names stand for them.
 *
 * Source: Service Authorization Reference, resource types of each service.
 */
const computed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_cloudwatch_log_group: { arn: "arn:{partition}:logs:{region}:{account}:log-group:{name}" },
  aws_dynamodb_table: { arn: "arn:{partition}:dynamodb:{region}:{account}:table/{name}" },
  aws_iam_policy: { arn: "arn:{partition}:iam::{account}:policy{path=/}{name}" },
  aws_iam_role: { arn: "arn:{partition}:iam::{account}:role{path=/}{name}", id: "{name}" },
  aws_kms_key: { arn: "arn:{partition}:kms:{region}:{account}:key/{address}", key_id: "{address}" },
  aws_organizations_organization: { id: organizationId },
  aws_s3_bucket: { arn: "arn:{partition}:s3:::{bucket}", id: "{bucket}" },
  aws_sns_topic: { arn: "arn:{partition}:sns:{region}:{account}:{name}" },
  aws_sqs_queue: { arn: "arn:{partition}:sqs:{region}:{account}:{name}" },
};

/** Works out Terraform's references as far as the synthesised organisation says what they are. */
export interface Resolver {
  /** The text with what is known put in; what is not stays as it is: `${...}`. */
  resolve(account: string, text: string): string;
  /** An attribute of a resource, computed or written; undefined when it is not known. */
  attribute(account: string, resource: Resource, attribute: string): string | undefined;
}

export function resolverOf(stacks: readonly SynthesizedAccount[]): Resolver {
  const byName = new Map(stacks.map((stack) => [stack.account.name, stack]));

  const resolve = (account: string, text: string): string =>
    text.replaceAll(/\$\$\{|\$\{([^}]*)\}/g, (whole, expression?: string) =>
      // Terraform writes IAM's own variables with two dollar signs.
      expression === undefined ? "${" : (evaluate(account, expression.trim()) ?? whole),
    );

  function evaluate(account: string, expression: string): string | undefined {
    const stack = byName.get(account);
    if (stack === undefined) return undefined;
    const variable = /^var\.(\w+)$/.exec(expression)?.[1];
    if (variable === "account_id") return accountIdOf(stack.account);
    if (variable !== undefined) return published(stack, variable);
    const [, type = "", name = "", attribute = ""] = /^(aws_\w+)\.([\w-]+)\.(\w+)$/.exec(expression) ?? [];
    const found = resourcesOf(stack, type).find((resource) => resource.name === name);
    return found && attributeOf(account, found, attribute);
  }

  /** What an input of a stack carries: an expression of the account that publishes it. */
  function published(stack: SynthesizedAccount, variable: string): string | undefined {
    const input = stack.inputs.find((candidate) => candidate.variable === variable);
    const publisher = input && byName.get(input.account);
    if (publisher === undefined) return undefined;
    const outputs = resourcesOf(publisher, "aws_s3_object").find(({ name }) => name === "published_outputs");
    const content = String(outputs?.properties["content"] ?? "");
    const expression = new RegExp(`"${input!.output}" = (.*?)(?=, "\\w+" = |\\}\\)\\}$)`, "s").exec(content)?.[1];
    if (expression === undefined) return undefined;
    const text = /^"(.*)"$/s.exec(expression)?.[1];
    return text === undefined ? evaluate(publisher.account.name, expression) : resolve(publisher.account.name, text);
  }

  function attributeOf(account: string, resource: Resource, attribute: string): string | undefined {
    const stack = byName.get(account)!;
    if (resource.type === "aws_organizations_account" && attribute === "id") {
      const member = byName.get(String(resource.properties["name"]));
      return member && accountIdOf(member.account);
    }
    const form = computed[resource.type]?.[attribute];
    if (form === undefined) {
      const value = resource.properties[attribute];
      return typeof value === "string" ? resolve(account, value) : undefined;
    }
    const region = String(resource.properties["region"] ?? stack.account.region);
    const facts: Record<string, unknown> = {
      ...resource.properties,
      account: accountIdOf(stack.account),
      region,
      partition: partitionOf(region),
      address: resource.name,
    };
    return resolve(
      account,
      form.replaceAll(/\{(\w+)(?:=([^}]*))?\}/g, (whole, key: string, fallback?: string) =>
        String(facts[key] ?? fallback ?? whole),
      ),
    );
  }

  return { resolve, attribute: attributeOf };
}
