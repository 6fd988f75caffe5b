import { guardrailGenerator } from "./guardrail.ts";
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

const file = "accounts/management/guardrails.ts";
const noClusters = {
  rule: "no-clusters",
  reason: "nobody here can look after a cluster",
  services: "ecs, eks",
  targets: "Security & Audit,sandbox",
};
const run = (options: object): Promise<string[]> => repository.run(guardrailGenerator, options);

test("a guardrail is a row of the management account, on trial", async () => {
  expect(await run(noClusters)).toEqual([`UPDATE ${file}`]);
  const text = repository.read(file);
  expect(text).toContain('import { denyServices, type Guardrail } from "@archipelago/guardrails";');
  expect(text).toContain(`export const additional: readonly Guardrail[] = [
  denyServices({
    rule: "no-clusters",
    reason: "nobody here can look after a cluster",
    services: ["ecs", "eks"],
    targets: ["Security & Audit", "sandbox"],
  }),
];
`);
  expect(text).toContain('export const trial: readonly string[] = ["no-clusters"];\n');
});

test("a second one comes beside the first, and what somebody edited stays", async () => {
  await run(noClusters);
  repository.write(file, repository.read(file).replace("nobody here", "no team here"));
  expect(await run({ ...noClusters, rule: "no-queues", services: "sqs" })).toEqual([`UPDATE ${file}`]);
  const text = repository.read(file);
  expect(text.match(/denyServices\(/g)).toHaveLength(2);
  expect(text).toContain("no team here");
  expect(text).toContain('= ["no-queues", "no-clusters"];');
});

test("a second run changes nothing, nor does it when the rule was edited or is no longer on trial", async () => {
  await run(noClusters);
  expect(await run(noClusters)).toEqual([]);
  repository.write(file, repository.read(file).replace('["no-clusters"]', "[]").replace("nobody", "no one"));
  expect(await run({ ...noClusters, services: "rds" })).toEqual([]);
});

test("lists longer than a line are broken as prettier breaks them", async () => {
  const services = Array.from({ length: 14 }, (_, index) => `service-${index}`);
  await run({ ...noClusters, services: services.join(",") });
  expect(repository.read(file)).toContain('    services: [\n      "service-0",\n');
});

test.each([
  ["[]", '["no-clusters"]'],
  ['["no-topics"]', '["no-clusters", "no-topics"]'],
  [
    '[\n  // passed their trial: "no-queues", "no-streams"\n  "no-topics",\n]',
    '[\n  "no-clusters",\n  // passed their trial: "no-queues", "no-streams"\n  "no-topics",\n]',
  ],
  ['[\n  "no-topics", // CLOUD-7: [a, b]\n]', '[\n  "no-clusters",\n  "no-topics", // CLOUD-7: [a, b]\n]'],
  ["[ /* none, yet */ ]", '["no-clusters",  /* none, yet */ ]'],
])("what is on trial stays as it was written: %j", async (before, after) => {
  const trial = "export const trial: readonly string[] = ";
  repository.write(file, repository.read(file).replace(`${trial}[]`, `${trial}${before}`));
  await run(noClusters);
  expect(repository.read(file)).toContain(`${trial}${after};\n`);
});

test.each([
  [{}, /rule, reason, services, targets: are missing\n {2}next: npx nx g guardrail/],
  [{ ...noClusters, rule: "No Clusters" }, /cannot be the name of a guardrail/],
  [{ ...noClusters, reason: "because" }, /reason: must say why/],
  [{ ...noClusters, reason: '"}); process.exit(); ({' }, /reason: must say why/],
  [{ ...noClusters, services: "ecs:*" }, /services: "ecs:\*" is no service/],
  [{ ...noClusters, targets: "Sandboxes" }, /there is no unit or account "Sandboxes"\n {2}allowed: Root, /],
])("%j is refused", async (options, message) => {
  await expect(run(options)).rejects.toThrow(message);
});

test("without its lists the file is not touched, and the line is named", async () => {
  repository.write(file, "export const exceptions = [];\n");
  await expect(run(noClusters)).rejects.toThrow(/has no line "export const additional/);
});
