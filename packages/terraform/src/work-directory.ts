import { lstatSync, mkdirSync, readdirSync, realpathSync, rmSync } from "node:fs";
import path from "node:path";
import { asUserError, UserError } from "@archipelago/account-stack/user-error";
import { erroredStateFile, hasErroredState } from "./errored-state.ts";
import { readIfExists, writeAtomic } from "./files.ts";
import type { JsonObject } from "./json.ts";

/** What belongs into a work directory. */
export interface WorkDirectoryContent {
  /** Text of cdk.tf.json. Written as it is: whether it is valid is for Terraform to say. */
  readonly configuration: string;
  /** Values of Terraform variables. @default none, and an earlier file is removed */
  readonly inputs?: JsonObject;
  /** Text of adopted.tf.json: import blocks that are not the configuration's own. @default none, and an earlier file is removed */
  readonly adopted?: string;
}

const CONFIGURATION = "cdk.tf.json";
const INPUTS = "outputs.auto.tfvars.json";
const ADOPTED = "adopted.tf.json";

/** Terraform reads every one of these without being told. */
const READ_BY_TERRAFORM = /\.(tf|tofu|tfvars)(\.json)?$/;

/** What this process wrote last, by directory and file. */
const written = new Map<string, ReadonlyMap<string, string>>();

/**
 * Makes a directory hold exactly one configuration and its inputs. Files are replaced in one step and only when
 * their text differs; other configuration and variable files are removed, because Terraform would silently read them.
 * `.terraform`, states and everything else stay.
 * @returns whether anything was different
 * @throws UserError when the directory or something in it leads elsewhere, cannot be written to, or holds a state
 *   that could not be saved (errored.tfstate)
 */
export function prepareWorkDirectory(
  directory: string,
  { configuration, inputs, adopted }: WorkDirectoryContent,
): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    refuseLinks(directory);
    refuseErroredState(directory);
    const content = new Map([[CONFIGURATION, configuration]]);
    if (inputs !== undefined) content.set(INPUTS, `${JSON.stringify(inputs, undefined, 2)}\n`);
    if (adopted !== undefined) content.set(ADOPTED, adopted);
    const { strays, stale } = differences(directory, content);
    for (const name of strays) rmSync(path.join(directory, name), { recursive: true });
    for (const name of stale) writeAtomic(path.join(directory, name), content.get(name)!);
    written.set(directory, content);
    return strays.length + stale.length > 0;
  } catch (error) {
    throw asUserError(error, directory);
  }
}

/**
 * To be called when Terraform has read a work directory: what it read must be what this process wrote.
 *
 * @throws UserError when somebody else wrote to it since {@link prepareWorkDirectory}
 */
export function refuseOtherConfiguration(directory: string): void {
  const content = written.get(directory);
  if (content === undefined) return;
  const { strays, stale } = differences(directory, content);
  const [name] = [...strays, ...stale];
  if (name === undefined) return;
  throw new UserError("somebody else wrote to the work directory while Terraform planned; nothing was applied", {
    where: path.join(directory, name),
    next: "run it again",
  });
}

/** Files that Terraform would read beside the content, and those of the content that are not there as they should be. */
function differences(directory: string, content: ReadonlyMap<string, string>) {
  const present = readdirSync(directory).filter((name) => READ_BY_TERRAFORM.test(name));
  return {
    strays: present.filter((name) => !content.has(name)),
    stale: [...content]
      .filter(([name, text]) => readIfExists(path.join(directory, name)) !== text)
      .map(([name]) => name),
  };
}

/**
 * @throws UserError when Terraform could not save a state: another run would make a second, different one
 */
export function refuseErroredState(directory: string): void {
  if (!hasErroredState(directory)) return;
  const file = erroredStateFile(directory);
  throw new UserError("an earlier apply could not save its state, and left it here", {
    where: file,
    next: "apply again: it saves this state first, unless somebody else has changed the remote one",
  });
}

/** Through a link, Terraform would read or write what belongs to something else. */
function refuseLinks(directory: string): void {
  const inside = realpathSync(directory) + path.sep;
  const entries = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isSymbolicLink());
  const links = entries
    .map(({ name }) => path.join(directory, name))
    .filter((link) => !target(link).startsWith(inside));
  if (lstatSync(directory).isSymbolicLink()) links.unshift(directory);
  const [link] = links;
  if (link === undefined) return;
  throw new UserError(`is a symbolic link that leads out of the work directory, to ${target(link)}`, {
    where: link,
    next: `rm ${link}`,
  });
}

function target(link: string): string {
  try {
    return realpathSync(link);
  } catch {
    return "nowhere";
  }
}
