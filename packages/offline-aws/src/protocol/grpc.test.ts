import { mkdtempSync, rmSync } from "node:fs";
import http2 from "node:http2";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { createGrpcServer, type UnaryHandler } from "./grpc.ts";

let directory: string;
let server: http2.Http2Server;
let client: http2.ClientHttp2Session;
const bugs: unknown[] = [];

beforeAll(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), "offline-aws-test-"));
  const handlers = new Map<string, UnaryHandler<{ calls: number }>>([
    ["/s/Echo", (request) => request],
    ["/s/Count", (_request, connection) => Buffer.from([++connection.calls])],
    ["/s/Later", async (request) => request],
    [
      "/s/Bug",
      () => {
        throw new Error("50% broken");
      },
    ],
  ]);
  server = createGrpcServer(
    handlers,
    () => ({ calls: 0 }),
    (bug) => bugs.push(bug),
  );
  const socket = path.join(directory, "s.sock");
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  client = connect(socket);
});
afterAll(async () => {
  client.close();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true, force: true });
});

const connect = (socket: string) => http2.connect("http://localhost", { createConnection: () => connection(socket) });
const connection = (socket: string) => net.connect(socket);

/** One call as a gRPC client makes it. */
function call(
  session: http2.ClientHttp2Session,
  name: string,
  body: Buffer,
): Promise<{ status: string; message: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      ":path": name,
      "content-type": "application/grpc",
      te: "trailers",
    });
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(body.length, 1);
    const chunks: Buffer[] = [];
    const headers: http2.IncomingHttpHeaders = {};
    stream.on("response", (found) => Object.assign(headers, found));
    stream.on("trailers", (found) => Object.assign(headers, found));
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("error", reject);
    stream.on("end", () =>
      resolve({
        status: String(headers["grpc-status"]),
        message: String(headers["grpc-message"]),
        body: Buffer.concat(chunks).subarray(5),
      }),
    );
    stream.end(Buffer.concat([prefix, body]));
  });
}

test("answers, at once or later, messages larger than any frame", async () => {
  const large = Buffer.alloc(3 << 20, 7);
  for (const name of ["/s/Echo", "/s/Later"]) {
    const { status, body } = await call(client, name, large);
    expect(status).toBe("0");
    expect(body.equals(large)).toBe(true);
  }
});

test("a connection keeps what belongs to it", async () => {
  const other = connect(path.join(directory, "s.sock"));
  await call(client, "/s/Count", Buffer.alloc(0));
  expect((await call(client, "/s/Count", Buffer.alloc(0))).body[0]).toBe(2);
  expect((await call(other, "/s/Count", Buffer.alloc(0))).body[0]).toBe(1);
  other.close();
});

test("what a newer client asks for is unimplemented; a bug is internal, and reported", async () => {
  expect((await call(client, "/tfplugin6.Provider/GetResourceIdentitySchemas", Buffer.alloc(0))).status).toBe("12");
  const broken = await call(client, "/s/Bug", Buffer.alloc(0));
  expect(broken).toMatchObject({ status: "13", message: "50%25 broken" });
  expect(bugs).toHaveLength(1);
});
