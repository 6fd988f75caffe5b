import fs from "node:fs";
import path from "node:path";
import { FormError, readForm } from "./form.mjs";

/**
 * What becomes of a filled-in form: files to write and the text of a pull request, or no name and what is wrong. Nothing
 * is written.
 *
 * @param accountFiles of @archipelago/nx-plugin/generators
 */
export function proposal(root, { number, body }, accountFiles) {
  try {
    const request = readForm(body ?? "");
    const { files, says } = accountFiles(root, request);
    const { name } = request;
    if (fs.existsSync(path.join(root, "accounts", name)))
      throw new FormError(`accounts/${name} is there already: change it in a pull request.`);
    return { name, files, answer: pullRequest(Number(number), name, says, files[`accounts/${name}/account.json`]) };
  } catch (error) {
    if (!(error instanceof FormError) && error.name !== "UserError") throw error;
    return { name: "", files: {}, answer: refusal(error.format?.() ?? error.message) };
  }
}

function pullRequest(number, name, says, json) {
  return `Adds the AWS account \`${name}\`: ${says.join(", ")}.

${fenced(json, "json")}

Asked for in #${number}. Workflows of a pull request that a workflow opened wait for somebody who may write to press
"Approve workflows to run"; then the plan is commented here. After the merge one run of \`apply\` makes the account.

Closes #${number}
`;
}

function refusal(reason) {
  return `No account can be made of this form:

${fenced(reason.slice(0, 4000), "text")}

Edit the issue, and it is read again.
`;
}

/** As text that is nothing but text: no mention, no link, no end before its end. */
function fenced(text, language) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
