// Which way imports go. The shape is that of Nx's module boundaries (`depConstraints`), so its documentation applies:
// a project carries tags (package.json, `nx.tags`), and a tag says which tags its project may import.
//
// accounts -> modules -> account-stack -> cdktf; the command line -> machinery -> account-stack.

/** What the code of a stack may import from npm. Files, processes and the clock are not on the list: same commit, same bytes. */
const synthesis = ["cdktf", "constructs", "@cdktf/provider-aws/lib/*/index.js"];

/** `allowedExternalImports` left out: any npm package or Node module. `*` stands for one path segment. */
export const depConstraints = [
  {
    sourceTag: "type:account",
    onlyDependOnLibsWithTags: ["type:module", "type:account-stack"],
    allowedExternalImports: synthesis,
  },
  {
    sourceTag: "type:module",
    onlyDependOnLibsWithTags: ["type:module", "type:account-stack"],
    allowedExternalImports: synthesis,
  },
  { sourceTag: "type:account-stack", onlyDependOnLibsWithTags: [] },
  { sourceTag: "type:machinery", onlyDependOnLibsWithTags: ["type:machinery", "type:account-stack"] },
  { sourceTag: "type:testing", onlyDependOnLibsWithTags: ["type:machinery", "type:account-stack"] },
  { sourceTag: "type:entry", onlyDependOnLibsWithTags: ["type:machinery", "type:account-stack"] },
  // tools/, bench/ and configuration files, which belong to no package
  { sourceTag: "type:workspace", onlyDependOnLibsWithTags: ["type:machinery", "type:account-stack", "type:entry"] },
];

/** What a test may import on top of what its project may, and any npm package. */
export const testsMayImport = ["type:testing", "type:machinery", "type:account-stack", "type:module", "type:entry"];

/** Files that are tests, relative to the root, and what only tests share. */
export const testFiles = /\.(test|fixture)\.[cm]?[jt]s$|^e2e\//;

/**
 * npm packages that only tests may import: those under a licence that would reach code which imports them (AGPL, GPL; a
 * test refuses a direct dependency with such a licence that is not on this list), and those that drive a browser.
 */
export const testOnly = ["@cloud-copilot/iam-simulate", "axe-core", "playwright-core"];
