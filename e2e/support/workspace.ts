import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { cloneRepository, copyClone, removeClone } from "../../tools/clone.mjs";

/** What a command came to. */
export interface Run {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the tests read of .archipelago/plans/<account>/summary.json. */
export interface Summary {
  readonly account: string;
  readonly accountId: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly reasons: readonly string[];
  readonly placeholders: readonly string[];
  readonly error?: string;
}

/** A program that runs; its process id is that of its process group. */
export interface Started {
  readonly pid: number;
  readonly ended: Promise<Run>;
}

export interface RunOptions {
  /** Additions to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Relative to the clone. @default the clone */
  readonly cwd?: string;
}

/** A clone of this repository in a temporary folder, in which commands are run as a user would run them. */
export class Workspace {
  readonly root: string;
  readonly git: (...args: string[]) => string;

  /**
   * @param accounts folders to keep. Default: all
   * @param from another clone, to copy as it is, in place of the repository
   */
  constructor(accounts?: readonly string[], from?: string) {
    ({ directory: this.root, git: this.git } =
      from === undefined ? cloneRepository("archipelago-e2e-") : copyClone(from, "archipelago-e2e-"));
    if (accounts === undefined) return;
    for (const name of fs.readdirSync(this.path("accounts")))
      if (name !== "_template" && !accounts.includes(name)) fs.rmSync(this.path("accounts", name), { recursive: true });
    if (!accounts.includes("backup")) this.#withoutCopies();
    for (const name of accounts) this.#withoutAbsent(name, accounts);
    this.git("commit", "--quiet", "--all", "--message", "Fewer accounts");
  }

  /**
   * A clone with some accounts, of which some are applied. The first who asks in a run of Jest applies them; to all others
   * it is a copy of the same clone, so that as many suites begin with an organisation as one pays for.
   */
  static async applied(accounts: readonly string[], names: readonly string[]): Promise<Workspace> {
    const shared = path.join(process.env["ARCHIPELAGO_TEST_RUN"]!, [...accounts, "applied", ...names].join("+"));
    if (!fs.existsSync(shared)) {
      const first = new Workspace(accounts);
      await first.succeed(["apply", ...names, "--yes"]);
      try {
        fs.renameSync(first.root, shared);
      } catch {
        first.remove(); // another worker was faster
      }
    }
    return new Workspace(undefined, shared);
  }

  /** Removes the clone. */
  remove(): void {
    removeClone(this.root);
  }

  /** Absolute path of a file in the clone. */
  path(...file: string[]): string {
    return path.join(this.root, ...file);
  }

  exists(file: string): boolean {
    return fs.existsSync(this.path(file));
  }

  read(file: string): string {
    return fs.readFileSync(this.path(file), "utf8");
  }

  json<T>(file: string): T {
    return JSON.parse(this.read(file)) as T;
  }

  /** The summary of an account's last plan. */
  summary(account: string): Summary {
    return this.json(`.archipelago/plans/${account}/summary.json`);
  }

  /** Writes a file, and the folders above it; anything but text is written as JSON. */
  write(file: string, content: unknown): void {
    fs.mkdirSync(path.dirname(this.path(file)), { recursive: true });
    fs.writeFileSync(this.path(file), typeof content === "string" ? content : JSON.stringify(content, null, 2));
  }

  /** Without the backup account there is nowhere to copy backups to. */
  #withoutCopies(): void {
    this.replace("organization.json", /,\s*"backup": "backup"/.exec(this.read("organization.json"))![0], "");
    this.replace("organization.json", /,\s*"copyDays": \d+/.exec(this.read("organization.json"))![0], "");
  }

  /** Reads and connections of an account with others that are not there. */
  #withoutAbsent(account: string, accounts: readonly string[]): void {
    const file = `accounts/${account}/account.json`;
    if (!this.exists(file)) return;
    const {
      reads = {},
      connections = [],
      ...rest
    } = this.json<{
      reads?: Record<string, string[]>;
      connections?: { with: string }[];
    }>(file);
    const there = (name: string): boolean => accounts.includes(name);
    if (Object.keys(reads).every(there) && connections.every((each) => there(each.with))) return;
    const kept = Object.entries(reads).filter(([name]) => there(name));
    this.write(file, {
      ...rest,
      reads: Object.fromEntries(kept),
      connections: connections.filter((each) => there(each.with)),
    });
  }

  /** Replaces a text that must be there. */
  replace(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    this.write(file, text.replace(from, to));
  }

  /** Undoes every edit of a file that git knows or could know; .archipelago stays. */
  undoEdits(): void {
    this.git("checkout", "--quiet", "--", ".");
    this.git("clean", "--quiet", "-d", "--force");
  }

  /** `npx archipelago ...` */
  archipelago(args: readonly string[], options?: RunOptions): Promise<Run> {
    return this.run(this.command("archipelago", ...args), options);
  }

  /** The same, which must succeed without a word on stderr. Returns what it printed. */
  async succeed(args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.archipelago(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    return stdout;
  }

  /** `npx nx ...` */
  nx(args: readonly string[], options?: RunOptions): Promise<Run> {
    return this.run(this.command("nx", ...args), options);
  }

  /** A command of node_modules/.bin, without the half second that npx takes to find it. */
  command(name: "archipelago" | "nx" | "cdktf", ...args: readonly string[]): string[] {
    return [process.execPath, this.path("node_modules/.bin", name), ...args];
  }

  /** Starts a program in a session of its own, as a terminal does: a signal to its group reaches all it started. */
  start([program, ...args]: readonly string[], { env = {}, cwd = "." }: RunOptions = {}): Started {
    const child = spawn(program!, args, {
      cwd: this.path(cwd),
      env: { ...commandEnvironment(), ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<Run>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    });
    return { pid: child.pid!, ended };
  }

  run(command: readonly string[], options?: RunOptions): Promise<Run> {
    return this.start(command, options).ended;
  }
}

/** The environment of whoever runs the tests, without what would change the behaviour under test. */
export function commandEnvironment(): NodeJS.ProcessEnv {
  const dropped = /^(CI$|JEST_|NX_|NODE_ENV$|NODE_OPTIONS$|ARCHIPELAGO_|FORCE_COLOR$)/;
  const kept = Object.entries(process.env).filter(([name]) => !dropped.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: "1", NPM_CONFIG_LOGLEVEL: "error" };
}
