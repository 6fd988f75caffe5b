import type { StateResource } from "@archipelago/terraform";

/** An `import` block of Terraform. */
export interface ImportBlock {
  readonly to: string;
  readonly id: string;
}

/** Parts of a synthesised stack that adoption looks at. */
interface Configuration {
  readonly resource?: {
    readonly aws_organizations_account?: Readonly<Record<string, { readonly email: string; readonly count?: unknown }>>;
  };
  readonly import?: readonly { readonly to: string }[];
}

/**
 * Import blocks for accounts of the configuration that AWS has: one that was created while its state was lost is found
 * by its e-mail address, which belongs to one account only. Terraform does nothing for those that the state holds.
 *
 * @param json the synthesised stack
 * @param existing accounts of the organisation
 */
export function adoptAccounts(
  json: string,
  existing: readonly { readonly id: string; readonly email: string }[],
): ImportBlock[] {
  const { resource = {}, import: imports = [] } = JSON.parse(json) as Configuration;
  const ids = new Map(existing.map(({ id, email }) => [email.toLowerCase(), id]));
  const imported = new Set(imports.map(({ to }) => to));
  return Object.entries(resource.aws_organizations_account ?? {}).flatMap(([name, { email, count }]) => {
    const to = `aws_organizations_account.${name}${count === undefined ? "" : "[0]"}`;
    const id = ids.get(email.toLowerCase());
    return id === undefined || imported.has(to) ? [] : [{ to, id }];
  });
}

/** A `moved` block of Terraform. */
export interface MovedBlock {
  readonly from: string;
  readonly to: string;
}

/**
 * Moves for accounts that the state has under the name their folder had before: the same address of a root user is the
 * same account.
 *
 * @param json the synthesised stack
 * @param known what the state holds
 */
export function renamedAccounts(json: string, known: readonly StateResource[]): MovedBlock[] {
  const { resource = {} } = JSON.parse(json) as Configuration;
  const accounts = resource.aws_organizations_account ?? {};
  const addresses = Object.keys(accounts).map((name) => `aws_organizations_account.${name}`);
  const leftOver = known.filter(
    ({ type, block }) => type === "aws_organizations_account" && !addresses.includes(block),
  );
  return Object.entries(accounts).flatMap(([name, { email }]) => {
    const to = `aws_organizations_account.${name}`;
    const before = leftOver.find(({ attributes }) => String(attributes["email"]).toLowerCase() === email.toLowerCase());
    return before === undefined || known.some(({ block }) => block === to) ? [] : [{ from: before.block, to }];
  });
}
