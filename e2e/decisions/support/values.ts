import { partitionOf } from "@archipelago/account-stack";
import { resourceActions, type ResourceActions } from "@archipelago/permissions/resource-actions";
import type { Organization, Resource } from "./organization.ts";

/** What only AWS knows before the first apply. */
export const organizationId = "o-example123";
export const rootId = "r-root";

/** Terraform's references, worked out as far as policies, names and ARNs need them. */
export class Values {
  readonly #organization: Organization;

  constructor(organization: Organization) {
    this.#organization = organization;
  }

  /** A text of an account's stack with its references filled in. Throws on one that is not understood. */
  text(account: string, value: unknown): string {
    // Terraform writes IAM's own variables with two dollar signs.
    return String(value).replaceAll(/\$?\$\{((?:[^{}"]|"[^"]*")*)\}/g, (whole: string, expression: string) =>
      whole.startsWith("$$") ? whole.slice(1) : this.#expression(account, expression),
    );
  }

  /** A JSON document of an account's stack. */
  document(account: string, value: unknown): object {
    return JSON.parse(this.text(account, value)) as object;
  }

  /** The resource an attribute refers to, undefined when it is a text. */
  referred({ account }: Resource, value: unknown): Resource | undefined {
    const [, type, name] = /^\$\{(aws_\w+)\.([\w-]+)(?:\[\d+\])?\./.exec(String(value)) ?? [];
    return type === undefined ? undefined : this.#resource(account.name, type, name!);
  }

  /** The ARN, or other text, that a row of the table gives a resource. */
  fill(form: string, resource: Resource): string | undefined {
    const { account } = resource;
    const region = regionOf(resource);
    const facts: Readonly<Record<string, string>> = {
      partition: partitionOf(region),
      region,
      account: this.#organization.idOf(account.name),
      management: this.#organization.idOf(this.#organization.management),
      organization: organizationId,
    };
    let missing = false;
    const filled = form.replaceAll(/\{([\w.]+)(?::([^}]*))?\}/g, (_, path: string, fallback?: string) => {
      const value = facts[path] ?? this.#attribute(resource, path.split(".")) ?? fallback;
      missing ||= value === undefined;
      return value ?? "";
    });
    return missing ? undefined : filled;
  }

  /** Policy of the key that a key or an alias is about. */
  keyPolicy(resource: Resource): object | undefined {
    const key =
      resource.type === "aws_kms_alias" ? this.referred(resource, resource.properties["target_key_id"]) : resource;
    if (key?.type !== "aws_kms_key" || key.properties["policy"] === undefined) return undefined;
    return this.document(key.account.name, key.properties["policy"]);
  }

  /** An attribute, also of a block or of a resource it refers to. */
  #attribute(resource: Resource, path: readonly string[]): string | undefined {
    let owner = resource;
    let value: unknown = resource.properties;
    for (const part of path) {
      const next = this.referred(owner, value);
      if (next) [owner, value] = [next, next.properties];
      if (Array.isArray(value)) value = value[0];
      value = (value as Record<string, unknown> | undefined)?.[part];
    }
    return typeof value === "string" ? this.text(owner.account.name, value) : undefined;
  }

  #resource(account: string, type: string, name: string): Resource | undefined {
    return this.#organization.resources.find(
      (each) => each.account.name === account && each.type === type && each.name === name,
    );
  }

  #expression(account: string, expression: string): string {
    const one = /^one\((.+)\)$/.exec(expression)?.[1];
    if (one !== undefined) return this.#expression(account, one);
    if (/^".*"$/s.test(expression)) return this.text(account, JSON.parse(expression));
    const [, data, name, attribute] = /^data\.(aws_\w+)\.([\w-]+)\.(\w+)$/.exec(expression) ?? [];
    if (data !== undefined) return `${data}.${name}.${attribute}`;
    const [, map, entry] = /^lookup\(var\.(\w+), "([^"]+)", "[^"]*"\)$/.exec(expression) ?? [];
    if (map !== undefined) return this.#published(account, map, entry);
    const [, variable, key] = /^var\.(\w+)(?:\["([^"]+)"\])?$/.exec(expression) ?? [];
    if (variable === "account_id") return this.#organization.idOf(account);
    if (variable !== undefined) return this.#published(account, variable, key);
    const local = /^local\.([\w-]+)$/.exec(expression)?.[1];
    if (local !== undefined) return this.text(account, this.#organization.locals.get(account)![local]);
    const [, type, resource, path] = /^(aws_\w+)\.([\w-]+)(?:\[\d+\])?\.([\w.[\]]+)$/.exec(expression) ?? [];
    const found = type === undefined ? undefined : this.#resource(account, type, resource!);
    if (found === undefined) throw new Error(`${account}: \${${expression}} is not understood`);
    return this.#computed(found, path!);
  }

  #computed(resource: Resource, attribute: string): string {
    const { type, name, properties, account } = resource;
    const written = properties[attribute];
    if (typeof written === "string") return this.text(account.name, written);
    if (type === "aws_organizations_organization")
      return attribute === "id" ? organizationId : attribute === "roots[0].id" ? rootId : attribute;
    if (type === "aws_organizations_account" && attribute === "id")
      return this.#organization.idOf(String(properties["name"]));
    if (type === "aws_organizations_organizational_unit" && attribute === "id") return `ou-${name}`;
    if (type === "aws_s3_bucket" && attribute === "id") return this.text(account.name, properties["bucket"]);
    const row: ResourceActions | undefined = resourceActions[type];
    const arn = row?.on[0] === undefined ? undefined : this.fill(row.on[0], resource);
    if (attribute === "arn" && arn !== undefined) return arn;
    return arn?.split(/[/:]/).at(-1) ?? `${type}.${name}.${attribute}`;
  }

  /** What an input carries: an expression of the account that publishes it. */
  #published(account: string, variable: string, key: string | undefined): string {
    const input = this.#organization.inputs.get(account)?.find((each) => each.variable === variable);
    if (input === undefined) throw new Error(`${account} has no input ${variable}`);
    const content = String(this.#resource(input.account, "aws_s3_object", "published_outputs")?.properties["content"]);
    const from = content.slice(content.indexOf(`"${input.output}" = `));
    const expression = new RegExp(`"${key ?? input.key ?? input.output}" = ("[^"]*"|[\\w.[\\]-]+)`).exec(from)?.[1];
    if (expression === undefined) throw new Error(`${input.account} does not publish ${input.output}`);
    return this.#expression(input.account, expression);
  }
}

/** Where a resource is: in its own region, or in the account's. */
export function regionOf({ properties, account }: Resource): string {
  const region = properties["region"];
  return typeof region === "string" && !region.includes("${") ? region : account.region;
}
