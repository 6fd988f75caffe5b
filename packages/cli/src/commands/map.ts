import fs from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { compliance } from "@archipelago/checks";
import { mapPage, organizationMap, type LastPlan, type OrganizationMap } from "@archipelago/pages";
import { organizationPolicies } from "@archipelago/permissions";
import { accountReport } from "@archipelago/report";
import {
  historyOf,
  openSession,
  paths,
  readReport,
  readSummary,
  sourceFolders,
  statusOfAll,
  synthesizeOrganization,
  type Session,
} from "@archipelago/runner";
import { findRoot } from "../root.ts";

interface Flags {
  readonly output?: string;
  readonly json?: boolean;
}

/** `show map` */
export function addMap(show: Command, organization: () => string): void {
  show
    .command("map")
    .description("write a page of the whole organisation: accounts, states, paths, guardrails, access, last plans")
    .option("--output <file>", "where to (default: .archipelago/report/map.html)")
    .option("--json", "print what is on it as JSON instead")
    .action(async (flags: Flags) => {
      const root = findRoot();
      const session = await openSession(root, [], { organization: organization() });
      try {
        const map = await gatherMap(session);
        if (flags.json) return console.log(JSON.stringify(map, null, 2));
        const file = path.resolve(flags.output ?? path.join(paths(root).report, "map.html"));
        const page = mapPage(map);
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(file, page);
        const size = Math.ceil(Buffer.byteLength(page) / 1024);
        console.log(`${path.relative(process.cwd(), file)}: ${map.accounts.length} accounts, ${size} KiB`);
      } finally {
        await session.close();
      }
    });
}

/** Everything the map shows: configuration and records of this machine. Nothing is planned, the cloud is not asked. */
export async function gatherMap(session: Session): Promise<OrganizationMap> {
  const { root, organization: facts } = session.workspace;
  const organization = await synthesizeOrganization(session);
  const accounts = organization.stacks.map(({ account }) => account);
  const names = accounts.map(({ name }) => name);
  const statuses = await statusOfAll(session, names);
  const plans = new Map<string, LastPlan>();
  for (const name of names) {
    const plan = await lastPlan(session, name);
    if (plan !== undefined) plans.set(name, plan);
  }
  return organizationMap({
    organization,
    policies: organizationPolicies(organization.stacks, facts.accounts.management),
    judged: compliance(organization),
    statuses: new Map(statuses.map((status) => [status.account, status])),
    modules: new Map(accounts.map(({ name, directory }) => [name, modulesOf(root, directory)])),
    plans,
  });
}

async function lastPlan(session: Session, name: string): Promise<LastPlan | undefined> {
  const { root } = session.workspace;
  const summary = readSummary(root, name);
  if (summary === undefined) return undefined;
  const { history } = await historyOf(session, name);
  return {
    report: readReport(root, name) ?? accountReport(summary, undefined),
    applied: summary.status === "changed" && history[0]?.digests.plan === summary.digests.plan,
  };
}

function modulesOf(root: string, directory: string): string[] {
  return sourceFolders(root, directory).flatMap((folder) =>
    folder.startsWith("modules/") ? [folder.slice("modules/".length)] : [],
  );
}
