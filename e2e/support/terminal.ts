import { spawn, spawnSync } from "node:child_process";
import type { Workspace } from "./workspace.ts";

/** What a command wrote to a terminal, and how it ended. */
export interface TerminalRun {
  readonly output: string;
  /** 128 and the signal's number when one ended it. */
  readonly exitCode: number | null;
}

/** Runs a command on a pseudo terminal of its own; types a text once it has written another. */
const program = `
import fcntl, json, os, pty, struct, sys, termios
given = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", given["rows"], given["columns"], 0, 0))
    os.execvp(given["command"][0], given["command"])
output, typed = b"", False
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    output += data
    sys.stdout.buffer.write(data)
    if given["after"] and not typed and given["after"].encode() in output:
        typed = True
        os.write(terminal, given["type"].encode())
_, status = os.waitpid(pid, 0)
code = os.waitstatus_to_exitcode(status)
sys.exit(128 - code if code < 0 else code)
`;

/** Whether this machine can do it: Python 3.9 with its pty module. */
export const hasTerminal =
  spawnSync("python3", ["-c", "import os, pty, termios; os.waitstatus_to_exitcode"]).status === 0;

export interface TerminalOptions {
  readonly rows?: number;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Once this was written ... */
  readonly after?: string;
  /** ... this is typed. */
  readonly type?: string;
}

export function onTerminal(
  workspace: Workspace,
  command: readonly string[],
  { rows = 24, columns = 100, env = {}, after = "", type = "" }: TerminalOptions = {},
): Promise<TerminalRun> {
  const { CI: _ci, NO_COLOR: _noColour, FORCE_COLOR: _forceColour, ...inherited } = process.env;
  const child = spawn("python3", ["-c", program, JSON.stringify({ rows, columns, command, after, type })], {
    cwd: workspace.root,
    env: { ...inherited, TERM: "xterm-256color", npm_config_loglevel: "error", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (exitCode) => resolve({ output, exitCode }));
  });
}
