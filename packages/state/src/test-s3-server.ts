import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** MiniStack evaluates IAM and bucket policies; moto is the second opinion on S3 itself. */
export type S3ServerName = "ministack" | "moto";

const cache = path.resolve(import.meta.dirname, "../../../node_modules/.cache");

/** Whether a server is installed, with a loud line where it is not. `.ci/run` installs both. */
export function s3ServerInstalled(name: S3ServerName = "ministack"): boolean {
  if (existsSync(path.join(cache, name))) return true;
  const command = `python3 -m pip install --no-deps --only-binary :all: --target node_modules/.cache/${name} --requirement packages/state/test-servers/${name}.txt`;
  console.warn(`SKIPPED: ${name} is not installed, so nothing is tried on an S3 server: ${command}`);
  return false;
}

export interface S3ServerOptions {
  /** @default "ministack" */
  readonly server?: S3ServerName;
  /** Whether MiniStack enforces IAM policies. A 12-digit access key id is the root of that account, and always may. @default false */
  readonly auth?: boolean;
  /** @default a free port of 127.0.0.1 */
  readonly port?: number;
  /** Where MiniStack keeps objects, so that they outlive it. @default a folder that is removed when it stops */
  readonly directory?: string;
}

/** A server of S3, IAM and STS on this machine, as a process of its own. */
export interface S3Server {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;
  /** Root of an account: MiniStack takes a 12-digit access key id for the account it belongs to. */
  credentials(accountId: string): { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** What it wrote so far. */
  log(): string;
  /** Ends it and waits until it has ended. @param signal default SIGTERM */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a server and waits until it answers. */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { server = "ministack", port = await freePort() } = options;
  const own = mkdtempSync(path.join(tmpdir(), `archipelago-${server}-`));
  const logFile = path.join(own, "log");
  const log = openSync(logFile, "a");
  const child = spawn("python3", argumentsOf[server](port), {
    env: { PATH: process.env["PATH"], HOME: own, ...environmentOf(own, port, options) },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answers(`${endpoint}${server === "ministack" ? "/_ministack/health" : "/moto-api/data.json"}`, child);
  } catch (error) {
    await end(child, "SIGKILL");
    throw new Error(`${server} did not start: ${(error as Error).message}\n${readFileSync(logFile, "utf8")}`);
  }
  return {
    endpoint,
    port,
    pid: child.pid!,
    credentials: (accountId) => ({ accessKeyId: accountId, secretAccessKey: "test" }),
    log: () => readFileSync(logFile, "utf8"),
    stop: async (signal = "SIGTERM") => {
      await end(child, signal);
      rmSync(own, { recursive: true, force: true });
    },
  };
}

/** Starts a server before the tests of a file, and ends it after them. */
export function useS3Server(options: S3ServerOptions = {}): () => S3Server {
  let server: S3Server | undefined;
  beforeAll(async () => {
    server = await startS3Server(options);
  });
  afterAll(() => server?.stop());
  return () => server!;
}

const argumentsOf = {
  ministack: () => ["-W", "ignore", "-m", "ministack"],
  moto: (port: number) => ["-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", String(port)],
};

/** A whole environment: nothing of the user's AWS settings reaches the server. */
function environmentOf(own: string, port: number, options: S3ServerOptions): Record<string, string> {
  const { server = "ministack", auth = false, directory = path.join(own, "s3") } = options;
  return {
    PYTHONPATH: path.join(cache, server),
    PYTHONDONTWRITEBYTECODE: "1",
    TMPDIR: own,
    ...(server === "ministack" && {
      BIND_HOST: "127.0.0.1", // it listens on every interface otherwise
      GATEWAY_PORT: String(port),
      AUTH: String(auth),
      SERVICES: "s3,sts,iam,kms",
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
      MINISTACK_REGION: "eu-west-1",
      S3_PERSIST: "1",
      S3_DATA_DIR: directory,
    }),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  let failed: Error | undefined;
  child.once("error", (error) => (failed = error));
  for (const deadline = Date.now() + 60_000; ;) {
    if (failed) throw failed;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("it ended at once");
    try {
      const { ok } = await fetch(url);
      if (ok) return;
    } catch {
      // not yet
    }
    if (Date.now() > deadline) throw new Error("it does not answer");
    await wait(50);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
}
