import type { Command } from "commander";
import { UserError } from "@archipelago/account-stack/user-error";
import { findRoot } from "../root.ts";
import { matrixJson } from "./status-matrix.ts";

interface Flags {
  readonly matrix?: string;
}

export function addStatus(program: Command): void {
  program
    .command("status")
    .description("how accounts are shared out to the machines of a workflow")
    .argument("[account...]", "names of folders in accounts/ (default: every account)")
    .option("--matrix <verb>", "the matrix of a workflow that runs plan, drift or apply, as JSON")
    .action((accounts: string[], { matrix }: Flags) => {
      if (matrix === undefined)
        throw new UserError("what about the accounts?", { where: "status", allowed: "--matrix" });
      console.log(matrixJson(findRoot(), matrix, accounts));
    });
}
