import { UserError, type Workspace } from "@archipelago/account-stack/workspace";
import {
  attributeChanges,
  TerraformError,
  type AttributeChange,
  type Plan,
  type ResourceChange,
} from "@archipelago/terraform";
import type { Configuration } from "./prepare.ts";
import { refusedImports } from "./refused-imports.ts";

/** More than a person mends in one go. */
const SHOWN = 6;

/** Where to say what AWS has, by type and attribute that forces a replacement. */
const remedies: Readonly<Record<string, string>> = {
  "aws_vpc.cidr_block": "network.cidr",
  "aws_subnet.cidr_block": "network.subnets, by tier and letter of the zone",
  "aws_subnet.availability_zone":
    "nothing: a subnet cannot change its zone; in imports.json, swap its id with that of the subnet in the zone",
};

const leaving = new Set(["delete", "replace"]);

/**
 * Refuses a plan that imports and destroys: what joins must come through as it is.
 *
 * @param directory the account's folder
 * @throws UserError with each thing that would go, and what to write where
 */
export function refuseDestroysWhileImporting(plan: Plan, directory: string): void {
  const pending = plan.changes.filter(({ importingId }) => importingId !== undefined).length;
  const lost = plan.changes.filter(({ kind }) => leaving.has(kind));
  if (pending === 0 || lost.length === 0) return;
  // What is replaced because something else is, is not what to mend.
  const causes = lost.filter(
    (change) => forcing(change).some(({ unknown }) => !unknown) || forcing(change).length === 0,
  );
  const others = lost.length - causes.length;
  throw new UserError(
    listLines([
      `while ${pending} import${pending === 1 ? " is" : "s are"} pending, the plan would destroy or replace ${lost.length}` +
        (others > 0 ? `, ${others} of them because of the others:` : ":"),
      ...(causes.length > 0 ? causes : lost).map((change) => `  ${describe(change)}`),
    ]),
    {
      where: `${directory}/account.json`,
      allowed: "imports that destroy and replace nothing",
      next: "say what AWS has, or take the line out of imports.json; what is to go goes in a pull request of its own, after the import",
    },
  );
}

function forcing(change: ResourceChange): AttributeChange[] {
  return change.kind === "replace" ? attributeChanges(change).filter(({ forcesReplacement }) => forcesReplacement) : [];
}

function describe(change: ResourceChange): string {
  const reasons = forcing(change);
  if (reasons.length === 0) return `${change.address} would be ${change.kind === "delete" ? "destroyed" : "replaced"}`;
  const differences = reasons.map(({ path, old = "nothing", new: now = "nothing" }) => {
    const remedy = remedies[`${change.type}.${path}`];
    return `${path} is ${old} in AWS and ${now} here${remedy === undefined ? "" : ` (${remedy})`}`;
  });
  return `${change.address} would be replaced: ${differences.join(", ")}`;
}

/**
 * Refuses to import an account under another e-mail address than it has: Terraform would close it and open another one if
 * the module did not keep it from that, and every rule about the address would be about the wrong one.
 *
 * @param json the synthesised stack
 * @throws UserError with the address of each
 */
export function refuseOtherEmails(plan: Plan, json: string, { members }: Pick<Workspace, "members">): void {
  const { resource = {} } = JSON.parse(json) as {
    resource?: { aws_organizations_account?: Readonly<Record<string, { readonly email: string }>> };
  };
  const problems = plan.changes.flatMap((change) => {
    if (change.type !== "aws_organizations_account" || change.importingId === undefined) return [];
    const actual = (change.before as { email?: unknown } | null)?.email;
    const said = resource.aws_organizations_account?.[change.name]?.email;
    if (typeof actual !== "string" || said === undefined || actual.toLowerCase() === said.toLowerCase()) return [];
    const member = [...members.values()].find(({ email }) => email === said);
    return [{ actual, said, id: change.importingId, directory: member?.directory ?? "accounts" }];
  });
  const [first] = problems;
  if (first === undefined) return;
  throw new UserError(
    problems.map(({ id, actual, said }) => `email: AWS knows ${id} by ${actual}, not ${said}`).join("\n"),
    {
      where: problems.map(({ directory }) => `${directory}/account.json`).join(", "),
      allowed: "the address the account has; its root user changes it, in the account, before or after it joins",
      next: `add "email": "${first.actual}"`,
    },
  );
}

/**
 * What Terraform says of an import id that nothing has, in words for whoever wrote the id. Any other error is returned as
 * it is.
 */
export function importProblem(
  thrown: unknown,
  { imports, json }: Pick<Configuration, "imports" | "json">,
  { members }: Pick<Workspace, "members">,
): unknown {
  if (!(thrown instanceof TerraformError)) return thrown;
  const errors = thrown.diagnostics.filter(({ severity }) => severity === "error");
  const missing = [...refusedImports(errors)].flatMap(([to, lack]) => (lack === "object" ? [to] : []));
  if (missing.length === 0 || missing.length < errors.length) return thrown;
  const { import: own = [] } = JSON.parse(json) as { import?: readonly { readonly to: string; readonly id: string }[] };
  const idOf = (to: string): string | undefined => own.find((block) => block.to === to)?.id;
  const strangers = [...members.values()].filter(
    ({ existingAccountId: id }) => id !== undefined && missing.some((to) => idOf(to) === id),
  );
  if (strangers.length === missing.length) {
    return new UserError(
      strangers
        .map(({ existingAccountId: id }) => `existing.accountId: the organisation has no active account ${id!}`)
        .join("\n"),
      {
        where: strangers.map(({ directory }) => `${directory}/account.json`).join(", "),
        allowed: "the ids that aws organizations list-accounts shows; an account outside has to be invited first",
        next: "correct the id, or invite the account and accept: docs/joining.md",
      },
    );
  }
  const lines = missing.flatMap((to) => imports.find((each) => each.to === to) ?? []);
  const [first] = lines;
  if (first === undefined || lines.length < missing.length) return thrown;
  const said = lines.map(
    ({ to, id, where }, index) => `${index === 0 ? "" : `${where}: `}AWS has no ${to.split(".")[0]!} ${id}`,
  );
  return new UserError(listLines(said), {
    where: first.where,
    allowed: "ids of what exists in this account and region; behind an id of another region stands @<region>",
    next: "correct the id, or remove the line to have the resource made",
  });
}

function listLines(lines: readonly string[]): string {
  const more = lines.length - SHOWN;
  return [...lines.slice(0, SHOWN), ...(more > 0 ? [`  and ${more} more`] : [])].join("\n");
}
