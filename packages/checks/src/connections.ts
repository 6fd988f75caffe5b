import { UserError, type Account, type Connection, type Workspace } from "@archipelago/account-stack/workspace";

/**
 * Every connection is declared by both accounts, and they say the same of it. Problems by account: those of an account
 * whose own declaration the other does not answer.
 */
export function connectionProblems({ accounts, problems: invalid }: Workspace): Map<string, UserError> {
  const problems = new Map<string, UserError>();
  for (const account of accounts.values()) {
    for (const [index, connection] of account.connections.entries()) {
      const problem = problemOf(account, index, accounts, invalid);
      if (problem === undefined) continue;
      problems.set(
        account.name,
        new UserError(`connections[${index}]: ${problem.message}`, {
          where: `${account.directory}/account.json`,
          next: problem.next ?? `remove the connection with ${connection.with}`,
        }),
      );
      break;
    }
  }
  return problems;
}

interface Problem {
  readonly message: string;
  readonly next?: string;
}

function problemOf(
  account: Account,
  index: number,
  accounts: ReadonlyMap<string, Account>,
  invalid: ReadonlyMap<string, unknown>,
): Problem | undefined {
  const connection = account.connections[index]!;
  const what = `the ${connection.kind} "${connection.name}"`;
  if (connection.with === account.name) return { message: `${what} connects the account with itself` };
  const earlier = account.connections.findIndex((each) => isSame(each, connection));
  if (earlier < index) return { message: `${what} is declared twice`, next: `remove one of the two` };
  const other = accounts.get(connection.with);
  if (other === undefined) {
    return invalid.has(connection.with)
      ? { message: `what ${connection.with} says of ${what} cannot be read`, next: `mend accounts/${connection.with}` }
      : {
          message: `there is no account "${connection.with}"`,
          next: `use one of ${[...accounts.keys()].filter((name) => name !== account.name).join(", ")}`,
        };
  }
  const expected = otherSideOf(connection, account.name);
  const declared = other.connections.find((each) => isSame(each, expected));
  const line = JSON.stringify(expected);
  if (declared === undefined) {
    return {
      message: `${other.name} does not declare its side of ${what}`,
      next: `add to connections of ${other.directory}/account.json: ${line}`,
    };
  }
  for (const [detail, value] of Object.entries(expected)) {
    const theirs = (declared as Readonly<Record<string, string | number>>)[detail];
    if (theirs === value) continue;
    return {
      message: `${what} is for the ${detail} ${value}, and ${other.name} says ${theirs}`,
      next: "say the same in both files",
    };
  }
  const joins = joined[connection.kind];
  const without = joins && [account, other].find(({ network }) => network === undefined);
  if (without)
    return {
      message: `${without.name} has no network ${joins}`,
      next: `add "network" to ${without.directory}/account.json`,
    };
  if (connection.kind === "private-endpoint" && connection.side === "consumer")
    return endpointProblem(account, other, what);
  return connection.kind === "transit" && connection.side === "spoke" ? regionProblem(account, other, what) : undefined;
}

/** Kinds that join networks: what the network is for. */
const joined: Readonly<Partial<Record<Connection["kind"], string>>> = {
  peering: "to peer",
  "private-endpoint": "for a private endpoint",
  transit: "to attach",
};

/** An endpoint is in the region and in zones that its service is in: AWS refuses others. */
function endpointProblem(consumer: Account, provider: Account, what: string): Problem | undefined {
  const elsewhere = regionProblem(consumer, provider, what);
  if (elsewhere) return elsewhere;
  if (consumer.network!.zones <= provider.network!.zones) return undefined;
  return {
    message: `${what} is in ${provider.network!.zones} zones, and the network of ${consumer.name} in ${consumer.network!.zones}`,
    next: `give ${provider.name} as many: network.zones of ${provider.directory}/account.json`,
  };
}

/** Endpoints and attachments are made in the region of what they lead to. */
function regionProblem(user: Account, owner: Account, what: string): Problem | undefined {
  if (user.region === owner.region) return undefined;
  return {
    message: `${what} is in ${owner.region}, and ${user.name} in ${user.region}`,
    next: "connect accounts of one region",
  };
}

/** One connection, whatever the two sides say of its details. */
function isSame(a: Connection, b: Connection): boolean {
  return a.kind === b.kind && a.name === b.name && a.with === b.with && a.side === b.side;
}

const otherSide = {
  provider: "consumer",
  consumer: "provider",
  requester: "accepter",
  accepter: "requester",
  hub: "spoke",
  spoke: "hub",
} as const satisfies Record<Connection["side"], Connection["side"]>;

/** What the other account must declare. */
function otherSideOf(connection: Connection, account: string): Connection {
  return { ...connection, with: account, side: otherSide[connection.side] } as Connection;
}
