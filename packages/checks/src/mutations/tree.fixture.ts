import type { GuardrailException } from "@archipelago/account-stack";
import { list, type SynthesizedAccount, type SynthesizedOrganization } from "../synthesized.ts";

/** What a test breaks has no shape that a compiler could hold it to. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Properties = Record<string, any>;

/** A change of the synthesised organisation, and who says so. */
export interface Mutation {
  /** What somebody did. */
  readonly what: string;
  readonly mutate: (tree: Tree) => void;
  /** Rules (by name) and controls (`CIS 4.2`) that catch it; others may as well. */
  readonly caughtBy: readonly string[];
}

/** A copy of the organisation that can be changed. Throws when what is to be changed is not there. */
export class Tree {
  readonly organisation: SynthesizedOrganization;

  constructor(original: SynthesizedOrganization) {
    this.organisation = structuredClone(original);
  }

  stack(account: string): SynthesizedAccount {
    const found = this.organisation.stacks.find((stack) => stack.account.name === account);
    if (!found) throw new Error(`there is no account ${account}`);
    return found;
  }

  /** Properties of the first resource of a type whose name contains `part`. */
  resource(account: string, type: string, part = ""): Properties {
    const [, properties] = this.#find(account, type, part);
    return properties;
  }

  /** Takes away the resources of a type whose names contain `part`. */
  remove(account: string, type: string, part = ""): void {
    this.#find(account, type, part);
    const ofType = this.#resources(account)[type]!;
    for (const name of Object.keys(ofType)) if (name.includes(part)) delete ofType[name];
  }

  add(account: string, type: string, properties: Properties, name = "added"): void {
    (this.#resources(account)[type] ??= {})[name] = properties;
  }

  /** Changes the statements of a policy document. */
  policy(account: string, type: string, part: string, edit: (statements: Properties[]) => Properties[] | void): void {
    const properties = this.resource(account, type, part);
    const attribute = ["policy", "content", "assume_role_policy", "inline_policy"].find((name) => name in properties)!;
    const document = JSON.parse(properties[attribute] as string) as { Statement: Properties[] };
    const statements = [document.Statement].flat();
    properties[attribute] = JSON.stringify({ ...document, Statement: edit(statements) ?? statements });
  }

  /** The service control policy that holds a statement, and the statement. */
  guardrail(sid: string, edit: (statement: Properties) => void): void {
    for (const [name, properties] of Object.entries(this.#resources("management")["aws_organizations_policy"] ?? {})) {
      if (!String(properties["content"]).includes(`"${sid}"`)) continue;
      this.policy("management", "aws_organizations_policy", name, (statements) => {
        edit(statements.find((statement) => statement["Sid"] === sid)!);
      });
      return;
    }
    throw new Error(`no policy has the statement ${sid}`);
  }

  exception(exception: GuardrailException): void {
    const records = this.stack("management").records as unknown as {
      guardrails: { exceptions: GuardrailException[] }[];
    };
    records.guardrails[0]!.exceptions = [exception];
  }

  /** An inline role policy with one statement. */
  grant(account: string, statement: Properties): void {
    this.add(account, "aws_iam_role_policy", {
      role: "${aws_iam_role.baseline_iam_audit.name}",
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] }),
    });
  }

  #find(account: string, type: string, part: string): [string, Properties] {
    const found = Object.entries(this.#resources(account)[type] ?? {}).find(([name]) => name.includes(part));
    if (!found) throw new Error(`${account} has no ${type} with "${part}" in its name`);
    return found;
  }

  #resources(account: string): Record<string, Record<string, Properties>> {
    return this.stack(account).template.resource as Record<string, Record<string, Properties>>;
  }
}

/** Takes actions out of a statement. */
export const without =
  (key: "Action" | "NotAction", ...actions: readonly string[]) =>
  (statement: Properties): void => {
    statement[key] = list(statement[key]).filter((action) => !actions.includes(action));
  };
