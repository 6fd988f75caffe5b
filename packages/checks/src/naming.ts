import { UserError, type OrganizationAccount, type Workspace } from "@archipelago/account-stack/workspace";

/** What may stand for an environment at the end of a folder's name, besides the environment's own name. */
export const environmentAbbreviations: Readonly<Record<string, string>> = {
  dev: "development",
  prod: "production",
  stage: "staging",
};

/** The product of the organisation's own accounts, which are named after the part they play. */
export const platform = "platform";

/** The product and the environment that a folder's name says; undefined when it ends with no environment. */
export function partsOf(
  name: string,
  environments: readonly string[],
): { readonly product: string; readonly environment: string } | undefined {
  for (const ending of [...environments, ...Object.keys(environmentAbbreviations)]) {
    const environment = environments.includes(ending) ? ending : environmentAbbreviations[ending]!;
    if (name.endsWith(`-${ending}`) && environments.includes(environment))
      return { product: name.slice(0, -ending.length - 1), environment };
  }
  return undefined;
}

/**
 * An account is one environment of one product, and its folder says which: `checkout-dev`. A product with a single
 * account may do without the environment. Accounts that existed before keep the name they have. Problems by account.
 */
export function namingProblems({ members, environments }: Workspace): Map<string, UserError> {
  const accounts = [...members.values()].filter(({ product }) => product !== platform);
  return new Map(
    accounts
      .filter(({ existingAccountId, lifecycle }) => existingAccountId === undefined && lifecycle !== "closed")
      .flatMap((account): [string, UserError][] => {
        const problem = problemOf(account, accounts, [...environments.keys()]);
        return problem === undefined ? [] : [[account.name, problem]];
      }),
  );
}

function problemOf(
  account: OrganizationAccount,
  others: readonly OrganizationAccount[],
  environments: readonly string[],
): UserError | undefined {
  const { name, product, environment } = account;
  const where = `${account.directory}/account.json`;
  if (/^team-|-team$/.test(product)) {
    return new UserError(`product: "${product}" is a team; an account belongs to a product, which outlives its team`, {
      where,
      next: `name the product, for example "${product.replace(/^team-|-team$/, "")}"; the team is the owner`,
    });
  }
  const names = namesOf(product, environment);
  const siblings = others.filter((other) => other !== account && other.product === product);
  if (names.includes(name)) {
    const twin = siblings.find((other) => other.environment === environment && names.includes(other.name));
    return twin === undefined
      ? undefined
      : new UserError(`product: ${twin.name} is the ${environment} account of ${product} already`, {
          where,
          next: `use accounts/${twin.name}, or name what is in ${name} as a product of its own`,
        });
  }
  if (name === product && siblings.length === 0) return undefined;
  const said = partsOf(name, environments);
  return new UserError(
    said === undefined
      ? `the folder's name does not say that this is the ${environment} account of ${product}`
      : `the folder's name says ${said.environment} of ${said.product}, the file says ${environment} of ${product}`,
    {
      where,
      allowed: [...names, ...(siblings.length === 0 ? [product] : [])].join(", "),
      next: said === undefined ? `rename the folder: accounts/${names[0]}` : "correct the one that is wrong",
    },
  );
}

function namesOf(product: string, environment: string): string[] {
  const short = Object.keys(environmentAbbreviations).filter((key) => environmentAbbreviations[key] === environment);
  return [environment, ...short].map((ending) => `${product}-${ending}`);
}
