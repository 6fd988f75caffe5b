import http from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to requests, instead of being answered. */
export interface Fault {
  readonly method: "GET" | "PUT" | "DELETE" | "HEAD";
  /** Of the path, without the query. */
  readonly path: RegExp;
  /**
   * `reset`: the connection breaks while the body is sent, and the server never sees the request. `lost-reply`: it does, and
   * then the connection breaks. `hang`: no answer, ever. A number: this HTTP status, with `code` as S3's error code.
   */
  readonly action: "reset" | "lost-reply" | "hang" | number;
  readonly code?: string;
  /** How many requests. @default all */
  readonly times?: number;
}

/** What was asked of the server. */
export interface Request {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
}

/** A proxy on 127.0.0.1 between Terraform and a server of S3. */
export interface FaultProxy {
  readonly endpoint: string;
  /** Replaces what happens from now on; nothing when called without. */
  inject(...faults: readonly Fault[]): void;
  /** Every request, in order; whoever empties it starts anew. */
  readonly requests: Request[];
  /** `METHOD path` of every request that was met by a fault. */
  readonly met: readonly string[];
  stop(): Promise<void>;
}

/** @param target endpoint of the server */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  let faults: { fault: Fault; left: number }[] = [];
  const met: string[] = [];
  const requests: Request[] = [];

  const server = http.createServer((request, response) => {
    const { method, url = "/", headers } = request;
    const path = url.split("?")[0]!;
    requests.push({ method: method!, path, headers });
    const found = faults.find(({ fault, left }) => left > 0 && fault.method === method && fault.path.test(path));
    const forward = (answered: (answer: http.IncomingMessage) => void): void => {
      const upstream = http.request({ host: hostname, port, method, path: url, headers }, answered);
      upstream.on("error", () => response.destroy());
      request.pipe(upstream);
    };
    if (found === undefined) {
      return forward((answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
    }
    found.left -= 1;
    met.push(`${method} ${path}`);
    const { action, code = "ServiceUnavailable" } = found.fault;
    if (action === "lost-reply") {
      forward((answer) => answer.resume().on("end", () => request.socket.resetAndDestroy()));
    } else if (action === "reset") {
      request.once("data", () => request.socket.resetAndDestroy()).resume();
    } else if (action === "hang") {
      request.resume();
    } else {
      request.resume().on("end", () => {
        response.writeHead(action, { "content-type": "application/xml" });
        response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>injected</Message></Error>`);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    inject: (...wanted) => void (faults = wanted.map((fault) => ({ fault, left: fault.times ?? Infinity }))),
    met,
    requests,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Requests for a state, and for its lock. */
export const state = /\.tfstate$/;
export const lock = /\.tflock$/;
/** What S3 says to whom may not. */
export const denied = { action: 403, code: "AccessDenied" } as const;
