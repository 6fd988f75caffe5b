import { loadWorkspace, UserError, type Workspace } from "@archipelago/account-stack/workspace";
import { requireName } from "./account-request.ts";
import { generator } from "./write.ts";

interface GuardrailOptions {
  readonly rule?: string;
  readonly reason?: string;
  /** Service prefixes of IAM actions, with commas between. */
  readonly services?: string;
  /** Units and accounts, with commas between. */
  readonly targets?: string;
}

const lists = {
  additional: "export const additional: readonly Guardrail[] = [",
  trial: "export const trial: readonly string[] = [",
};
const imports = {
  unused: 'import type { Guardrail } from "@archipelago/guardrails";',
  used: 'import { denyServices, type Guardrail } from "@archipelago/guardrails";',
};
const width = 120;

/** `nx g guardrail no-databases`: a row in the management account's guardrails.ts, on trial. One that is there stays. */
export const guardrailGenerator = generator<GuardrailOptions>((tree, options) => {
  const workspace = loadWorkspace(tree.root);
  const { rule, reason, services, targets } = requireOptions(workspace, options);
  const file = `accounts/${workspace.organization.accounts.management}/guardrails.ts`;
  const text = tree.read(file, "utf8");
  const lost = Object.values(lists).find((start) => !text?.includes(start));
  if (text === null || lost !== undefined)
    throw new UserError(`has no line "${lost ?? lists.additional}"`, { where: file, next: `git log -- ${file}` });
  if (text.includes(`rule: "${rule}"`)) {
    console.log(`${file} has ${rule}, which stays as it is`);
    return;
  }
  const row = [
    "  denyServices({",
    `    rule: "${rule}",`,
    `    reason: "${reason}",`,
    ...arrayLines("services", services),
    ...arrayLines("targets", targets),
    "  }),",
  ];
  const withRow = text
    .replace(imports.unused, imports.used)
    .replace(lists.additional, () => [lists.additional, ...row].join("\n"))
    .replace("  }),];", "  }),\n];"); // the list was empty
  tree.write(file, withTrial(withRow, rule));
  console.log(`${rule} is on trial in the sandbox. Next: npx nx plan ${workspace.organization.accounts.management}
When nothing broke there, take it out of trial, and it holds for ${targets.join(", ")}.`);
});

function requireOptions(workspace: Workspace, options: GuardrailOptions) {
  const missing = (["rule", "reason", "services", "targets"] as const).filter((key) => !options[key]);
  if (missing.length > 0) {
    throw new UserError(`${missing.join(", ")}: ${missing.length === 1 ? "is" : "are"} missing`, {
      where: "guardrail",
      next: 'npx nx g guardrail no-clusters --reason="why" --services=ecs,eks --targets=Sandbox',
    });
  }
  const { reason = "" } = options;
  const [services, targets] = [listOf(options.services), listOf(options.targets)];
  if (!/^[^\p{Cc}"\\]{10,300}$/u.test(reason)) {
    throw new UserError("reason: must say why, to the person whose call is denied", {
      where: "guardrail",
      allowed: '10 to 300 characters, without " and \\',
    });
  }
  const service = services.find((each) => !/^[a-z0-9-]+$/.test(each));
  if (service !== undefined) {
    throw new UserError(`services: ${JSON.stringify(service)} is no service`, {
      where: "guardrail",
      allowed: "what stands before the colon of an IAM action: ec2, sagemaker",
    });
  }
  const known = ["Root", ...Object.keys(workspace.organization.organizationalUnits), ...workspace.members.keys()];
  const target = targets.find((each) => !known.includes(each));
  if (target !== undefined) {
    throw new UserError(`targets: there is no unit or account ${JSON.stringify(target)}`, {
      where: "guardrail",
      allowed: known.join(", "),
    });
  }
  return { rule: requireName("a guardrail", options.rule!, 64), reason, services, targets };
}

const listOf = (text = ""): string[] => text.split(",").map((each) => each.trim());

/** `key: ["a", "b"],` as prettier has it. */
function arrayLines(key: string, values: readonly string[]): string[] {
  const quoted = values.map((value) => JSON.stringify(value));
  const line = `    ${key}: [${quoted.join(", ")}],`;
  return line.length <= width ? [line] : [`    ${key}: [`, ...quoted.map((value) => `      ${value},`), "    ],"];
}

/** With one more rule on trial, in front: what stands there stays as it is, comments too. */
function withTrial(text: string, rule: string): string {
  const start = text.indexOf(lists.trial) + lists.trial.length;
  const rest = text.slice(start);
  const row = /^ *\r?\n/.test(rest) ? `\n  "${rule}",` : /^ *\]/.test(rest) ? `"${rule}"` : `"${rule}", `;
  return text.slice(0, start) + row + rest;
}
