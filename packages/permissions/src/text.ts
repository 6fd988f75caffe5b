import type { Explanation, Possible, Reason } from "./explain.ts";
import type { Access } from "./roles.ts";

/** An explanation as a person reads it. */
export function explanationText(explanation: Explanation): string {
  const { action, account, region, role, resource, verdict, by, missing } = explanation;
  const lines: (readonly [label: string, text: string])[] = [];
  for (const reason of byRule(by)) {
    lines.push(["by", describe(reason)]);
    if (reason.reason !== undefined) lines.push(["why", reason.reason]);
  }
  if (missing !== undefined) {
    const where = missing.level === undefined ? "" : ` at ${missing.level}`;
    const as = verdict === "depends" ? " as it is asked" : "";
    lines.push(["by", `nothing denies it, but no ${missing.layer}${where} allows it${as}`]);
  }
  for (const { rule, expires, reason } of explanation.exceptions) {
    lines.push(["except", `${rule} leaves ${account} out until ${expires}: ${reason}`]);
  }
  for (const policy of explanation.unknown)
    lines.push(["unknown", `${policy} is not in this repository and has a say`]);
  for (const possible of explanation.possible) {
    lines.push([possible.effect === "Allow" ? "granted" : "denied", describePossible(possible)]);
  }
  for (const note of explanation.notes) lines.push(["note", note]);
  const head = `${verdict.toUpperCase()}  ${action} in ${account} (${region}) by ${role}${resource === "*" ? "" : ` on ${resource}`}`;
  const body = lines.map(([label, text]) => `  ${label.padEnd(8)}${text}`);
  const { ask } = explanation;
  const request =
    ask === undefined
      ? []
      : ["", `To ask for an exception, add to ${ask.file} in a pull request:`, ...ask.lines.map((line) => `  ${line}`)];
  return [head, ...body, ...request].join("\n");
}

/** One of the statements of each rule, or of each policy's statement without one. */
function byRule<R extends Reason>(reasons: readonly R[]): R[] {
  const seen = new Map<string, R>();
  for (const reason of reasons) {
    const key = `${reason.layer} ${reason.level} ${reason.rule ?? `${reason.policy} ${reason.sid}`}`;
    if (!seen.has(key)) seen.set(key, reason);
  }
  return [...seen.values()];
}

function describe({ layer, level, policy, sid, rule }: Reason): string {
  const where = level === undefined ? "" : ` at ${level}`;
  return rule === undefined
    ? `${sid} in ${policy}, ${article(layer)}${where}`
    : `guardrail ${rule}, ${article(layer)}${where} (${sid} in ${policy})`;
}

const article = (layer: string): string => `${/^[aeiou]/.test(layer) ? "an" : "a"} ${layer}`;

function describePossible({ resources, when, ...reason }: Possible): string {
  const conditions = [
    ...(resources === undefined ? [] : [`on ${resources.join(", ")}`]),
    ...(when.length === 0 ? [] : [`when ${when.join(" and ")}`]),
  ];
  return `${conditions.join(" ")}: ${reason.rule ?? `${reason.sid} in ${reason.policy}`}`;
}

/** Who has what where: a row for each account and group, permission sets together. */
export function accessTable(access: readonly Access[]): string {
  const rows = new Map<string, [account: string, group: string, sets: string[]]>();
  for (const { account, group, permissionSet } of access) {
    const row = rows.get(`${account} ${group}`);
    if (row) row[2].push(permissionSet);
    else rows.set(`${account} ${group}`, [account, group, [permissionSet]]);
  }
  const cells = [
    ["ACCOUNT", "GROUP", "PERMISSION SETS"],
    ...[...rows.values()].map(([a, b, c]) => [a, b, c.join(", ")]),
  ];
  const widths = [0, 1].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map(([a, b, c]) => `${a!.padEnd(widths[0]!)}  ${b!.padEnd(widths[1]!)}  ${c}`).join("\n");
}
