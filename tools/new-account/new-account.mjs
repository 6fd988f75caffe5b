// Turns a filled-in issue form into the folder of an account and the text of a pull request, or says what is wrong with it.
//
//   node tools/new-account/new-account.mjs <event.json> <answer.md>
//
// Standard output is for GITHUB_OUTPUT: `name=<account>`, or `name=` when the form is refused. Both are answers, so the
// exit code is 0; anything else is a bug.
import fs from "node:fs";
import path from "node:path";
import { loader } from "@archipelago/loader";
import { proposal } from "./proposal.mjs";

const root = process.cwd();
const [eventFile, answerFile] = process.argv.slice(2);
const { issue } = JSON.parse(fs.readFileSync(eventFile, "utf8"));
const { accountFiles } = loader(import.meta.filename)("@archipelago/nx-plugin/generators");
const { name, files, answer } = proposal(root, issue, accountFiles);
for (const [file, content] of Object.entries(files)) {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), content);
}
fs.writeFileSync(answerFile, answer);
console.log(`name=${name}`);
