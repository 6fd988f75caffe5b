import { createHash } from "node:crypto";
import fs from "node:fs";
import { UserError, type Account } from "@archipelago/account-stack/workspace";
import type { PreparedAccount } from "./prepare.ts";
import { paths } from "./paths.ts";
import type { Session } from "./session.ts";

/** What is known of an account's state. */
export interface StateSummary {
  readonly lineage: string;
  readonly serial: number;
  /** Managed resources in it. */
  readonly resources: number;
  /** sha256 of the whole; undefined on AWS. */
  readonly digest?: string;
}

/** Undefined when nothing was ever applied. A local file is read directly: it saves a Terraform per account. */
export async function readState(
  session: Session,
  { account, terraform }: PreparedAccount,
): Promise<StateSummary | undefined> {
  return session.cloud.name === "aws" ? terraform.state() : readLocalState(session, account);
}

/** The state of an account whose backend is a local file. */
export function readLocalState({ workspace }: Pick<Session, "workspace">, account: Account): StateSummary | undefined {
  const file = paths(workspace.root).state(workspace.organization.name, account.name);
  if (!fs.existsSync(file)) return undefined;
  try {
    const text = fs.readFileSync(file, "utf8");
    const { lineage, serial, resources } = JSON.parse(text) as {
      lineage: string;
      serial: number;
      resources: { mode: string }[];
    };
    return {
      lineage,
      serial,
      resources: resources.filter(({ mode }) => mode === "managed").length,
      digest: createHash("sha256").update(text).digest("hex"),
    };
  } catch (error) {
    throw new UserError(`the state is damaged: ${(error as Error).message}`, {
      where: file,
      next: fs.existsSync(`${file}.backup`) ? `cp ${file}.backup ${file}` : "npm run archipelago -- offline reset",
    });
  }
}
