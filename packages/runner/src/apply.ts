import { UserError } from "@archipelago/account-stack/workspace";
import { planFiles } from "./artefacts.ts";
import { describePlan, describeSummary } from "./describe.ts";
import { planAccount } from "./plan.ts";
import type { Session } from "./session.ts";
import type { Outcome } from "./outcome.ts";

/**
 * Plans an account and applies that very plan.
 *
 * @param mode `destroy` destroys everything in the state
 * @throws UserError when the plan cannot be applied or nobody agreed to it
 */
export async function applyAccount(
  session: Session,
  name: string,
  mode: "normal" | "destroy" = "normal",
): Promise<Outcome> {
  const { summary, prepared, plan } = await planAccount(session, name, mode);
  const line = describeSummary(summary);
  if (summary.status === "failed") return { success: false, text: line };
  if (summary.status === "pending")
    throw new UserError("the account does not exist yet", {
      where: name,
      next: "apply management first: it creates the account",
    });
  const { awaited = {} } = prepared?.inputs ?? {};
  // Destroying waits for nobody.
  const more = mode === "normal" && Object.keys(awaited).length > 0 ? { awaited } : {};
  if (!prepared || !plan) return { success: true, text: line, ...more };
  // Values that are not real yet must never reach the cloud. What is destroyed needs no values.
  if (mode === "normal" && summary.placeholders.length > 0) {
    const publishers = [...new Set(summary.placeholders.map((placeholder) => placeholder.split(".")[0]!))];
    throw new UserError(`the plan uses placeholders for ${summary.placeholders.join(", ")}`, {
      where: name,
      next: `apply ${publishers.join(", ")} first, or all in order: npm run archipelago -- apply --all`,
    });
  }
  await agree(session, name, `${line}\n${describePlan(plan)}`, mode);
  if (mode === "destroy") {
    // `terraform plan -destroy` takes no notice of `removed` blocks: what is to stay is forgotten first.
    const { terraform, forgotten } = prepared;
    const known = forgotten.length === 0 ? [] : await terraform.stateList();
    const kept = forgotten.filter((address) => known.includes(address));
    if (kept.length > 0) {
      await terraform.stateRemove(kept);
      await terraform.plan({ out: planFiles(session.workspace.root, name).plan, mode });
    }
  }
  await prepared.terraform.apply(planFiles(session.workspace.root, name).plan);
  const { add, change, destroy, replace, import: imported } = summary.counts;
  const done =
    mode === "destroy"
      ? `destroyed, ${destroy} resources`
      : `applied, ${imported > 0 ? `${imported} imported, ` : ""}${add} added, ${change} changed, ${replace} replaced, ${destroy} destroyed`;
  return { success: true, text: `${name}: ${done}`, ...more };
}

async function agree({ options }: Session, name: string, changes: string, mode: "normal" | "destroy"): Promise<void> {
  const verb = mode === "destroy" ? "destroy" : "apply";
  if (options.yes?.has(name)) return;
  if (!options.confirm) {
    throw new UserError(`${verb} asks before it changes anything, and there is nobody to ask`, {
      where: name,
      next: `look at the plan, then npx nx ${verb} ${name} --yes`,
    });
  }
  if (!(await options.confirm(name, changes))) throw new UserError("nothing was changed: you said no", { where: name });
}
