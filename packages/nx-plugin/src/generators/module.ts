import fs from "node:fs";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/workspace";
import { requireName } from "./account-request.ts";
import { moduleFiles } from "./module-files.ts";
import { generator, writeNew } from "./write.ts";

interface ModuleOptions {
  readonly name?: string;
  readonly description?: string;
}

/** What every module declares, besides account-stack. */
const packages = ["cdktf", "constructs", "@cdktf/provider-aws"] as const;

/** `nx g module task-queue`: a folder in modules/. One that is there is left as it is. */
export const moduleGenerator = generator<ModuleOptions>((tree, options) => {
  if (!options.name) throw new UserError("name: is missing", { where: "module", next: "npx nx g module task-queue" });
  const name = requireName("a module", options.name, 40);
  const folder = `modules/${name}`;
  if (tree.exists(`${folder}/package.json`)) {
    console.log(`${folder} is there and stays as it is`);
    return;
  }
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(tree.root, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const dependencies = {
    ...Object.fromEntries(packages.map((each) => [each, devDependencies[each]!])),
    "@archipelago/account-stack": "0.0.0",
  };
  const description = descriptionOf(options.description ?? `What ${name} is for, in one sentence.`);
  const files = Object.entries(moduleFiles({ name, description, dependencies }));
  writeNew(tree, Object.fromEntries(files.map(([file, text]) => [`${folder}/${file}`, text])));
  console.log(`Next: npm install && npm run lockfile (a module is an npm workspace), then npx jest ${folder}`);
});

/** It goes into a comment, a page and a manifest. */
function descriptionOf(text: string): string {
  if (/^[^\p{Cc}*`<>"\\]{1,200}$/u.test(text)) return text;
  throw new UserError("description: is empty, too long or has characters of code", {
    where: "module",
    allowed: 'up to 200 characters, none of * ` < > " \\',
  });
}
