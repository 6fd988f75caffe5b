import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { until } from "./processes.ts";
import type { Run, Workspace } from "./workspace.ts";

/**
 * Starts a command whose Terraform stops before it is run with a verb; resolves when it has come there.
 *
 * @returns lets it go on, and resolves when the command has ended
 */
export async function stopBefore(
  verb: string,
  workspace: Workspace,
  args: readonly string[],
): Promise<() => Promise<Run>> {
  const directory = fs.mkdtempSync(workspace.path(".archipelago", "stopped-"));
  const [terraform, reached, gate] = ["terraform", "reached", "gate"].map((name) => path.join(directory, name));
  if (spawnSync("mkfifo", [gate!]).status !== 0) throw new Error(`cannot make ${gate!}`);
  // Once: what comes after is not stopped any more.
  const stop = `if [ "$1" = ${verb} ] && mkdir "${reached!}" 2>/dev/null; then cat "${gate!}"; fi`;
  fs.writeFileSync(terraform!, `#!/bin/sh\n${stop}\nexec terraform "$@"\n`, { mode: 0o755 });
  const { ended } = workspace.start(workspace.command("archipelago", ...args), {
    env: { ARCHIPELAGO_TERRAFORM: terraform! },
  });
  await until(`at ${verb}`, () => fs.existsSync(reached!));
  return async () => {
    fs.writeFileSync(gate!, "");
    return ended;
  };
}
