import http2 from "node:http2";
import type { Socket } from "node:net";

/** Answers one unary call: the request's bytes in, the response's bytes out. */
export type UnaryHandler<Connection> = (request: Buffer, connection: Connection) => Uint8Array | Promise<Uint8Array>;

const UNIMPLEMENTED = 12;
const INTERNAL = 13;
/** Compressed flag and message length. */
const PREFIX_BYTES = 5;

/**
 * A gRPC server of unary calls over plain HTTP/2. One thing is made for each connection and given to every call on it.
 * A path without handler is answered UNIMPLEMENTED, which is how a client learns what an older server lacks.
 * Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 *
 * @param onBug called with what a handler threw; the client gets status INTERNAL and the message.
 */
export function createGrpcServer<Connection>(
  handlers: ReadonlyMap<string, UnaryHandler<Connection>>,
  connect: () => Connection,
  onBug: (error: unknown) => void,
): http2.Http2Server {
  const server = http2.createServer({ settings: { initialWindowSize: 4 << 20 } });
  server.on("connection", (socket: Socket) => socket.setNoDelay(true));
  // A client that goes away in the middle of a call is its own affair.
  server.on("sessionError", () => undefined);
  server.on("session", (session) => {
    const connection = connect();
    session.on("stream", (stream, headers) => {
      stream.on("error", () => undefined);
      const handler = handlers.get(headers[":path"] ?? "");
      if (!handler) {
        refuse(stream, UNIMPLEMENTED, `${headers[":path"]} is not implemented`);
        return;
      }
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
        const failed = (error: unknown): void => {
          onBug(error);
          refuse(stream, INTERNAL, error instanceof Error ? error.message : String(error));
        };
        try {
          const answer = handler(body.subarray(PREFIX_BYTES), connection);
          if (answer instanceof Promise) answer.then((bytes) => reply(stream, bytes), failed);
          else reply(stream, answer);
        } catch (error) {
          failed(error);
        }
      });
    });
  });
  return server;
}

function reply(stream: http2.ServerHttp2Stream, bytes: Uint8Array): void {
  if (stream.destroyed) return;
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + bytes.length);
  frame[0] = 0;
  frame.writeUInt32BE(bytes.length, 1);
  frame.set(bytes, PREFIX_BYTES);
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": "0" }));
  stream.end(frame);
}

function refuse(stream: http2.ServerHttp2Stream, status: number, message: string): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.resume();
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc",
      "grpc-status": String(status),
      "grpc-message": encodeURIComponent(message).replaceAll("%20", " "),
    },
    { endStream: true },
  );
}
