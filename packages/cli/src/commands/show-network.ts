import { networkPlan, type NetworkPlan } from "@archipelago/checks";
import { loadWorkspace } from "@archipelago/account-stack/workspace";
import type { Command } from "commander";
import { findRoot } from "../root.ts";
import { columns } from "./columns.ts";

export function addShowNetwork(show: Command, organization: () => string): void {
  show
    .command("network")
    .description("the address plan: who has which addresses, what is free, and which networks are joined")
    .option("--json", "print it as JSON")
    .action(({ json }: { json?: boolean }) => {
      const workspace = loadWorkspace(findRoot(), organization());
      const [problem] = workspace.problems.values();
      if (problem) throw problem; // an account that cannot be read has addresses too
      const plan = networkPlan(workspace);
      console.log(json ? JSON.stringify(plan, null, 2) : networkTable(plan));
    });
}

function networkTable({ supernet, ledger, accounts }: NetworkPlan): string {
  const count = (number: number): string => number.toLocaleString("en");
  const ledgerRows = ledger.map(({ use, region = "", cidr, accounts: of, addresses, used, next }) => [
    cidr,
    region === "" ? `reserved: ${use}` : use,
    region,
    String(of),
    count(addresses),
    `${Math.ceil((100 * used) / addresses)}%`,
    next ?? "none",
  ]);
  const accountRows = accounts.map(({ account, environment, region, cidrs, addresses, zones, peers }) => [
    cidrs.join(" "),
    account,
    environment,
    region,
    count(addresses),
    String(zones),
    peers.join(", ") || "-",
  ]);
  return [
    `Address plan of ${supernet}`,
    "",
    ...columns(["BLOCK", "ENVIRONMENT", "REGION", "ACCOUNTS", "ADDRESSES", "USED", "NEXT FREE"], ledgerRows),
    "",
    ...columns(["NETWORK", "ACCOUNT", "ENVIRONMENT", "REGION", "ADDRESSES", "ZONES", "JOINED WITH"], accountRows),
  ].join("\n");
}
