import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { UserError } from "@archipelago/account-stack/user-error";
import { environment } from "./test-environment.ts";
import { dataResources, temporaryDirectories, terraformIn } from "./test-terraform.ts";
import { Terraform } from "./terraform.ts";
import { TerraformError } from "./terraform-error.ts";

const temporary = temporaryDirectories();
const simple = dataResources({ a: "x" });

/** The error a promise ends with. */
const failure = async (promise: Promise<unknown>): Promise<TerraformError> =>
  promise.then(
    () => Promise.reject(new Error("did not fail")),
    (error: TerraformError) => error,
  );

/** A program that answers `version` like a Terraform of this version. */
function fakeTerraform(answer: string): string {
  const file = path.join(temporary(), "terraform");
  writeFileSync(file, `#!/bin/sh\necho x >>"$0.calls"\necho '${answer}'\n`);
  chmodSync(file, 0o755);
  return file;
}

test("the whole way: init, validate, plan, show, apply, output, state", async () => {
  const directory = path.join(temporary(), 'it\'s a "place" with $HOME');
  const out = path.join(directory, "plans", "plan.tfplan");
  const json = path.join(directory, "plans", "plan.json");
  const output = { o: { value: "secret", sensitive: true } };
  const terraform = terraformIn(directory, { ...simple, output });
  expect(await terraform.init()).toBeDefined();
  expect((await terraform.validate()).diagnostics).toEqual([]);
  expect(await terraform.state()).toBeUndefined();
  expect(await terraform.plan({ out })).toMatchObject({ hasChanges: true });
  expect((await terraform.show(out, { json })).counts.add).toBe(1);
  for (const file of [out, json]) expect(statSync(file).mode & 0o777).toBe(0o600);
  const journal = path.join(directory, "journal.jsonl");
  expect(await terraform.apply(out, { journal })).toMatchObject({ stdoutFile: journal });
  expect(readFileSync(journal, "utf8")).toContain('"apply_complete"');
  expect(await terraform.output()).toMatchObject({ o: { value: "secret", sensitive: true } });
  expect(await terraform.stateList()).toEqual(["terraform_data.a"]);
  expect(await terraform.state()).toMatchObject({ resources: 1, lineage: expect.any(String) as string });
  expect(await terraform.plan({ out })).toMatchObject({ hasChanges: false });
  await terraformIn(directory, dataResources({ a: "x", b: "y" })).import("terraform_data.b", "id");
  expect(await terraform.stateList()).toEqual(["terraform_data.a", "terraform_data.b"]);
});

test("a plan of what somebody else wrote is refused", async () => {
  const directory = temporary();
  const terraform = terraformIn(directory, simple);
  await terraform.init();
  const options = { out: path.join(directory, "p") };
  const [file, other] = [path.join(directory, "cdk.tf.json"), dataResources({ other: "x" })];
  writeFileSync(file, JSON.stringify(other));
  await expect(terraform.plan(options)).rejects.toMatchObject({
    message: "somebody else wrote to the work directory while Terraform planned; nothing was applied",
    details: { where: file, next: "run it again" },
  });
  expect(await terraformIn(directory, other).plan(options)).toMatchObject({
    hasChanges: true,
  });
});

test("eight at once, each on its own", async () => {
  const names = Array.from({ length: 8 }, (_, i) => `r${i}`);
  const adds = await Promise.all(
    names.map(async (name) => {
      const directory = temporary();
      const terraform = terraformIn(directory, dataResources({ [name]: name }));
      await terraform.init();
      await terraform.plan({ out: path.join(directory, "p") });
      const plan = await terraform.show(path.join(directory, "p"));
      return plan.changes.map((change) => change.name);
    }),
  );
  expect(adds).toEqual(names.map((name) => [name]));
});

describe("init", () => {
  const withVersion = (required: string) => ({ ...simple, terraform: { required_version: required } });

  test("runs once, and again only when something it reads has changed", async () => {
    const directory = temporary();
    await terraformIn(directory, simple).init();
    expect(await terraformIn(directory, simple).init()).toBeUndefined();
    expect(await terraformIn(directory, dataResources({ a: "other", b: "x" })).init()).toBeUndefined();
    expect(await terraformIn(directory, withVersion(">= 1.0")).init()).toBeDefined();
    expect(await terraformIn(directory, withVersion(">= 1.0")).init()).toBeUndefined();
    const backend = { terraform: { backend: { local: { path: path.join(directory, "state") } } }, ...simple };
    expect(await terraformIn(directory, backend).init()).toBeDefined();
    expect(await terraformIn(directory, backend).init({ force: true })).toBeDefined();
    writeFileSync(path.join(directory, ".terraform.lock.hcl"), "# edited\n");
    expect(await terraformIn(directory, backend).init()).toBeDefined();
    const reattach = { TF_REATTACH_PROVIDERS: "{}", TF_PLUGIN_CACHE_DIR: temporary() };
    expect(
      await terraformIn(directory, backend, { environment: { ...environment, ...reattach } }).init(),
    ).toBeDefined();
    rmSync(path.join(directory, ".terraform"), { recursive: true });
    expect(await terraformIn(directory, backend).init()).toBeDefined();
  });

  test("that fails is not remembered, nor is the success before it", async () => {
    const directory = temporary();
    await terraformIn(directory, simple).init();
    const error = await failure(terraformIn(directory, withVersion(">= 99")).init());
    expect(error.message).toContain("Unsupported Terraform Core version");
    expect(await terraformIn(directory, simple).init()).toBeDefined();
  });

  test("always runs when a module in a local directory may have changed", async () => {
    const directory = temporary();
    mkdirSync(path.join(directory, "m"));
    const configuration = { module: { m: { source: "./m" } } };
    expect(await terraformIn(directory, configuration).init()).toBeDefined();
    expect(await terraformIn(directory, configuration).init()).toBeDefined();
  });
});

describe("the binary", () => {
  test.each([
    ["Terraform v1.9.8", "Terraform 1.9.8 is too old"],
    ["OpenTofu v1.8.0", "OpenTofu 1.8.0 is too old"],
    ["something else", "neither Terraform nor OpenTofu"],
  ])("%s is refused", async (answer, message) => {
    const error = await failure(terraformIn(temporary(), simple, { terraformBinary: fakeTerraform(answer) }).init());
    expect(error.message).toContain(message);
    expect(error.details.next).toContain("install");
  });

  test("OpenTofu is recognised, and asked once", async () => {
    const terraformBinary = fakeTerraform("OpenTofu v1.10.2\non linux_amd64");
    const terraform = () => terraformIn(temporary(), simple, { terraformBinary });
    const found = await Promise.all([terraform().binary(), terraform().binary()]);
    expect(found[0]).toMatchObject({ product: "opentofu", version: "1.10.2", file: terraformBinary });
    expect(readFileSync(`${terraformBinary}.calls`, "utf8")).toBe("x\n");
  });

  test("that is missing is named, with where to get one", async () => {
    const error = await failure(terraformIn(temporary(), simple, { terraformBinary: "terraform-nowhere" }).init());
    expect(error).not.toBeInstanceOf(TerraformError);
    expect((error as UserError).format()).toMatch(/terraform-nowhere is not in the PATH\n.*1\.10.*\n.*install/);
  });
});

describe("errors", () => {
  test("a configuration that is no JSON", async () => {
    const directory = temporary();
    writeFileSync(path.join(directory, "cdk.tf.json"), '{"resource": {');
    const error = await failure(new Terraform({ directory, environment }).init());
    expect(error).toMatchObject({ kind: "failed", result: { exitCode: 1 } });
    expect(error.diagnostics).toContainEqual({
      severity: "error",
      summary: "Unclosed object",
      detail: "No closing brace was found for this JSON object.",
      range: { filename: "cdk.tf.json", line: 1 },
    });
    expect(error.message).not.toMatch(/[│╷\u001b]/);
    expect(existsSync(error.stderrFile)).toBe(true);
  });

  test("a configuration that makes no sense, in validate and in plan", async () => {
    const directory = temporary();
    const terraform = terraformIn(directory, dataResources({ a: "${terraform_data.nope.id}" }));
    await terraform.init();
    for (const run of [() => terraform.validate(), () => terraform.plan({ out: path.join(directory, "p") })]) {
      const error = await failure(run());
      expect(error.diagnostics).toHaveLength(1);
      expect(error.diagnostics[0]).toMatchObject({
        summary: "Reference to undeclared resource",
        range: { filename: "cdk.tf.json", line: 1, context: "resource.terraform_data.a" },
      });
    }
  });

  test("a lock that somebody holds: who, since when, and its id", async () => {
    const directory = temporary();
    const go = path.join(directory, "go");
    const started = path.join(directory, "started");
    const command = `touch ${started}; while [ -e ${started} ] && [ ! -e ${go} ]; do sleep 0.05; done`;
    const resource = { terraform_data: { a: { provisioner: [{ "local-exec": { command } }] } } };
    const terraform = terraformIn(directory, { resource });
    const out = path.join(directory, "plan.tfplan");
    await terraform.init();
    await terraform.plan({ out });
    const applying = terraform.apply(out);
    while (!existsSync(started)) await new Promise((resolve) => setImmediate(resolve));
    const error = await failure(terraform.plan({ out: path.join(directory, "q"), lockTimeoutSeconds: 0 }));
    writeFileSync(go, "");
    await applying;
    expect(error.kind).toBe("locked");
    expect(error.lock).toMatchObject({
      id: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      who: expect.stringContaining("@") as string,
      operation: "OperationTypeApply",
    });
    expect(error.details.next).toContain(`force-unlock ${error.lock?.id}`);
  });

  test("a plan made from an older state", async () => {
    const directory = temporary();
    const terraform = terraformIn(directory, simple);
    const [first, second] = [path.join(directory, "first"), path.join(directory, "second")];
    await terraform.init();
    await terraform.plan({ out: first });
    await terraform.plan({ out: second });
    await terraform.apply(first);
    expect(await failure(terraform.apply(second))).toMatchObject({ kind: "stale-plan" });
  });

  test("a provider that is not installed", async () => {
    const directory = temporary();
    const configuration = { terraform: { required_providers: { x: { source: "a/x" } } }, resource: { x_y: { z: {} } } };
    const error = await failure(terraformIn(directory, configuration).plan({ out: path.join(directory, "p") }));
    expect(error).toMatchObject({ kind: "not-initialised" });
  });

  test("an empty plan file, and none", async () => {
    const directory = temporary();
    const terraform = terraformIn(directory, simple);
    const file = path.join(directory, "plan.tfplan");
    await expect(terraform.apply(file)).rejects.toThrow("no plan file");
    writeFileSync(file, "");
    await expect(terraform.show(file)).rejects.toThrow("plan file is empty");
    await expect(terraform.apply(file)).rejects.toThrow("plan file is empty");
    await terraform.init();
    await terraform.plan({ out: file });
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 1000));
    await expect(terraform.apply(file)).rejects.toThrow("plan file is cut short");
    writeFileSync(file, whole);
    await terraform.apply(file);
  });

  test("a plan that fails leaves no older plan behind", async () => {
    const directory = temporary();
    const out = path.join(directory, "plan.tfplan");
    const terraform = terraformIn(directory, simple);
    await terraform.init();
    await terraform.plan({ out });
    await failure(terraformIn(directory, dataResources({ a: "${nope}" })).plan({ out }));
    expect(existsSync(out)).toBe(false);
  });

  test("a state that waits to be saved", async () => {
    const directory = temporary();
    const terraform = terraformIn(directory, simple);
    await terraform.init();
    writeFileSync(path.join(directory, "errored.tfstate"), "{}");
    await expect(terraform.plan({ out: path.join(directory, "p") })).rejects.toThrow("could not save its state");
  });
});
