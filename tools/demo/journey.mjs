import fs from "node:fs";
import path from "node:path";

/**
 * What the demo and the pictures of the README show, in a clone: the organisation is applied, a branch changes the VPC module, and
 * the accounts that use it are planned.
 *
 * @param run called with a title and a command; throws when the command fails
 * @param say told what was edited
 */
export function journey({ directory, git }, run, say = () => {}) {
  run("Apply the organisation, accounts in dependency order", [
    ...["npx", "archipelago", "apply", "--all", "--unreviewed", "demonstration"],
  ]);
  git("checkout", "--quiet", "-b", "address-usage-metrics");
  const file = "modules/vpc-baseline/src/vpc-baseline.ts";
  const before = fs.readFileSync(path.join(directory, file), "utf8");
  const after = before.replace(
    "enableDnsHostnames: true",
    "enableDnsHostnames: true,\n      enableNetworkAddressUsageMetrics: true",
  );
  if (after === before) throw new Error(`${file} is not as the demo expects it`);
  fs.writeFileSync(path.join(directory, file), after);
  git("commit", "--quiet", "--all", "--message", "VPCs report how many of their addresses are in use");
  say("A branch changes the VPC module", "git diff main --unified=0 -- modules");
  run("Plan only the accounts that use it", ["npx", "nx", "affected", "--target=plan"]);
  run("Draw the organisation", ["npx", "archipelago", "show", "map"]);
}
