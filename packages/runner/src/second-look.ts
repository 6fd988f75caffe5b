import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Account, Workspace } from "@archipelago/account-stack/workspace";
import type { TerraformBinary } from "@archipelago/terraform";
import { codeDigest, installedVersion, versioned } from "./code.ts";
import { terraformOf, type Configuration } from "./prepare.ts";
import type { ApplyRecord, LastApply } from "./record.ts";
import { recordFile, type RecordVersion } from "./record-store.ts";
import { knownDrift } from "./recorded-drift.ts";
import type { Session } from "./session.ts";
import { simulatedContent } from "./simulated-content.ts";
import type { StateSummary } from "./state.ts";

/** Why an account has to be planned. */
export interface Difference {
  readonly kind:
    "never applied" | "unfinished" | "configuration" | "inputs" | "versions" | "state" | "drift" | "outside";
  readonly text: string;
}

/** What the last-apply record says of what Terraform would be given now. */
export interface SecondLook {
  readonly record: ApplyRecord | undefined;
  readonly recordVersion: RecordVersion;
  readonly state: StateSummary | undefined;
  /** None: a plan would say "no changes", as far as the records go. */
  readonly differences: readonly Difference[];
}

/**
 * Compares an account with its last apply: configuration, inputs, versions and state. When in doubt there is a
 * difference. No Terraform works for it: at most it is asked for its version, once per binary.
 *
 * @throws UserError when the state is damaged or cannot be reached
 */
export async function secondLook(
  session: Session,
  account: Account,
  configuration: Configuration,
): Promise<SecondLook> {
  const { record, version: recordVersion } = await session.states.records.read(account);
  const state = await session.states.read(account);
  const found = (kind: Difference["kind"], text: string): SecondLook => ({
    record,
    recordVersion,
    state,
    differences: [{ kind, text }],
  });
  if (!record && !state) return found("never applied", "never applied");
  if (!record) return found("state", "there is no record of how it was applied");
  const { unfinished, last } = record;
  if (unfinished) return found("unfinished", `the ${unfinished.verb} of ${unfinished.time} did not finish`);
  if (!last) return found("never applied", "destroyed");
  const binary = await terraformOf(session, account).binary();
  return {
    record,
    recordVersion,
    state,
    differences: [
      ...configurationDifferences(last, configuration),
      ...versionDifferences(last.versions, versionsOf(session, binary)),
      ...(await stateDifferences(session, account, last, state)),
      ...(last.simulated === simulatedContent(session, account)
        ? []
        : [{ kind: "drift" as const, text: "the simulated AWS was touched" }]),
      ...outsideDifferences(configuration),
    ],
  };
}

function configurationDifferences(last: LastApply, now: Configuration): Difference[] {
  const differences: Difference[] = [];
  if (last.digests.configuration !== now.digests.configuration)
    differences.push({ kind: "configuration", text: "another configuration" });
  if (last.adopted !== now.digests.adopted) differences.push({ kind: "configuration", text: "other imports" });
  for (const variable of new Set([...Object.keys(last.inputs), ...Object.keys(now.inputDigests)])) {
    if (last.inputs[variable] === now.inputDigests[variable]) continue;
    const [publisher, output] = now.sources[variable]?.split(".") ?? [];
    differences.push({
      kind: "inputs",
      text: publisher === undefined ? `another ${variable}` : `${publisher} publishes another ${output}`,
    });
  }
  if (differences.length === 0 && last.digests.inputs !== now.digests.inputs)
    differences.push({ kind: "inputs", text: "other inputs" });
  return differences;
}

function versionDifferences(before: LastApply["versions"], now: LastApply["versions"]): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .map((name) => ({
      kind: "versions",
      text: `${name} ${now[name] ?? "is gone"}, applied with ${before[name] ?? "none"}`,
    }));
}

async function stateDifferences(
  { workspace: { root, organization }, states }: Session,
  account: Account,
  last: LastApply,
  state: StateSummary | undefined,
): Promise<Difference[]> {
  if (!state) return [{ kind: "state", text: "its state is gone" }];
  const differences: Difference[] = [];
  if (state.lineage !== last.state.lineage) differences.push({ kind: "state", text: "its state is another one" });
  else if (state.serial !== last.state.serial)
    differences.push({
      kind: "state",
      text: `its state has serial ${state.serial}, recorded was ${last.state.serial}`,
    });
  else if (state.digest !== last.state.digest) differences.push({ kind: "state", text: "its state was edited" });
  if (await states.isLocked(account)) differences.push({ kind: "state", text: "its state is locked" });
  const drift = knownDrift(root, organization.name, account.name, state);
  if (drift.length > 0) differences.push({ kind: "drift", text: `${drift.length} drifted when it was last looked` });
  return differences;
}

function outsideDifferences({ json, inputs }: Configuration): Difference[] {
  return [
    ...inputs.placeholders.map((output) => `uses a placeholder for ${output}`),
    ...inputs.awaiting.map((output) => `waits for ${output}`),
    ...outsideData(json).map((what) => `reads ${what}`),
  ].map((text) => ({ kind: "outside", text }));
}

/** Data sources whose value follows from the configuration: they ask nobody. */
const staticData: ReadonlySet<string> = new Set([
  "aws_arn",
  "aws_iam_policy_document",
  "aws_partition",
  "aws_region",
  "aws_service_principal",
]);

/** Functions of Terraform that answer differently each time, or by what is on the disk. */
const impure = /\b(timestamp|plantimestamp|uuid|bcrypt|file\w*|templatefile|pathexpand)\s*\(/g;

/**
 * What a stack reads that none of the digests covers: data sources, local files, the clock. Sorted.
 *
 * @param json the synthesised stack
 */
export function outsideData(json: string): string[] {
  const calls: string[] = [];
  const { data = {}, ...blocks } = JSON.parse(json, (key, value: unknown) => {
    // Anywhere in a text with a template: where one ends, only Terraform's own parser knows.
    for (const text of [key, value])
      if (typeof text === "string" && /[$%]\{/.test(text))
        for (const [, name] of text.matchAll(impure)) calls.push(`${name}()`);
    return value;
  }) as Record<string, object | undefined>;
  const read = new Set([...Object.keys(data).filter((type) => !staticData.has(type)), ...calls]);
  // A check block has data sources of its own; what is inside of a module is not known.
  for (const kind of ["ephemeral", "check", "module"])
    for (const label of Object.keys(blocks[kind] ?? {})) read.add(`${kind}.${label}`);
  return [...read].sort();
}

/** Versions that can change a plan. The provider's is in the configuration too, except that of the simulated one. */
export function versionsOf(
  { workspace: { root }, cloud }: Session,
  { product, version }: Pick<TerraformBinary, "product" | "version">,
): Record<string, string> {
  return {
    [product]: version,
    ...Object.fromEntries(versioned.map((name) => [name, installedVersion(root, name)])),
    ...(cloud.name === "offline" ? { "simulated AWS": simulatorDigest(root).slice(0, 12) } : {}),
  };
}

const simulators = new Map<string, string>();

/** The simulated provider has no version of its own: its sources and facts are it. */
function simulatorDigest(root: string): string {
  let digest = simulators.get(root);
  if (digest === undefined) {
    const folder = path.join(root, "packages/offline-aws/src");
    const hash = createHash("sha256");
    const files = fs.readdirSync(folder, { withFileTypes: true, recursive: true });
    for (const file of files
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort())
      hash.update(path.relative(folder, file)).update("\0").update(fs.readFileSync(file)).update("\0");
    simulators.set(root, (digest = hash.digest("hex")));
  }
  return digest;
}

/**
 * Whether an account may turn out to equal its last apply, told before anything is synthesised: then the provider need
 * not start ahead of time. Wrong either way, it costs a moment, never a result.
 */
export function mayBeSkipped({ root, organization }: Workspace, account: Account): boolean {
  try {
    const text = fs.readFileSync(recordFile(root, organization.name, account.name), "utf8");
    const { last } = JSON.parse(text) as ApplyRecord;
    return last !== null && last.outside.length === 0 && last.digests.code === codeDigest(root, account.directory);
  } catch {
    return false;
  }
}
