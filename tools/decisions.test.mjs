import fs from "node:fs";
import path from "node:path";

const folder = path.resolve(import.meta.dirname, "../docs/decisions");
const read = (file) => fs.readFileSync(path.join(folder, file), "utf8");
const files = fs.readdirSync(folder).filter((file) => file !== "README.md");

test("docs/decisions/README.md lists every decision by number and title, in order", () => {
  const listed = [...read("README.md").matchAll(/^(\d+)\. \[(.+)\]\((.+)\)$/gm)];
  expect(listed.map(([, number, title, file]) => `${file}: ${number}. ${title}`)).toEqual(
    files.map((file) => `${file}: ${/^# (.+)/.exec(read(file))?.[1]}`),
  );
});

test.each(files)("%s: its number is its own, and it says what would change our mind", (file) => {
  expect(file).toMatch(/^\d{3}-[a-z0-9-]+\.md$/);
  expect(Number.parseInt(file, 10)).toBe(files.indexOf(file) + 1);
  expect(read(file)).toMatch(/change our mind/i);
});
