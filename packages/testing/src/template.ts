import type { StackInput } from "@archipelago/account-stack";

/** A resource as Terraform gets it. */
export interface TemplateResource {
  /** Name within its type: the address in the state is `<type>.<name>`. */
  readonly name: string;
  /** Attributes and blocks by Terraform's names, without CDKTF's own comment. */
  readonly properties: Readonly<Record<string, any>>;
}

interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

/** A synthesised stack, for assertions. Assert properties and counts: a property alone holds if any resource has it. */
export class Template {
  /** The text of cdk.tf.json. */
  readonly text: string;
  /** Variables that the runner fills with outputs of other accounts. */
  readonly inputs: readonly StackInput[];
  readonly #stack: StackJson;

  constructor(text: string, inputs: readonly StackInput[] = []) {
    this.text = text;
    this.inputs = inputs;
    this.#stack = JSON.parse(text) as StackJson;
  }

  /** The resource types of the stack, sorted. */
  types(): string[] {
    return Object.keys(this.#stack.resource ?? {}).sort();
  }

  /** Resources of a type, sorted by name; none is an empty list. */
  resources(type: string): TemplateResource[] {
    return Object.entries(this.#stack.resource?.[type] ?? {})
      .map(([name, { "//": _, ...properties }]) => ({ name, properties }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Properties of the only resource of a type. Throws, naming what there is, when there is none or more than one. */
  resource(type: string): TemplateResource["properties"] {
    const found = this.resources(type);
    if (found.length === 1) return found[0]!.properties;
    const there = found.length === 0 ? this.types() : found.map(({ name }) => name);
    throw new Error(`${found.length} resources of type ${type}, expected one; there are ${there.join(", ") || "none"}`);
  }

  /** Properties of the resource of a type whose name contains `part`; throws unless exactly one does. */
  named(type: string, part: string): TemplateResource["properties"] {
    const found = this.resources(type).filter(({ name }) => name.includes(part));
    if (found.length === 1) return found[0]!.properties;
    const there = this.resources(type).map(({ name }) => name);
    throw new Error(
      `${found.length} resources ${type}.*${part}*, expected one; there are ${there.join(", ") || "none"}`,
    );
  }

  count(type: string): number {
    return this.resources(type).length;
  }

  /** Addresses of all resources, `<type>.<name>`, sorted. */
  addresses(): string[] {
    return this.types().flatMap((type) => this.resources(type).map(({ name }) => `${type}.${name}`));
  }

  /** Names and values of the published outputs, the values as Terraform expressions; empty when nothing is published. */
  published(): Record<string, string> {
    const object = this.resources("aws_s3_object").find(({ name }) => name === "published_outputs");
    const pairs = /^\$\{jsonencode\(\{(.*)\}\)\}$/s.exec(String(object?.properties["content"] ?? ""))?.[1] ?? "";
    // Values may be objects: a comma inside of one ends no pair.
    const ends = /, (?="[A-Za-z0-9]+" = (?:[^{}]|\{[^{}]*\})*$)/;
    return Object.fromEntries(
      pairs
        .split(ends)
        .filter((pair) => pair !== "")
        .map((pair) => /^"([A-Za-z0-9]+)" = (.*)$/s.exec(pair)!.slice(1) as [string, string]),
    );
  }

  /** What a reviewer wants to see of a stack in a snapshot: types with their counts, inputs and published outputs. */
  summary(): string {
    const counts = this.types().map((type) => `${String(this.count(type)).padStart(3)} ${type}`);
    const inputs = this.inputs.map(({ account, output, awaited }) => {
      return `${awaited ? "awaits" : "reads"} ${output} of ${account}`;
    });
    const published = Object.keys(this.published()).map((name) => `publishes ${name}`);
    return [...counts, ...inputs, ...published].join("\n");
  }
}
