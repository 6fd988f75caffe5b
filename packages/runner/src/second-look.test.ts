import fs from "node:fs";
import type { Configuration } from "./prepare.ts";
import { invalidateRecord, writeRecord } from "./record.ts";
import { Repository } from "./record.fixture.ts";
import { recordDrift } from "./recorded-drift.ts";
import { mayBeSkipped, outsideData, secondLook } from "./second-look.ts";

let repository: Repository;
beforeEach(async () => {
  repository = new Repository();
  const started = await invalidateRecord(repository.session(), repository.account);
  repository.writeState({ serial: 2 });
  await writeRecord(repository.session(), repository.planned(), started);
});
afterEach(() => repository.remove());

const look = async (more: Partial<Configuration> = {}): Promise<string[]> => {
  const { differences } = await secondLook(repository.session(), repository.account, repository.configuration(more));
  return differences.map(({ kind, text }) => `${kind}: ${text}`);
};
const digests = { configuration: "c", inputs: "i", adopted: null };
const inputs = { values: {}, placeholders: [], awaiting: [], awaited: {} };

test("what is as applied has no differences", async () => {
  expect(await look()).toEqual([]);
});

const configurations: [string, Partial<Configuration>, string][] = [
  ["another configuration", { digests: { ...digests, configuration: "d" } }, "configuration: another configuration"],
  ["other imports", { digests: { ...digests, adopted: "x" } }, "configuration: other imports"],
  [
    "another published output",
    { inputDigests: { account_id: "i", network_zone: "y" }, digests: { ...digests, inputs: "j" } },
    "inputs: network publishes another zone",
  ],
  [
    "an output that is read no longer",
    { inputDigests: { account_id: "i" }, sources: {}, digests: { ...digests, inputs: "j" } },
    "inputs: another network_zone",
  ],
  ["another account id", { inputDigests: { account_id: "j", network_zone: "z" } }, "inputs: another account_id"],
  [
    "an output that is awaited",
    { inputs: { ...inputs, awaiting: ["security.sink"] } },
    "outside: waits for security.sink",
  ],
  [
    "a placeholder",
    { inputs: { ...inputs, placeholders: ["network.zone"] } },
    "outside: uses a placeholder for network.zone",
  ],
  ["a data source", { json: JSON.stringify({ data: { aws_ami: { a: {} } } }) }, "outside: reads aws_ami"],
];
test.each(configurations)("%s is a difference", async (_name, more, expected) => {
  expect(await look(more)).toEqual([expected]);
});

const happenings: [string, () => unknown, RegExp][] = [
  ["another serial", () => repository.writeState({ serial: 3 }), /^state: its state has serial 3, recorded was 2$/],
  ["another lineage", () => repository.writeState({ lineage: "b", serial: 2 }), /^state: its state is another one$/],
  [
    "an edit that keeps lineage and serial",
    () => repository.writeState({ serial: 2, resources: [] }),
    /^state: its state was edited$/,
  ],
  ["a state that is gone", () => fs.rmSync(repository.beside("terraform.tfstate")), /^state: its state is gone$/],
  [
    "a lock",
    () => fs.writeFileSync(repository.beside(".terraform.tfstate.lock.info"), "{}"),
    /^state: its state is locked$/,
  ],
  [
    "an apply that was not finished",
    () => invalidateRecord(repository.session(), repository.account),
    /^unfinished: the apply of \S+ did not finish$/,
  ],
  [
    "another Terraform",
    () => repository.installTerraform("1.12.0"),
    /^versions: terraform 1\.12\.0, applied with 1\.11\.4$/,
  ],
  [
    "another CDKTF",
    () => repository.write("node_modules/cdktf/package.json", '{ "version": "1.0.1" }'),
    /^versions: cdktf 1\.0\.1, applied with 1\.0\.0$/,
  ],
  ["no record", () => fs.rmSync(repository.beside("last-apply.json")), /^state: there is no record/],
  ["half a record", () => fs.truncateSync(repository.beside("last-apply.json"), 40), /^state: there is no record/],
  [
    "known drift",
    () =>
      recordDrift(repository.root, "acme", "shop-dev", { lineage: "a", serial: 2 }, [
        { address: "aws_vpc.a", kind: "delete", attributes: [] },
      ]),
    /^drift: 1 drifted/,
  ],
  [
    "a file of the simulated cloud that somebody edited",
    () => repository.write(".archipelago/cloud/111122223333/eu-west-1/aws_vpc/vpc-1.json", "{}"),
    /^drift: the simulated AWS was touched$/,
  ],
];
test.each(happenings)("%s is a difference", async (_name, happens, expected) => {
  await happens();
  expect(await look()).toEqual([expect.stringMatching(expected)]);
});

test("drift of an earlier state says nothing", async () => {
  const drift = [{ address: "aws_vpc.a", kind: "delete", attributes: [] }] as const;
  recordDrift(repository.root, "acme", "shop-dev", { lineage: "a", serial: 1 }, drift);
  expect(await look()).toEqual([]);
});

test.each([
  [{ data: { aws_iam_policy_document: {}, aws_ami: {}, aws_region: {} } }, ["aws_ami"]],
  [{ check: { a: { data: {} } }, module: { m: {} }, ephemeral: { e: {} } }, ["check.a", "ephemeral.e", "module.m"]],
  [{ locals: { now: "${timestamp()}", text: '${join("", [filemd5("a")])}' } }, ["filemd5()", "timestamp()"]],
  [{ locals: { rules: '${jsonencode({"rules" = {"keep" = 1}, "since" = timestamp()})}' } }, ["timestamp()"]],
  [{ locals: { text: '%{ if file("a") == "b" }yes%{ endif }' } }, ["file()"]],
  [{ locals: { text: "first line\nuuid\n${join(\n[uuid ()])}" } }, ["uuid()"]],
  [{ locals: { tags: { "${bcrypt(var.a)}": "a" } } }, ["bcrypt()"]],
  [{ locals: { text: "${var.a}", other: "run file(1)" } }, []],
  [{ locals: { text: "a file (timestamp) of profile()" } }, []],
  [{}, []],
])("outside data of %j", (stack, expected) => {
  expect(outsideData(JSON.stringify(stack))).toEqual(expected);
});

test("the provider starts ahead of time unless the record and the code speak for skipping", () => {
  const { workspace } = repository.session();
  expect(mayBeSkipped(workspace, repository.account)).toBe(true);
  fs.rmSync(repository.beside("last-apply.json"));
  expect(mayBeSkipped(workspace, repository.account)).toBe(false);
});
