import {
  UserError,
  type Account,
  type Connection,
  type ConnectionKind,
  type ConnectionOf,
} from "@archipelago/account-stack";

/**
 * The connections of a kind and name that an account declares on one side, sorted by the other account.
 *
 * @throws UserError with the line to add when account.json declares none
 */
export function declaredConnections<K extends ConnectionKind>(
  account: Account,
  kind: K,
  { name, side, with: other }: { readonly name: string; readonly side: Connection["side"]; readonly with?: string },
): readonly [ConnectionOf<K>, ...ConnectionOf<K>[]] {
  const found = account.connections
    .filter((each): each is ConnectionOf<K> => each.kind === kind && each.name === name && each.side === side)
    .filter((each) => other === undefined || each.with === other)
    .sort((a, b) => (a.with < b.with ? -1 : 1));
  if (isNotEmpty(found)) return found;
  const line = { kind, name, with: other ?? "<the other account>", side, ...details[kind] };
  throw new UserError(
    `${account.name} does not declare the ${kind} "${name}"${other === undefined ? "" : ` with ${other}`}`,
    {
      where: `${account.directory}/account.json`,
      next: `add to connections: ${JSON.stringify(line)}`,
    },
  );
}

function isNotEmpty<T>(list: readonly T[]): list is readonly [T, ...T[]] {
  return list.length > 0;
}

const consumer = "<the consumer's role>";

/** What a line says besides kind, name and the two accounts. */
const details: Readonly<Record<ConnectionKind, Readonly<Record<string, string | number>>>> = {
  role: { role: consumer },
  bucket: { access: "read", role: consumer },
  queue: { access: "send", role: consumer },
  topic: { access: "publish", role: consumer },
  "event-bus": { access: "send", role: consumer },
  key: { access: "decrypt", role: consumer },
  repository: { access: "pull", role: consumer },
  "private-endpoint": { port: 443 },
  peering: {},
  transit: {},
};

/** IAM path of roles that other accounts assume. */
export const accessPath = "/access/";

/**
 * Name of the provider's role, the same for both sides. It carries the consumer, because a role's name is unique in an
 * account.
 *
 * @throws UserError when it is longer than IAM's 64 characters
 */
export function accessRoleName(consumer: string, name: string): string {
  const roleName = `${consumer}-${name}`;
  if (roleName.length <= 64) return roleName;
  throw new UserError(`the role "${roleName}" has ${roleName.length} characters`, {
    allowed: "64: the consumer's name, a hyphen, and the connection's name",
    next: "give the connection a shorter name, on both sides",
  });
}
