import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

// In a process of its own: jest has its own idea of modules.

const directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-loader-")));
afterAll(() => fs.rmSync(directory, { recursive: true }));

function run(files) {
  for (const [file, text] of Object.entries(files)) fs.writeFileSync(path.join(directory, file), text);
  const from = JSON.stringify(path.join(directory, "from.cjs"));
  const script = `Promise.resolve(require("@archipelago/loader").loader(${from})("./main.ts").default).then(
    (value) => console.log(JSON.stringify(value)))`;
  const temporary = path.join(directory, "tmp");
  fs.mkdirSync(temporary, { recursive: true });
  const env = { ...process.env, TMPDIR: temporary };
  return execFileSync(process.execPath, ["-e", script], {
    cwd: import.meta.dirname,
    env,
    encoding: "utf8",
    stdio: "pipe",
  });
}

function failure(files) {
  try {
    run(files);
  } catch (error) {
    return error.stderr;
  }
  throw new Error("it did not fail");
}

test("types, imports of every kind and import.meta; nothing is left in the temporary directory", () => {
  const output = run({
    "main.ts": `import { readFileSync } from "node:fs";
      import fallback, { one, type Shape } from "./other.ts";
      import { two } from "./module.mjs";
      const shape: Shape = { three: (await_: number): number => await_ + one + two };
      export default import("./later.ts").then(({ default: later }) => [
        shape.three(0), fallback, later, import.meta.dirname, typeof readFileSync,
      ]);`,
    "other.ts": `export interface Shape { readonly three: (n: number) => number }
      export const one = 1 as const;
      export default "other" satisfies string;`,
    "later.ts": `export default "later";`,
    "module.mjs": `export const two = 2;`,
  });
  expect(JSON.parse(output)).toEqual([3, "other", "later", directory, "function"]);
  expect(fs.readdirSync(path.join(directory, "tmp"))).toEqual([]);
});

test("a module may have names of its own for what CommonJS calls so", () => {
  const output = run({
    "main.ts": `import path from "node:path";
      import { fileURLToPath } from "node:url";
      const __dirname = path.dirname(fileURLToPath(import.meta.url));
      const text = "import.meta.url" + \`, \${import.meta.dirname}\`; // import.meta.url
      const module = "module";
      export function where() { return [__dirname, text, module]; }
      export default where();`,
  });
  expect(JSON.parse(output)).toEqual([directory, `import.meta.url, ${directory}`, "module"]);
});

test("what is thrown has the line of the source", () => {
  const thrown = failure({
    "main.ts": `interface A {\n  b: string;\n}\n\nthrow new Error("no " + ({ b: "b" } as A).b);`,
  });
  expect(thrown).toMatch(`${path.join(directory, "main.ts")}:5:`);
});

test("what does not parse is an error with file, line and column, each time", () => {
  const files = { "main.ts": `export default 1;\nconst = 2;\n` };
  for (let n = 0; n < 2; n++) expect(failure(files)).toMatch(`${path.join(directory, "main.ts")}:2:`);
});

test("an import of a file that is not there names it", () => {
  expect(failure({ "main.ts": `import "./absent.ts";` })).toMatch("Cannot find module './absent.ts'");
});

test("cdktf is loaded without its archiver, and packs an asset all the same", () => {
  const cdktf = createRequire(import.meta.url).resolve("cdktf");
  const outdir = path.join(directory, "cdktf.out");
  fs.mkdirSync(path.join(directory, "content"));
  fs.writeFileSync(path.join(directory, "content/index.mjs"), "export const handler = () => 1;\n");
  const output = run({
    "main.ts": `import { App, AssetType, TerraformAsset, TerraformStack } from ${JSON.stringify(cdktf)};
      const app = new App({ outdir: ${JSON.stringify(outdir)} });
      const stack = new TerraformStack(app, "packed");
      const asset = new TerraformAsset(stack, "code", { path: "${path.join(directory, "content")}", type: AssetType.ARCHIVE });
      const file = asset.path;
      app.synth();
      const loaded = Object.values(require.cache).flatMap((each) => each!.children.map(({ filename }) => filename));
      export default [file, loaded.filter((each) => /node_modules.readable-stream./.test(each))];`,
  });
  const [file, loaded] = JSON.parse(output);
  expect(loaded).toEqual([]);
  const packed = fs.readFileSync(path.join(outdir, "stacks/packed", file));
  expect(packed.subarray(0, 2).toString()).toBe("PK");
  expect(packed.includes("index.mjs")).toBe(true);
});
