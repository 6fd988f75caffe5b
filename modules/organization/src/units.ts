import { Construct } from "constructs";
import { OrganizationsOrganizationalUnit } from "@cdktf/provider-aws/lib/organizations-organizational-unit/index.js";
import { UserError } from "@archipelago/account-stack";

/** AWS Organizations quotas, "Maximum nesting of OUs in a root" (User Guide, read 2026-11). */
const maximumDepth = 5;

/**
 * The tree of organizational units.
 *
 * @param paths units as paths below the root, `Workloads/Production`; the units above them are made too
 * @returns ids by path, and the root's under `Root`
 * @throws UserError when a path is too deep, is called Root, or reads like another one in addresses
 */
export function organizationalUnits(
  scope: Construct,
  rootId: string,
  paths: readonly string[],
): Readonly<Record<string, string>> {
  const ids: Record<string, string> = { Root: rootId };
  const all = [...new Set(paths.flatMap((path) => ancestry(path)))].sort();
  for (const path of all) {
    const names = path.split("/");
    const problem = problemOf(path, names.length);
    if (problem !== undefined) throw new UserError(problem, { where: "organization.json: organizationalUnits" });
    ids[path] = new OrganizationsOrganizationalUnit(scope, constructId(path), {
      name: names.at(-1)!,
      parentId: ids[names.slice(0, -1).join("/") || "Root"]!,
      // The accounts in it would lose its guardrails; AWS refuses to delete a unit that holds any.
      lifecycle: { preventDestroy: true },
    }).id;
  }
  return ids;
}

function problemOf(path: string, depth: number): string | undefined {
  if (path === "Root") return '"Root" is the name of what is above all units';
  return depth > maximumDepth ? `"${path}" is ${depth} levels deep, AWS allows ${maximumDepth}` : undefined;
}

/** `A/B/C` to `A`, `A/B` and `A/B/C`. */
function ancestry(path: string): string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

function constructId(path: string): string {
  return path.replaceAll(/[^A-Za-z0-9/]+/g, "-").replaceAll("/", "_");
}
