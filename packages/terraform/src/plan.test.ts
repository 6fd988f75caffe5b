import { attributeChanges } from "./attributes.ts";
import { readPlan } from "./plan.ts";
import type { PlanJson } from "./plan-json.ts";
import { dataResources, temporaryDirectories, terraformIn } from "./test-terraform.ts";
import type { JsonObject } from "./json.ts";
import type { Plan } from "./plan.ts";

const temporary = temporaryDirectories();

async function planIn(directory: string, configuration: JsonObject, apply = false): Promise<Plan> {
  const terraform = terraformIn(directory, configuration);
  const file = `${directory}/plan.tfplan`;
  await terraform.init();
  const { hasChanges } = await terraform.plan({ out: file });
  const plan = await terraform.show(file);
  expect(plan.hasChanges).toBe(hasChanges);
  if (apply) await terraform.apply(file);
  return plan;
}

test("create, update, replace, delete, move, forget and no-op of the real Terraform", async () => {
  const directory = temporary();
  const first = await planIn(
    directory,
    {
      resource: {
        terraform_data: {
          updated: { input: "a" },
          replaced: { triggers_replace: "a" },
          deleted: { input: "a" },
          old: { input: "a" },
          forgotten: { input: "a" },
          same: { input: "a" },
        },
      },
    },
    true,
  );
  expect(first.counts).toEqual({ add: 6, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 });

  const second = await planIn(
    directory,
    {
      resource: {
        terraform_data: {
          updated: { input: "b" },
          replaced: { triggers_replace: "b", lifecycle: { create_before_destroy: true } },
          new: { input: "a" },
          same: { input: "a" },
        },
      },
      moved: [{ from: "terraform_data.old", to: "terraform_data.new" }],
      removed: [{ from: "terraform_data.forgotten", lifecycle: { destroy: false } }],
      output: { id: { value: "x", sensitive: true } },
    },
    true,
  );
  expect(Object.fromEntries(second.changes.map(({ name, kind }) => [name, kind]))).toEqual({
    updated: "update",
    replaced: "replace",
    deleted: "delete",
    new: "move",
    forgotten: "forget",
    same: "no-op",
  });
  expect(second.counts).toEqual({ add: 0, change: 1, destroy: 1, replace: 1, import: 0, move: 1, forget: 1 });
  const byName = (name: string) => second.changes.find((change) => change.name === name)!;
  expect(byName("new").previousAddress).toBe("terraform_data.old");
  expect(byName("replaced").replacePaths).toEqual(["triggers_replace"]);
  expect(byName("replaced").actions).toEqual(["create", "delete"]);
  expect(attributeChanges(byName("updated"))).toEqual([
    { path: "input", old: '"a"', new: '"b"', sensitive: false, unknown: false, forcesReplacement: false },
    {
      path: "output",
      old: '"a"',
      new: "(known after apply)",
      sensitive: false,
      unknown: true,
      forcesReplacement: false,
    },
  ]);
  expect(second.outputs).toMatchObject([{ name: "id", actions: ["create"], afterSensitive: true }]);

  // `old` was only moved, and nothing is left to do.
  const third = await planIn(directory, {
    resource: {
      terraform_data: {
        updated: { input: "b" },
        replaced: { triggers_replace: "b" },
        new: { input: "a" },
        same: { input: "a" },
      },
    },
    output: { id: { value: "x", sensitive: true } },
  });
  expect(third.hasChanges).toBe(false);
});

test("an import that changes nothing is an import", async () => {
  const directory = temporary();
  const plan = await planIn(directory, {
    resource: { terraform_data: { a: {} } },
    import: [{ to: "terraform_data.a", id: "some-id" }],
  });
  expect(plan.changes).toMatchObject([{ kind: "import", importingId: "some-id" }]);
  expect(plan.counts).toMatchObject({ add: 0, change: 0, import: 1 });
  expect(plan.hasChanges).toBe(true);
});

test("an output alone is a change", async () => {
  const plan = await planIn(temporary(), { output: { o: { value: 1 } } });
  expect(plan.changes).toEqual([]);
  expect(plan.hasChanges).toBe(true);
});

test("destroying everything", async () => {
  const directory = temporary();
  await planIn(directory, dataResources({ a: "x", b: "y" }), true);
  const terraform = terraformIn(directory, dataResources({ a: "x", b: "y" }));
  await terraform.plan({ out: `${directory}/p`, mode: "destroy" });
  expect((await terraform.show(`${directory}/p`)).counts).toMatchObject({ destroy: 2, add: 0 });
});

const drifted: PlanJson = {
  format_version: "1.2",
  terraform_version: "1.11.4",
  resource_drift: [
    {
      address: "aws_vpc.main",
      type: "aws_vpc",
      name: "main",
      mode: "managed",
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: {
        actions: ["update"],
        before: { tags: { Name: "a", "cost.centre": "1" }, rules: [{ port: 1 }, { port: 2 }], list: ["a"] },
        after: { tags: { Name: "b", "cost.centre": "2" }, rules: [{ port: 1 }, { port: 3 }], list: ["a", "b"] },
      },
    },
    {
      address: "aws_vpc.gone",
      type: "aws_vpc",
      name: "gone",
      mode: "managed",
      provider_name: "registry.terraform.io/hashicorp/aws",
      change: { actions: ["delete"], before: { id: "vpc-1" }, after: null },
    },
  ],
};

test("drift names the attributes, and is no change", () => {
  const plan = readPlan(drifted);
  expect(plan.drift).toMatchObject([
    {
      address: "aws_vpc.main",
      kind: "update",
      attributes: ["list", "rules.1.port", "tags.Name", 'tags["cost.centre"]'],
    },
    { address: "aws_vpc.gone", kind: "delete", attributes: [] },
  ]);
  expect(plan.hasChanges).toBe(false);
});

test("what is sensitive on either side is never shown, at any depth", () => {
  const shown = attributeChanges({
    before: { whole: "s3cret", list: ["a", "s3cret"], nested: [{ key: "s3cret" }], was: "s3cret", same: "s3cret" },
    after: { whole: "s3cret2", list: ["a", "s3cret2"], nested: [{ key: "s3cret2" }], was: "x", same: "s3cret" },
    afterUnknown: {},
    beforeSensitive: { whole: true, list: [false, true], nested: [{ key: true }], was: true, same: true },
    afterSensitive: { whole: true, list: [false, true], nested: [{ key: true }], same: true },
  });
  expect(JSON.stringify(shown)).not.toContain("s3cret");
  expect(shown.map(({ path, new: after, sensitive }) => [path, after, sensitive])).toEqual([
    ["list", '["a", (sensitive)]', true],
    ["nested.0.key", "(sensitive)", true],
    ["was", "(sensitive)", true],
    ["whole", "(sensitive)", true],
  ]);
});

test("an attribute that forces the replacement says so, and so does what is inside it", () => {
  const shown = attributeChanges({
    before: { subnet: "a", tags: { Name: "a" }, rules: [{ port: 1 }] },
    after: { subnet: "b", tags: { Name: "b" }, rules: [{ port: 2 }] },
    afterUnknown: false,
    beforeSensitive: false,
    afterSensitive: false,
    replacePaths: ["rules", "subnet"],
  });
  expect(shown.filter(({ forcesReplacement }) => forcesReplacement).map(({ path }) => path)).toEqual([
    "rules.0.port",
    "subnet",
  ]);
});

test("a format that is not known is refused", () => {
  expect(() => readPlan({ format_version: "2.0", terraform_version: "9" })).toThrow("plan format 2.0");
});
