import {
  attributeChanges,
  titleOf,
  type AttributeChange,
  type OutputChange,
  type Plan,
  type ResourceChange,
  type ValueChange,
} from "@archipelago/terraform";
import { concealed, holdsSecret, isNameOfSecret, isObject, isSecretName, jsonIn, withoutSecrets } from "./secrets.ts";
import type { PlanSummary } from "./summary.ts";

/** How a change is marked; what is not in it changes nothing. */
export const symbols = {
  create: "+",
  update: "~",
  delete: "-",
  replace: "±",
  import: "←",
  move: "→",
  forget: "∅",
} as const;

/** What a report says of one attribute; undefined where there is no value. */
export interface ReportedAttribute {
  readonly path: string;
  readonly old?: string;
  readonly new?: string;
  readonly forcesReplacement?: true;
}

/** What a report says of one resource or output. */
export interface ReportedChange {
  readonly kind: keyof typeof symbols;
  /** Address, and where the resource comes from when it is imported or moved. */
  readonly title: string;
  readonly address: string;
  /** Attributes that force a replacement. */
  readonly forcedBy: readonly string[];
  readonly attributes: readonly ReportedAttribute[];
}

/** All that a report needs of one account. Holds no secret: unlike a plan it may leave the machine. */
export interface AccountReport {
  readonly summary: PlanSummary;
  /** Whether `nx affected` selected the account, or somebody named it. */
  readonly selectedBy: "graph" | "name";
  readonly changes: readonly ReportedChange[];
  /** What cloud and Terraform call the account's own resources, by value: `subnet-0a1b…` is `aws_subnet.data_a.id`. */
  readonly ownIds: Readonly<Record<string, string>>;
}

/** Takes from a plan what a reviewer is shown. */
export function accountReport(
  summary: PlanSummary,
  plan: Plan | undefined,
  selectedBy: AccountReport["selectedBy"] = "name",
): AccountReport {
  const changes = [
    ...(plan?.changes ?? []).flatMap((change) => (change.kind in symbols ? [reported(change)] : [])),
    ...(plan?.outputs ?? []).map(output),
  ];
  const shown = JSON.stringify(changes);
  const { error } = summary;
  return {
    summary: {
      ...summary,
      reasons: summary.reasons.map(withoutSecrets),
      ...(error === undefined ? {} : { error: withoutSecrets(error) }),
    },
    selectedBy,
    changes,
    ownIds: Object.fromEntries(ownIds(plan?.changes ?? []).filter(([id]) => shown.includes(id))),
  };
}

function reported(change: ResourceChange): ReportedChange {
  return {
    kind: change.kind as ReportedChange["kind"],
    title: withoutSecrets(titleOf(change)) + (change.deposed === undefined ? "" : ` (leftover ${change.deposed})`),
    address: withoutSecrets(change.address),
    forcedBy: change.replacePaths,
    // What is destroyed is named, not spelled out.
    attributes: change.kind === "delete" || change.kind === "forget" ? [] : attributes(change),
  };
}

function output({ name, actions, ...values }: OutputChange): ReportedChange {
  const title = `output ${withoutSecrets(name)}`;
  const [action] = actions;
  return {
    kind: action === "create" || action === "delete" ? action : "update",
    title,
    address: title,
    forcedBy: [],
    attributes: attributes(values).map((attribute) => ({ ...attribute, path: attribute.path || "value" })),
  };
}

function attributes(change: ValueChange & { readonly replacePaths?: readonly string[] }): ReportedAttribute[] {
  return attributeChanges(change)
    .filter(({ old, new: now }) => old !== undefined || now !== undefined)
    .filter((attribute) => change.before !== null || !isUninteresting(attribute))
    .flatMap(inside)
    .map(({ path, old, new: now, forcesReplacement }) => {
      const hide =
        namedSecretBeside(change, path) || [old, now].some((text) => text !== undefined && isSecret(path, text));
      return {
        path: withoutSecrets(path),
        ...(old === undefined ? {} : { old: hide ? concealed : old }),
        ...(now === undefined ? {} : { new: hide ? concealed : now }),
        ...(forcesReplacement ? { forcesReplacement: true as const } : {}),
      };
    });
}

/** Of a new resource: what is not set, what is only known later, and the tags that all of the account's resources have. */
function isUninteresting({ path, old, new: now }: AttributeChange): boolean {
  if (/^tags_all\b/.test(path)) return true;
  return old === undefined && (now === "(known after apply)" || now === "[]" || now === "{}" || now === '""');
}

/** A policy is one long text to Terraform: its parts are what a reviewer wants to see. */
function inside(attribute: AttributeChange): AttributeChange[] {
  if (attribute.old === undefined || attribute.new === undefined) return [attribute];
  const [before, after] = [attribute.old, attribute.new].map((text) => jsonIn(parsed(text)));
  if (before === undefined || after === undefined) return [attribute];
  const marks = { afterUnknown: false, beforeSensitive: false, afterSensitive: false };
  const parts = attributeChanges({ before, after, ...marks } as ValueChange);
  // Only white space or the order of keys differs.
  if (parts.length === 0) return [attribute];
  // A name beside a secret is not in a part: the whole decides.
  if (holdsSecret([before, after], lastName(attribute.path))) return [attribute];
  return parts.map((part) => ({
    ...part,
    path: `${attribute.path}${part.path === "" || part.path.startsWith("[") ? "" : "."}${part.path}`,
    forcesReplacement: attribute.forcesReplacement,
  }));
}

/** What {@link attributeChanges} wrote, read again; its marks, which are no JSON, become null. */
function parsed(text: string): unknown {
  const marks = /"(?:[^"\\]|\\.)*"|\((?:sensitive|known after apply)\)/g;
  const json = text.includes("(") ? text.replaceAll(marks, (match) => (match.startsWith('"') ? match : "null")) : text;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Whether a `value` stands beside a `name` that is that of a secret, which itself need not change. */
function namedSecretBeside({ before, after }: ValueChange, path: string): boolean {
  const parts = [...path.matchAll(/\[("(?:[^"\\]|\\.)*")\]|[^.[\]]+/g)].map(([part, quoted]) =>
    quoted === undefined ? part : (JSON.parse(quoted) as string),
  );
  if (!/^value$/i.test(parts.pop() ?? "")) return false;
  return [before, after].some((side) => {
    const beside = parts.reduce<unknown>((value, part) => (value as Record<string, unknown> | null)?.[part], side);
    return isObject(beside) && Object.entries(beside).some(([key, name]) => isNameOfSecret(key, name));
  });
}

function isSecret(path: string, text: string): boolean {
  const value = parsed(text);
  const names = path.split(/[.[\]"]+/).filter((name) => name !== "" && !/^\d+$/.test(name));
  return holdsSecret(value, names.find(isSecretName) ?? "") || (value === undefined && holdsSecret(text));
}

function lastName(path: string): string {
  return path.split(".").findLast((name) => !/^\d+$/.test(name)) ?? "";
}

/** Made by the cloud: a run of digits, or of hexadecimal ones. Names are the same in every account, and stay. */
const generated = /\d{8}|[\da-f]{8}/;

function ownIds(changes: readonly ResourceChange[]): [id: string, address: string][] {
  return changes
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ address, before }) =>
      ["id", "arn"].flatMap((key): [string, string][] => {
        const value = (before as Record<string, unknown> | null)?.[key];
        return typeof value === "string" && generated.test(value) ? [[value, `${address}.${key}`]] : [];
      }),
    );
}
