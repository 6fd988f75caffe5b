// octokit is ECMAScript modules only, which Jest cannot load: it runs in a process of its own, as it does in earnest.
import { loader } from "@archipelago/loader";

const github = loader(import.meta.filename)("./github.ts");

process.on("message", async ({ name, args }) => {
  try {
    process.send({ value: await github[name](...args) });
  } catch (error) {
    process.send({ error: error.format?.() ?? error.stack });
  }
});
