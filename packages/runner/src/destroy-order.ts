import { findCycle, type Account, type Dependencies } from "@archipelago/account-stack/workspace";

/** Sides of a connection that use what the other side has: AWS deletes nothing that is in use. */
const users: readonly string[] = ["consumer", "spoke"];

/**
 * What each account is destroyed after: those that depend on it, and those that only use what it has, because they await
 * an output of it or are the user's side of a connection. Where two accounts use each other, what an account depends on
 * stays longest, and else who comes first by name.
 */
export function destroyOrder(accounts: ReadonlyMap<string, Account>): Dependencies {
  const all = [...accounts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const order = new Map(
    all.map(({ name }) => [name, all.filter((other) => other.dependsOn.includes(name)).map((other) => other.name)]),
  );
  for (const user of all) {
    const used = [
      ...Object.keys(user.reads),
      ...user.connections.filter(({ side }) => users.includes(side)).map((each) => each.with),
    ];
    for (const name of new Set(used)) {
      const before = order.get(name);
      if (before === undefined || name === user.name || before.includes(user.name)) continue;
      before.push(user.name);
      if (findCycle(order, name) !== undefined) before.pop();
    }
  }
  return order;
}
