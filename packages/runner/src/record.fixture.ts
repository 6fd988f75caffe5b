import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Account, Workspace } from "@archipelago/account-stack/workspace";
import { noCounts, type PlanSummary } from "@archipelago/report";
import { Interruption } from "@archipelago/terraform";
import { paths } from "./paths.ts";
import type { PlannedAccount } from "./plan.ts";
import { terraformOf, type Configuration } from "./prepare.ts";
import type { Session } from "./session.ts";
import { openStates } from "./state.ts";

/** A repository in a temporary folder with one account, as far as records look at it. No Terraform works in it. */
export class Repository {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-record-"));
  readonly account = { name: "shop-dev", directory: "accounts/shop-dev" } as Account;

  constructor() {
    for (const folder of ["modules", "packages"]) fs.mkdirSync(path.join(this.root, folder));
    for (const name of ["cdktf", "@cdktf/provider-aws", "constructs", "sucrase"])
      this.write(`node_modules/${name}/package.json`, '{ "version": "1.0.0" }');
    this.write("packages/offline-aws/src/server.ts", "");
    this.write("accounts/shop-dev/stack.ts", "");
    this.writeState({ serial: 1 });
    this.installTerraform("1.11.4");
  }

  remove(): void {
    fs.rmSync(this.root, { recursive: true });
  }

  write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(this.root, file)), { recursive: true });
    fs.writeFileSync(path.join(this.root, file), text);
  }

  /** Absolute path of a file beside the state. */
  beside(file: string): string {
    return path.join(path.dirname(paths(this.root).state("acme", "shop-dev")), file);
  }

  writeState(more: object): void {
    const state = { lineage: "a", serial: 1, resources: [{ mode: "managed" }], ...more };
    this.write(path.relative(this.root, this.beside("terraform.tfstate")), JSON.stringify(state));
  }

  /** A program that knows its version only. */
  installTerraform(version: string): void {
    this.write(`bin/terraform-${version}`, `#!/bin/sh\necho "Terraform v${version}"\n`);
    fs.chmodSync(path.join(this.root, `bin/terraform-${version}`), 0o755);
    process.env["ARCHIPELAGO_TERRAFORM"] = path.join(this.root, `bin/terraform-${version}`);
  }

  /** A run of its own each time, as far as what is kept in memory goes. */
  session(): Session {
    const workspace = {
      root: this.root,
      organization: { name: "acme", cloud: "offline" },
      accounts: new Map([["shop-dev", this.account]]),
      members: new Map(),
      problems: new Map(),
    };
    const cloud = { name: "offline", accountId: () => "111122223333" } as unknown as Session["cloud"];
    return {
      workspace: workspace as unknown as Workspace,
      cloud,
      states: openStates(workspace as unknown as Workspace, cloud),
      locks: true,
      interruption: new Interruption(),
      options: {},
      parallel: 1,
      changed: undefined,
      close: async () => undefined,
    };
  }

  configuration(more: Partial<Configuration> = {}): Configuration {
    return {
      json: "{}",
      inputs: { values: {}, placeholders: [], awaiting: [], awaited: {} },
      inputDigests: { account_id: "i", network_zone: "z" },
      sources: { network_zone: "network.zone" },
      adopted: undefined,
      imports: [],
      leaving: new Set(),
      digests: { configuration: "c", inputs: "i", adopted: null },
      ...more,
    };
  }

  /** What a plan of the account came to. */
  planned(more: Partial<PlanSummary> = {}, configuration = this.configuration()): PlannedAccount {
    const { configuration: synthesized, inputs } = configuration.digests;
    const summary = {
      account: "shop-dev",
      status: "changed",
      counts: noCounts,
      placeholders: [],
      digests: { configuration: synthesized, inputs, code: "k", plan: "p", review: null },
      state: { lineage: "a", serial: 1 },
      ...more,
    } as unknown as PlanSummary;
    const terraform = terraformOf(this.session(), this.account);
    return {
      summary,
      prepared: { account: this.account, configuration, terraform } as unknown as NonNullable<
        PlannedAccount["prepared"]
      >,
    };
  }
}
