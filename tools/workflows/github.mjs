/**
 * A client of GitHub's REST API for the few things the workflows ask of it. It runs before anything is installed.
 *
 * @param {NodeJS.ProcessEnv} environment GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN
 */
export function github({ GITHUB_API_URL = "https://api.github.com", GITHUB_REPOSITORY, GITHUB_TOKEN }) {
  const request = async (method, path, body) => {
    const response = await globalThis.fetch(`${GITHUB_API_URL}/repos/${GITHUB_REPOSITORY}/${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${GITHUB_TOKEN}`,
        "x-github-api-version": "2022-11-28",
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status === 404 && method === "GET") return undefined;
    if (!response.ok) throw new Error(`GitHub answers ${response.status} to ${path}: ${await response.text()}`);
    return response.json();
  };
  const ask = (path) => request("GET", path);
  /** Every page of a list; the key it is under, if it is in an object. */
  const list = async (path, key) => {
    const items = [];
    for (let page = 1; ; page++) {
      const answer = await ask(`${path}${path.includes("?") ? "&" : "?"}per_page=100&page=${page}`);
      const found = (key === undefined ? answer : answer?.[key]) ?? [];
      items.push(...found);
      if (found.length < 100) return items;
    }
  };
  return { ask, list, send: request };
}

/** Prints what a person has to know to the log of a workflow, one line of an error, and fails. */
export function fail(error) {
  console.log(`::error::${error.message.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A")}`);
  process.exitCode = 1;
}
