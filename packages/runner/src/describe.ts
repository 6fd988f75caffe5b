import { attributeChanges, titleOf, type Plan } from "@archipelago/terraform";
import type { PlanSummary } from "@archipelago/report";

const symbols: Readonly<Record<string, string>> = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "±",
  import: "←",
  move: "→",
  forget: "∅",
};

/** A plan in one line. */
export function describeSummary({ account, status, counts, error, reasons, placeholders }: PlanSummary): string {
  if (status === "failed") return error ?? `${account} failed`;
  if (status !== "changed") return `${account}: ${status}${reasons.length > 0 ? ` (${reasons.join(", ")})` : ""}`;
  const words = {
    add: "to add",
    change: "to change",
    replace: "to replace",
    destroy: "to destroy",
    import: "to import",
    move: "to move",
    forget: "to forget",
  } as const;
  const parts = Object.entries(words).flatMap(([key, text]) =>
    counts[key as keyof typeof counts] > 0 ? [`${counts[key as keyof typeof counts]} ${text}`] : [],
  );
  const placeholder = placeholders.length > 0 ? `; uses placeholders for ${placeholders.join(", ")}` : "";
  return `${account}: ${parts.length > 0 ? parts.join(", ") : "outputs change"}${placeholder}`;
}

/** The changes of a plan, one line each, attributes of updates and replacements below. Sensitive values are not shown. */
export function describePlan(plan: Plan): string {
  return plan.changes
    .filter(({ kind }) => kind in symbols)
    .flatMap((change) => [
      `  ${symbols[change.kind]} ${titleOf(change)}`,
      ...(change.kind === "update" || change.kind === "replace"
        ? attributeChanges(change).map(
            ({ path, old, new: next, forcesReplacement }) =>
              `      ${path}: ${old ?? "(none)"} -> ${next ?? "(none)"}${forcesReplacement ? " (forces replacement)" : ""}`,
          )
        : []),
    ])
    .concat(plan.outputs.map(({ name }) => `  ~ output ${name}`))
    .join("\n");
}
