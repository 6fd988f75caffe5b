import { UserError } from "@archipelago/account-stack/user-error";
import type { Message } from "./protobuf.ts";

const ERROR = 1;

/** One step of a path into a resource: an attribute's name, or an index into a list. */
export type Step = string | number;

/** What Terraform shows the user. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail?: string;
  readonly path?: readonly Step[];
}

/** A path in wire form. */
export function attributePath(path: readonly Step[]): Message {
  return {
    steps: path.map((step) => (typeof step === "number" ? { element_key_int: step } : { attribute_name: step })),
  };
}

/** Error diagnostics in wire form. */
export function errors(diagnostics: readonly Diagnostic[]): Message[] {
  return diagnostics.map(({ summary, detail, path }) => ({
    severity: ERROR,
    summary,
    detail,
    attribute: path && attributePath(path),
  }));
}

/** A user's error as Terraform shows it; anything else is a bug and stays thrown. */
export function diagnosticOf(error: unknown): Diagnostic {
  if (!(error instanceof UserError)) throw error;
  const [summary = "", ...detail] = error.format().split("\n");
  return { summary, detail: detail.map((line) => line.trim()).join("\n") };
}
