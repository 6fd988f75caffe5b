import { Construct } from "constructs";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter/index.js";
import { AccountStack, configurationParameterPath, partitionOf, UserError } from "@archipelago/account-stack";

/** What one parameter can hold. Groups become a further part of the path. */
export type ConfigurationValue =
  string | number | boolean | readonly string[] | { readonly [name: string]: ConfigurationValue };

export interface ConfigurationProps {
  /** The values, as `stack.configuration(schema)` gives them, and what else the application has to know: names, URLs. */
  readonly values: Readonly<Record<string, ConfigurationValue>>;
}

/**
 * What an application is told: a parameter of SSM for each value, `/archipelago/config/<product>/<name>`. Numbers and
 * booleans as text, lists as JSON.
 *
 * Nothing here is a secret: whoever may plan may read it, and plans show it.
 */
export class Configuration extends Construct {
  /** The parameters' common path, without a slash at its end: what GetParametersByPath asks for. */
  readonly path: string;
  /** ARNs of the path and of everything below it. */
  readonly arns: readonly string[];

  constructor(scope: Construct, id: string, { values }: ConfigurationProps) {
    super(scope, id);
    const { account, accountId } = AccountStack.of(this);
    this.path = `${configurationParameterPath}${account.product}`;
    const arn = `arn:${partitionOf(account.region)}:ssm:${account.region}:${accountId}:parameter${this.path}`;
    this.arns = [arn, `${arn}/*`];
    for (const [name, text] of parameters(values)) {
      new SsmParameter(this, name.replaceAll("/", "_"), {
        name: `${this.path}/${name}`,
        type: "String",
        // Not `value`, which Terraform hides: a reviewer has to see what changes.
        insecureValue: valid(name, text),
      });
    }
  }
}

/** Names and texts of parameters. */
function* parameters(values: ConfigurationProps["values"], group = ""): Generator<[name: string, text: string]> {
  for (const [key, value] of Object.entries(values)) {
    const name = `${group}${key}`;
    if (isGroup(value)) yield* parameters(value, `${name}/`);
    else yield [name, typeof value === "string" ? value : JSON.stringify(value)];
  }
}

function isGroup(value: ConfigurationValue): value is { readonly [name: string]: ConfigurationValue } {
  return typeof value === "object" && !Array.isArray(value);
}

/** Longest value of a standard parameter. Source: Systems Manager endpoints and quotas, read 2026-11. */
const MAXIMUM_BYTES = 4096;

/** SSM takes neither an empty value nor a long one. */
function valid(name: string, text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes > 0 && bytes <= MAXIMUM_BYTES) return text;
  throw new UserError(`the configuration value ${name} has ${bytes} bytes`, {
    allowed: `1 to ${MAXIMUM_BYTES}, the size of a parameter`,
    next: bytes === 0 ? "leave it out, or give it a value" : "keep large values in a bucket, and their key here",
  });
}
