import { openAccounts, UserError } from "@archipelago/account-stack/light";
import { loadWorkspace } from "@archipelago/account-stack/workspace";
import { roundsOf, shardMatrix } from "@archipelago/runner/matrix";

/**
 * `status --matrix <verb>`: how a workflow shares out accounts to machines, as one line of JSON. `plan` and `drift`: a
 * matrix of shards; `apply`: a list of matrices, one for each round.
 *
 * @param names default: every account
 * @throws UserError for another verb, or an account there is not
 */
export function matrixJson(root: string, verb: string, names: readonly string[], organization?: string): string {
  const known = openAccounts(root);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError(`there is no account "${unknown}"`, { where: "status --matrix", allowed: known.join(", ") });
  }
  const accounts = names.length === 0 ? known : names;
  switch (verb) {
    case "plan":
    case "drift":
      return JSON.stringify(shardMatrix(accounts));
    case "apply":
      return JSON.stringify(roundsOf(loadWorkspace(root, organization), accounts));
    default:
      throw new UserError(`no matrix is made for "${verb}"`, {
        where: "status --matrix",
        allowed: "plan, drift, apply",
      });
  }
}
