import { rmSync } from "node:fs";
import type { Http2Server } from "node:http2";
import type { Socket } from "node:net";
import { openCloud } from "../cloud/cloud.ts";
import { aws } from "../lifecycle/behaviours.ts";
import { createGrpcServer } from "../protocol/grpc.ts";
import { knownTypes, loadSchema } from "../schema/cache.ts";
import { type Address, ANY, listenOn, makeSocketFolder } from "./addresses.ts";
import type { ObjectServerOptions } from "./object-server.ts";
import { type Connection, createProvider } from "./provider.ts";

/** What the process is told by its parent. */
export interface ServeOptions {
  readonly cloudDirectory: string;
  readonly cacheDirectory: string;
  readonly accounts: readonly string[];
  readonly types?: readonly string[];
  readonly applyDelayMs?: number;
  readonly sources?: Readonly<Record<string, readonly string[]>>;
  readonly objects?: ObjectServerOptions;
  /** Process whose end is this one's, once nothing is connected. */
  readonly ownerPid: number;
}

/** What the process answers once it listens: an address for every account and `any`. */
export type Addresses = { readonly [account: string]: Address };

/** How long nothing must be connected before an abandoned server ends; also how often it looks. */
const IDLE_MS = 1000;

/** Serves every account on an address of its own. Resolves when all listen. The process then lives as described there. */
export async function serve(options: ServeOptions): Promise<Addresses> {
  // Most clouds have no objects outside of them, and every plan waits for this process.
  const objects = options.objects && (await import("./object-server.ts")).objectServer(options.objects);
  const provider = createProvider({
    schema: loadSchema(options.cacheDirectory, [...knownTypes(), ...(options.types ?? [])]),
    cloud: openCloud(options.cloudDirectory),
    behaviours: aws,
    applyDelayMs: options.applyDelayMs ?? 0,
    ...(options.sources ? { sources: options.sources } : {}),
    ...(objects ? { objects } : {}),
  });
  const folder = makeSocketFolder();
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
  const servers: Http2Server[] = [];
  const connections = new Set<Socket>();
  const listening = [...options.accounts, ANY].map((account) => {
    const credentials = account === ANY ? undefined : account;
    const server = createGrpcServer<Connection>(provider, () => ({ credentials }), console.error);
    server.on("connection", (socket: Socket) => {
      connections.add(socket);
      socket.on("close", () => connections.delete(socket));
    });
    servers.push(server);
    return new Promise<[string, Address]>((resolve, reject) => {
      server.on("error", reject);
      server.listen(listenOn(folder, account), () => resolve([account, addressOf(server)]));
    });
  });
  const addresses = await Promise.all(listening).catch((error: unknown) => {
    removeFolder();
    throw error;
  });
  endWhenUnused(connections, options.ownerPid, () => {
    for (const server of servers) server.close();
    removeFolder();
    process.exit(0);
  });
  return Object.fromEntries(addresses);
}

/**
 * The process lives as long as its Terraform: a provider that goes away in the middle of an apply loses what was in
 * flight. It ends when it was asked to, or its owner is gone, and nothing has been connected for a while.
 */
function endWhenUnused(connections: ReadonlySet<Socket>, ownerPid: number, end: () => void): void {
  let asked = false;
  let idle = false;
  const look = (): void => {
    if (connections.size > 0) idle = false;
    else if (asked || (idle && !isAlive(ownerPid))) end();
    else idle = true;
  };
  setInterval(look, IDLE_MS);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, () => {
      // Ctrl-C reaches every process of a terminal; only a request to terminate is meant for this one.
      if (signal === "SIGTERM") asked = true;
      if (asked) look();
    });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function addressOf(server: Http2Server): Address {
  const address = server.address();
  if (typeof address === "string") return { Network: "unix", String: address };
  return { Network: "tcp", String: `${address?.address}:${address?.port}` };
}
