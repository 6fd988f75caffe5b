import { moduleGenerator } from "./module.ts";
import { Repository } from "./repository.fixture.ts";

let repository: Repository;
beforeEach(() => {
  repository = new Repository();
  jest.spyOn(console, "log").mockImplementation(() => undefined);
});
afterEach(() => {
  repository.remove();
  jest.restoreAllMocks();
});

test("a module has a manifest, a construct, its test and its page", async () => {
  expect(await repository.run(moduleGenerator, { name: "task-queue", description: "Queues of tasks." })).toEqual(
    ["README.md", "package.json", "src/index.ts", "src/task-queue.test.ts", "src/task-queue.ts"].map(
      (file) => `CREATE modules/task-queue/${file}`,
    ),
  );
  expect(JSON.parse(repository.read("modules/task-queue/package.json"))).toMatchObject({
    name: "@archipelago/task-queue",
    description: "Queues of tasks.",
    dependencies: { cdktf: expect.stringMatching(/^\d/), "@cdktf/provider-aws": expect.stringMatching(/^\d/) },
    nx: { tags: ["type:module"] },
  });
  expect(repository.read("modules/task-queue/src/task-queue.ts")).toContain(
    "export class TaskQueue extends Construct {",
  );
});

test("a second run changes nothing, nor does it after an edit", async () => {
  await repository.run(moduleGenerator, { name: "task-queue" });
  expect(await repository.run(moduleGenerator, { name: "task-queue" })).toEqual([]);
  repository.write("modules/task-queue/src/index.ts", "export {};\n");
  expect(await repository.run(moduleGenerator, { name: "task-queue", description: "Other." })).toEqual([]);
});

test.each([
  [{}, /module: name: is missing\n {2}next: npx nx g module/],
  [{ name: "../accounts" }, /cannot be the name of a module/],
  [{ name: "TaskQueue" }, /cannot be the name of a module/],
  [{ name: "task-queue", description: "*/ process.exit() /*" }, /description: .*characters of code/],
  [{ name: "task-queue", description: "two\nlines" }, /description: /],
])("%j is refused", async (options, message) => {
  await expect(repository.run(moduleGenerator, options)).rejects.toThrow(message);
});
