import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

// Links between the pages of this repository lead somewhere, and every page can be reached from the first one.

const root = path.resolve(import.meta.dirname, "..");
const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: root,
});
const pages = list
  .toString()
  .split("\0")
  .filter((page) => page !== "" && fs.existsSync(path.join(root, page)));
const text = (page) => fs.readFileSync(path.join(root, page), "utf8");

/** Links of a page to files of the repository, with what follows the #. */
function linksOf(page) {
  const body = text(page).replaceAll(/```[^]*?```|`[^`\n]*`/g, "");
  return [...body.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file, anchor] = target.split("#");
      return { target, file: file === "" ? page : path.posix.join(path.posix.dirname(page), file), anchor };
    });
}

/** As GitHub makes them of headings. */
const anchorsOf = (page) =>
  [...text(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );

test.each(pages)("%s links to what exists", (page) => {
  const dead = linksOf(page).filter(
    ({ file, anchor }) =>
      !fs.existsSync(path.join(root, file)) ||
      (anchor !== undefined && file.endsWith(".md") && !anchorsOf(file).includes(anchor)),
  );
  expect(dead.map(({ target }) => target)).toEqual([]);
});

test("every page of docs/ and every module's can be reached from README.md", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached) {
    for (const { file } of linksOf(page)) {
      const folder = pages.filter((each) => path.posix.dirname(each) === file && /README\.md$/.test(each));
      for (const next of file.endsWith(".md") ? [file] : folder) reached.add(path.posix.normalize(next));
    }
  }
  const expected = pages.filter((page) => /^(docs|modules)\//.test(page));
  expect(expected.filter((page) => !reached.has(page))).toEqual([]);
});
