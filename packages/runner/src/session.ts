import {
  loadWorkspace,
  remoteState,
  UserError,
  type Account,
  type Workspace,
} from "@archipelago/account-stack/workspace";
import { Interruption } from "@archipelago/terraform";
import type { AgreementOptions } from "./agreement.ts";
import { changedFiles } from "./changed-files.ts";
import { openCloud, type Cloud, type Role } from "./cloud.ts";
import type { FirstReview } from "./first-review.ts";
import type { DestroyAllowance } from "./gates.ts";
import { openStates, type StateStore } from "./state.ts";
import { mayBeSkipped } from "./second-look.ts";

/** Options every verb takes. */
export interface VerbOptions extends AgreementOptions {
  /** Accounts at the same time. Default: the cores of this machine offline, 8 on AWS. */
  readonly parallel?: number;
  /** The organisation's file, relative to the root. Default: organization.json. */
  readonly organization?: string;
  /** Plan even what equals the last apply. */
  readonly full?: boolean;
  /** Only first plans of accounts that were reviewed before they existed, by account; any other plan fails. */
  readonly first?: ReadonlyMap<string, FirstReview>;
  /** Leave to destroy more than the environment allows. */
  readonly allowDestroy?: DestroyAllowance;
  /** How long to wait for whoever holds an account or its state. Default: 30 seconds. */
  readonly lockTimeoutSeconds?: number;
  /** Told when work on an account begins. */
  readonly onStart?: (account: string) => void;
  /** Accounts that could not even be ordered, with the reason. */
  readonly unorderable?: ReadonlyMap<string, string>;
}

/** One run over some accounts: configuration, cloud and what to do on Ctrl-C, opened once for all of them. */
export interface Session {
  readonly workspace: Workspace;
  readonly cloud: Cloud;
  readonly states: StateStore;
  /**
   * Whether a plan takes the lock of the state. On S3 only one that is about to be applied does: a role that can write the
   * lock can also remove that of an apply which is under way, so the plan role cannot.
   */
  readonly locks: boolean;
  readonly parallel: number;
  readonly options: VerbOptions;
  readonly interruption: Interruption;
  /** Files that differ from the commit `nx affected` compares with; undefined outside of such a run. */
  readonly changed: readonly string[] | undefined;
  close(): Promise<void>;
}

/**
 * Opens a session in which Terraform has access to the accounts of `names` that are valid.
 *
 * @param role to act as
 * @param skips whether accounts that are as last applied will not need Terraform
 * @throws UserError when the organisation's file is invalid
 */
export async function openSession(
  root: string,
  names: readonly string[],
  options: VerbOptions,
  skips = false,
  role: Role = "plan",
): Promise<Session> {
  const workspace = loadWorkspace(root, options.organization);
  const accounts = names
    .map((name) => workspace.accounts.get(name))
    .filter((account): account is Account => account !== undefined);
  const late = skips && accounts.every((account) => mayBeSkipped(workspace, account));
  const reviewed = [...(options.reviewed ?? [])].flatMap(([name, { accountId }]) =>
    accountId === undefined ? [] : [[name, accountId] as const],
  );
  const cloud = await openCloud(workspace, accounts, late ? "when needed" : "at once", role, new Map(reviewed));
  const interruption = new Interruption();
  const stopListening = interruption.listen();
  const base = process.env["ARCHIPELAGO_BASE"];
  return {
    workspace,
    cloud,
    states: openStates(workspace, cloud),
    locks: role !== "plan" || remoteState(workspace.organization) === undefined,
    parallel: options.parallel ?? cloud.parallel,
    options,
    interruption,
    changed: base === undefined ? undefined : changedFiles(root, base),
    close: async () => {
      stopListening();
      await cloud.close();
    },
  };
}

/**
 * A valid account by name.
 *
 * @throws UserError with what is wrong with it, or with the names there are
 */
export function accountOf(session: Session, name: string): Account {
  const unorderable = session.options.unorderable?.get(name);
  const problem = session.workspace.problems.get(name);
  if (problem) throw problem;
  if (unorderable !== undefined) throw new UserError(unorderable);
  const account = session.workspace.accounts.get(name);
  if (!account && session.workspace.members.has(name))
    throw new UserError(`the account "${name}" is closed: nothing is left to work on`, {
      where: `accounts/${name}/account.json: lifecycle`,
    });
  if (!account) {
    throw new UserError(`there is no account "${name}"`, {
      where: "accounts/",
      allowed: [...session.workspace.accounts.keys()].join(", "),
    });
  }
  return account;
}
