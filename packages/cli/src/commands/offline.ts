import { spawn } from "node:child_process";
import { constants } from "node:os";
import type { Command } from "commander";
import { UserError } from "@archipelago/account-stack/light";
import { openCloud, startOfflineAws } from "@archipelago/offline-aws";
import { importedTypes, paths } from "@archipelago/runner";
import { cleanEnvironment } from "@archipelago/terraform";
import { findRoot } from "../root.ts";

export function addOffline(program: Command): void {
  const offline = program
    .command("offline")
    .description("run a command against the simulated cloud: archipelago offline -- terraform plan")
    .argument("[command...]", "any command that runs Terraform: terraform, tofu, cdktf")
    .passThroughOptions()
    .action(async (command: string[]) => {
      if (command.length === 0)
        throw new UserError("which command?", {
          where: "archipelago offline",
          allowed: "archipelago offline -- <command>, or archipelago offline reset",
        });
      process.exitCode = await run(command);
    });
  offline
    .command("reset")
    .description("forget the simulated cloud and the local states of every account")
    .action(() => reset());
}

async function run([program, ...args]: string[]): Promise<number> {
  const root = findRoot();
  const { cloud: cloudDirectory, cache: cacheDirectory } = paths(root);
  const provider = await startOfflineAws({ cloudDirectory, cacheDirectory, accounts: [], types: importedTypes(root) });
  try {
    const environment = cleanEnvironment(process.env, {
      cloud: "offline",
      // Without it cdktf asks the registry for checksums of a provider that nothing downloads here.
      add: { TF_REATTACH_PROVIDERS: provider.reattach(), CDKTF_SKIP_PROVIDER_LOCK: "true" },
    });
    const child = spawn(program!, args, { stdio: "inherit", env: environment });
    // The terminal sends Ctrl-C to the command as well: it ends by itself, and then so do we.
    const ignore = (): void => undefined;
    process.on("SIGINT", ignore);
    return await new Promise<number>((resolve, reject) => {
      child.once("error", (error: NodeJS.ErrnoException) =>
        reject(
          error.code === "ENOENT"
            ? new UserError(`there is no program ${program}`, {
                where: "archipelago offline",
                next: "install it, or give its path",
              })
            : error,
        ),
      );
      child.once("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
    }).finally(() => process.off("SIGINT", ignore));
  } finally {
    await provider.stop();
  }
}

async function reset(): Promise<void> {
  const root = findRoot();
  const { rmSync } = await import("node:fs");
  const { base, cloud } = paths(root);
  openCloud(cloud).reset();
  // A state without its cloud would plan to create everything again under ids that are gone.
  for (const folder of [`${base}/state`, `${base}/journals`, `${base}/plans`, `${base}/report`])
    rmSync(folder, { recursive: true, force: true });
  console.log("The simulated cloud and its states are forgotten. Next: npm run plan");
}
