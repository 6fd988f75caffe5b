import { UserError, type Account, type Connection } from "@archipelago/account-stack";

/**
 * The role connection that an account declares.
 *
 * @throws UserError with the line to add when account.json does not declare it
 */
export function declaredRole(account: Account, declared: Pick<Connection, "name" | "with" | "side">): Connection {
  const found = account.connections.find(
    (each) =>
      each.kind === "role" && each.name === declared.name && each.with === declared.with && each.side === declared.side,
  );
  if (found) return found;
  const line = { kind: "role", ...declared, role: "<the consumer's role>" };
  throw new UserError(`${account.name} does not declare the role "${declared.name}" with ${declared.with}`, {
    where: `${account.directory}/account.json`,
    next: `add to connections: ${JSON.stringify(line)}`,
  });
}

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
