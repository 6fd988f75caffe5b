import { createHash } from "node:crypto";
import { UserError } from "@archipelago/account-stack/user-error";

/** What a state says of itself. */
export interface StateSummary {
  readonly lineage: string;
  readonly serial: number;
  /** Managed resources in it. */
  readonly resources: number;
  /** sha256 of its text. */
  readonly digest: string;
}

/**
 * Reads the head of a state.
 *
 * @param where it lies, for messages
 * @param next what to do when it is damaged
 * @throws UserError when it is none
 */
export function stateSummary(text: string, where: string, next: string): StateSummary {
  try {
    const { lineage, serial, resources } = JSON.parse(text) as {
      lineage: unknown;
      serial: unknown;
      resources: { mode: string }[];
    };
    if (typeof lineage !== "string" || typeof serial !== "number") throw new Error("it has no lineage and serial");
    return {
      lineage,
      serial,
      resources: resources.filter(({ mode }) => mode === "managed").length,
      digest: createHash("sha256").update(text).digest("hex"),
    };
  } catch (error) {
    throw new UserError(`the state is damaged: ${(error as Error).message}`, { where, next });
  }
}
