import type { Diagnostic } from "@archipelago/terraform";

/** What an import block lacks that Terraform refuses: what it names does not exist, or nothing is configured there. */
export type Lack = "object" | "configuration";

/**
 * Terraform's words, by what is lacking (1.11, hashicorp/terraform internal/terraform). The address is within them, and in
 * no field of the diagnostic. One of the two is quoted as Go does it: quotes and backslashes of the address have a backslash.
 */
const wordings: readonly { readonly lack: Lack; readonly summary: string; readonly address: RegExp }[] = [
  {
    lack: "object",
    summary: "Cannot import non-existent remote object",
    address: /import an existing object to\s+"((?:\\.|[^"\\])+)"/,
  },
  {
    lack: "configuration",
    summary: "Configuration for import target does not exist",
    address: /the given import (?:target )?(\S.*?) does not exist/,
  },
];

/** Addresses of import blocks that Terraform refused, with what each lacks. Other diagnostics are left out. */
export function refusedImports(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, Lack> {
  return new Map(
    diagnostics.flatMap(({ summary, detail }) => {
      const wording = wordings.find((each) => each.summary === summary);
      const address = wording?.address.exec(detail)?.[1];
      if (wording === undefined || address === undefined) return [];
      return [[wording.lack === "object" ? address.replace(/\\(.)/g, "$1") : address, wording.lack] as const];
    }),
  );
}
