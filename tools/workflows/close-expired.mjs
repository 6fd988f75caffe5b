// Proposes to close the accounts that have expired: a pull request for each, on the branch close/<account>. It closes nothing.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { fail, github } from "./github.mjs";

const heads = "heads/close/";

/**
 * account.json with `"lifecycle": "closing"`, and otherwise as it was, character by character. It is put beside `expires`,
 * so that a new last day on main conflicts with it and nobody closes by accident what was meant to stay.
 *
 * @param {string} text of a valid account.json with `expires`
 */
export function withClosing(text) {
  const members = membersOf(text);
  const { expires, lifecycle } = members;
  let closing;
  if (lifecycle) closing = `${text.slice(0, lifecycle.from)}"closing"${text.slice(lifecycle.to)}`;
  else if (expires)
    closing = `${text.slice(0, expires.to)},${expires.before}"lifecycle"${expires.between}"closing"${text.slice(expires.to)}`;
  const wanted = { ...JSON.parse(text), lifecycle: "closing" };
  if (closing === undefined || !isDeepStrictEqual(JSON.parse(closing), wanted))
    throw new Error("account.json cannot be edited: it has no expires");
  return closing;
}

/** Members of a JSON object whose value is a string: where the value is, and the white space around the name. */
function membersOf(text) {
  const members = {};
  let depth = 0;
  let end = 0;
  let name;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{},]/g)) {
    if (/^[[{]/.test(token)) depth++;
    else if (/^[\]}]/.test(token)) depth--;
    if (depth === 1 && token.startsWith('"')) {
      const between = text.slice(end, index);
      if (between.trim() === "") name = { key: JSON.parse(token), before: between };
      else members[name.key] = { from: index, to: index + token.length, before: name.before, between };
    }
    end = index + token.length;
  }
  return members;
}

/** How the text of a pull request begins that is about an account, and about this last day if it is given. */
const marker = (account, expires = "") => `<!-- archipelago close ${account} ${expires}`;

/** What the pull request of an account says. */
export function proposal({ account, owner, expires }) {
  return {
    title: `Close ${account}: its last day was ${expires}`,
    body: [
      `${marker(account, expires)} -->`,
      `The last day of \`${account}\` was ${expires}. ${owner}: is it still needed?`,
      "",
      "**No, close it:** approve and merge this. Its plan lists what is destroyed, and what stays until AWS deletes the account:",
      "logs, backups, locked objects. Copy them first if they have to last longer than 90 days from then.",
      "The account itself is closed afterwards, by two plans of the management account that are reviewed by themselves; the",
      "folder stays, because AWS never frees the address of a root user (docs/closing.md).",
      "",
      `**Yes, keep it:** set a later \`expires\` in accounts/${account}/account.json on main. This is then closed by itself.`,
      "",
      "Closed without merging, this does not come back for the same day; the account keeps running, and costing.",
      "",
      "GitHub starts no checks by itself for what a workflow has opened: approve their runs, or close this and reopen it.",
      "",
    ].join("\n"),
  };
}

/**
 * Makes the pull requests be as they should: opens what is missing, brings up to date what is open, closes those of
 * accounts that do not expire any more.
 *
 * @param {{ account: string, owner: string, expires: string, state: string }[]} accounts
 * @param {{ owner: string, commit: string, tree: string, read: (file: string) => string }} main
 * @returns {Promise<string[]>} what was done, or found done, one line for each account
 */
export async function proposeClosing(accounts, { list, send }, { owner, commit, tree, read }) {
  const expired = accounts.filter(({ state }) => state === "expired");
  const branches = new Set(
    (await list(`git/matching-refs/${heads}`)).map(({ ref }) => ref.slice(`refs/${heads}`.length)),
  );
  const pullsOf = async (account) =>
    (await list(`pulls?state=all&base=main&head=${owner}:close/${account}`)).filter(({ body }) =>
      body?.startsWith(marker(account)),
    );

  const branch = async (account) => {
    const file = `accounts/${account}/account.json`;
    const entry = { path: file, mode: "100644", type: "blob", content: withClosing(read(file)) };
    const { sha: newTree } = await send("POST", "git/trees", { base_tree: tree, tree: [entry] });
    const message = `Close ${account}`;
    const { sha } = await send("POST", "git/commits", { message, tree: newTree, parents: [commit] });
    // What an earlier run left, or an earlier last day.
    if (branches.has(account)) await send("PATCH", `git/refs/${heads}${account}`, { sha, force: true });
    else await send("POST", "git/refs", { ref: `refs/${heads}${account}`, sha });
  };

  const propose = async ({ account, owner, expires }) => {
    if (!/^[a-z][a-z0-9-]*$/.test(account)) throw new Error(`${JSON.stringify(account)} is no account`);
    const pulls = await pullsOf(account);
    const same = ({ body }) => body.startsWith(marker(account, expires));
    const pull = pulls.find(({ state }) => state === "open") ?? pulls.find(same);
    if (pull !== undefined && pull.state !== "open") return `#${pull.number} was closed, and is not opened again`;
    const { title, body } = proposal({ account, owner, expires });
    if (pull === undefined || !same(pull)) await branch(account);
    if (pull === undefined) {
      const { number } = await send("POST", "pulls", { title, body, head: `close/${account}`, base: "main" });
      return `#${number} opened`;
    }
    if (pull.title === title && pull.body === body) return `#${pull.number} is open`;
    await send("PATCH", `pulls/${pull.number}`, { title, body });
    return `#${pull.number} updated`;
  };

  const done = [];
  for (const each of expired) done.push(`${each.account}: ${await propose(each)}`);
  for (const account of branches) {
    if (expired.some((each) => each.account === account)) continue;
    for (const { number, state } of await pullsOf(account)) {
      if (state !== "open") continue;
      await send("PATCH", `pulls/${number}`, { state: "closed" });
      done.push(`${account}: #${number} closed, it has not expired`);
    }
  }
  return done;
}

async function main({ EXPIRING, GITHUB_REPOSITORY }) {
  const revision = (name) => execFileSync("git", ["rev-parse", name], { encoding: "utf8" }).trim();
  const done = await proposeClosing(JSON.parse(EXPIRING), github(process.env), {
    owner: GITHUB_REPOSITORY.split("/")[0],
    commit: revision("HEAD"),
    tree: revision("HEAD^{tree}"),
    read: (file) => fs.readFileSync(file, "utf8"),
  });
  for (const line of done) console.log(line);
}

if (process.argv[1] === import.meta.filename) main(process.env).catch(fail);
