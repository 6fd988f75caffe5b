import { codeownersFile, ownersOf } from "@archipelago/checks";
import { loadWorkspace } from "@archipelago/account-stack/workspace";
import { accountFiles, codeownersFiles } from "./account-files.ts";
import { requireName, type AccountRequest } from "./account-request.ts";
import { generator, writeGenerated, writeNew } from "./write.ts";

/** `nx g account checkout-dev`: a folder in accounts/. One that is there is left as it is. */
export const accountGenerator = generator<AccountRequest>((tree, options) => {
  const name = options.name === undefined ? undefined : requireName("an account", options.name);
  if (name !== undefined && tree.exists(`accounts/${name}/account.json`)) {
    const stack = tree.read("accounts/_template/stack.ts", "utf8")!;
    writeNew(tree, { [`accounts/${name}/stack.ts`]: stack });
    writeGenerated(tree, codeownersFiles(loadWorkspace(tree.root)));
    console.log(`accounts/${name} is there and stays as it is: edit accounts/${name}/account.json`);
    return;
  }
  const { files, says } = accountFiles(tree.root, options);
  const { [codeownersFile]: owners, ...folder } = files;
  writeNew(tree, folder);
  writeGenerated(tree, { [codeownersFile]: owners! });
  console.log(`${says.join(", ")}\nNext: npx nx plan ${name!}`);
});

/** `nx g codeowners`: .github/CODEOWNERS from the owners of accounts. */
export const codeownersGenerator = generator((tree) => {
  const workspace = loadWorkspace(tree.root);
  writeGenerated(tree, codeownersFiles(workspace, ownersOf(workspace)));
});
