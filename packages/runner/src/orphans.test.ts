import type { JournalLine, JsonObject, StateResource } from "@archipelago/terraform";
import type { StartedApply } from "./apply-journal.ts";
import type { PlannedCreation } from "./planned-creations.ts";
import { orphansOf, type Surroundings } from "./orphans.ts";

const event = (type: string, addr: string, more: object = {}): JournalLine => ({
  type,
  "@message": "",
  hook: { resource: { addr, resource_type: addr.split(".")[0]! }, action: "create", ...more },
});
const start = (addr: string) => event("apply_start", addr);
const complete = (addr: string, id: string) => event("apply_complete", addr, { id_key: "id", id_value: id });

function apply(
  journal: readonly JournalLine[],
  planned: Readonly<Record<string, Partial<PlannedCreation>>> = {},
  time = "2026-11-21T09:00:00.000Z",
): StartedApply {
  const addresses = new Set([...Object.keys(planned), ...journal.map(({ hook }) => hook?.resource?.addr ?? "")]);
  const creations = [...addresses].map((address) => {
    const creation = { type: address.split(".")[0]!, values: {}, references: {}, ...planned[address] };
    return [address, creation] as const;
  });
  return {
    ...{ name: `apply-${time}`, time, who: "ada@laptop", creations: Object.fromEntries(creations), journal },
    complete: true,
  };
}

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  accountId: "111122223333",
  region: "eu-west-1",
  instances: [],
  isConfigured: () => true,
  existing: () => undefined,
  ...more,
});

const instance = (address: string, id: string): StateResource => ({
  block: address,
  address,
  type: address.split(".")[0]!,
  attributes: { id },
});

const importsOf = (applies: readonly StartedApply[], more?: Partial<Surroundings>): Record<string, string> =>
  Object.fromEntries(orphansOf(applies, around(more)).adoptable.map(({ address, importId }) => [address, importId]));

test.each<[name: string, address: string, id: string, planned: Partial<PlannedCreation>, importId: string]>([
  ["its own id", "aws_vpc.v", "vpc-1", {}, "vpc-1"],
  ["a name", "aws_iam_role.r", "r", { values: { name: "r" } }, "r"],
  ["an ARN that is the id", "aws_sns_topic.t", "arn:aws:sns:eu-west-1:1:t", {}, "arn:aws:sns:eu-west-1:1:t"],
  ["planned values", "aws_cloudwatch_log_metric_filter.f", "f", { values: { name: "f", log_group_name: "g" } }, "g:f"],
  [
    "the id of another resource that was made",
    "aws_route.r",
    "r-rtb-11080289494",
    {
      values: { destination_cidr_block: "0.0.0.0/0" },
      references: { route_table_id: { address: "aws_route_table.t", attribute: "id" } },
    },
    "rtb-1_0.0.0.0/0",
  ],
  [
    "the first that is set",
    "aws_route_table_association.a",
    "rtbassoc-1",
    {
      references: {
        subnet_id: { address: "aws_subnet.s", attribute: "id" },
        route_table_id: { address: "aws_route_table.t", attribute: "id" },
      },
    },
    "subnet-1/rtb-1",
  ],
  ["another region", "aws_kms_key.k", "k", { values: { region: "us-east-1" } }, "k@us-east-1"],
])("an import id of %s", (_name, address, id, planned, importId) => {
  const journal = [complete("aws_route_table.t", "rtb-1"), complete(address, id)];
  const state = { instances: [instance("aws_subnet.s", "subnet-1")] };
  expect(importsOf([apply(journal, { [address]: planned })], state)).toMatchObject({ [address]: importId });
});

test("what the state knows is no orphan; what it knows another object of is left to a person", () => {
  const applies = [apply([complete("aws_vpc.a", "vpc-1"), complete("aws_vpc.b", "vpc-2")])];
  const instances = [instance("aws_vpc.a", "vpc-1"), instance("aws_vpc.b", "vpc-9")];
  expect(orphansOf(applies, around({ instances }))).toMatchObject({
    adoptable: [],
    others: [{ address: "aws_vpc.b", id: "vpc-2", why: "the state holds another object under this address" }],
  });
});

describe("nothing that the state holds is an orphan", () => {
  const plan = "aws_backup_restore_testing_plan.p";
  const region = (name: string) => ({ [plan]: { values: { name: "p", region: name } } });
  const named = (address: string, attributes: JsonObject): StateResource => ({
    ...instance(address, ""),
    attributes,
  });
  const byName = event("apply_complete", plan, { id_key: "name", id_value: "p" });
  const byTag = event("apply_complete", "aws_vpc.v", { id_key: "tags.Name", id_value: "v" });
  const gone = { isConfigured: () => false };

  test.each<[string, StartedApply, readonly StateResource[], Partial<Surroundings>]>([
    [
      "created before what it replaces was destroyed: that one is deposed and comes last",
      apply([complete("aws_vpc.v", "vpc-2")]),
      [instance("aws_vpc.v", "vpc-2"), { ...instance("aws_vpc.v", "vpc-1"), deposed: true }],
      {},
    ],
    [
      "deposed since",
      apply([complete("aws_vpc.v", "vpc-1")]),
      [instance("aws_vpc.v", "vpc-2"), { ...instance("aws_vpc.v", "vpc-1"), deposed: true }],
      {},
    ],
    ["of a type without id", apply([byName]), [named(plan, { name: "p" })], {}],
    ["of a type with neither id nor name", apply([byTag]), [named("aws_vpc.v", { tags: { Name: "v" } })], {}],
    ["moved to another address", apply([complete("aws_vpc.v", "vpc-1")]), [instance("aws_vpc.w", "vpc-1")], gone],
    ["moved, of a type without id", apply([byName], region("eu-west-1")), [named(`${plan}2`, { name: "p" })], gone],
  ])("%s", (_name, applied, instances, more) => {
    expect(orphansOf([applied], around({ instances, ...more }))).toEqual({ adoptable: [], others: [] });
  });

  test.each<[string, StartedApply, readonly StateResource[]]>([
    ["of another type", apply([byName]), [named("aws_vpc.v", { id: "p", name: "p" })]],
    [
      "of another region",
      apply([byName], region("eu-west-1")),
      [named(`${plan}2`, { name: "p", region: "us-east-1" })],
    ],
    ["that is only tagged alike", apply([byTag]), [named("aws_vpc.w", { tags: { Name: "v" } })]],
  ])("but one %s is another object", (_name, applied, instances) => {
    const { adoptable, others } = orphansOf([applied], around({ instances }));
    expect([...adoptable, ...others]).toHaveLength(1);
  });
});

test("a name is no id: nothing is imported by it but what is imported by its name", () => {
  const made = ["aws_backup_restore_testing_plan.p", "aws_vpc.v"].map((address) =>
    event("apply_complete", address, { id_key: "name", id_value: "x" }),
  );
  expect(importsOf([apply(made)])).toEqual({ "aws_backup_restore_testing_plan.p": "x" });
});

test("what the configuration no longer has, or nobody can import, is listed with its id; a setting is made again", () => {
  const made = ["aws_vpc.a", "aws_route.r", "aws_guardduty_detector_feature.f"].map((address) =>
    complete(address, "id-1"),
  );
  const { adoptable, others } = orphansOf(
    [apply(made)],
    around({ isConfigured: (address) => address !== "aws_vpc.a" }),
  );
  expect(adoptable).toEqual([]);
  expect(others.map(({ address, id, why }) => [address, id, why])).toEqual([
    ["aws_vpc.a", "id-1", "the configuration no longer has it"],
    ["aws_route.r", "id-1", "it cannot be imported, or not all of its import id is known"],
  ]);
});

describe("killed while a resource was being made", () => {
  const vpc = { "aws_vpc.v": { values: { cidr_block: "10.0.0.0/16", tags: { Name: "v" } } } };
  const exists = [
    { id: "vpc-0", attributes: { cidr_block: "10.0.0.0/16", tags: { Name: "other" } } },
    { id: "vpc-1", attributes: { cidr_block: "10.0.0.0/16", tags: { Name: "v" } } },
  ];
  const existing = (): typeof exists => exists;

  test("where what exists can be listed it is found by what was planned", () => {
    expect(importsOf([apply([start("aws_vpc.v")], vpc)], { existing })).toEqual({ "aws_vpc.v": "vpc-1" });
    expect(orphansOf([apply([start("aws_vpc.v")], vpc)], around({ existing: () => [] }))).toEqual({
      adoptable: [],
      others: [],
    });
  });

  test("one that the state knows is not it", () => {
    const instances = [instance("aws_vpc.other", "vpc-1")];
    expect(importsOf([apply([start("aws_vpc.v")], vpc)], { existing, instances })).toEqual({});
  });

  test("elsewhere one with a name is tried by its name, any other is listed as unknown", () => {
    const journal = [start("aws_iam_role.r"), start("aws_vpc.v")];
    const { adoptable, others } = orphansOf(
      [apply(journal, { "aws_iam_role.r": { values: { name: "r" } } })],
      around(),
    );
    expect(adoptable).toMatchObject([{ address: "aws_iam_role.r", importId: "r", id: undefined }]);
    expect(others).toMatchObject([{ address: "aws_vpc.v", id: undefined }]);
  });

  test("a setting is simply made again", () => {
    expect(orphansOf([apply([start("aws_s3_bucket_versioning.v")])], around())).toEqual({ adoptable: [], others: [] });
  });
});

test("of a journal whose end nobody has, all that was planned may have been made", () => {
  const planned = {
    "aws_vpc.a": {},
    "aws_vpc.b": {},
    "aws_subnet.s": {},
    "aws_iam_role.r": { values: { name: "r" } },
    "aws_s3_bucket_versioning.v": {},
  };
  const journal = [start("aws_vpc.a"), complete("aws_vpc.a", "vpc-1"), start("aws_vpc.b")];
  const instances = [instance("aws_subnet.s", "subnet-1")];
  const { adoptable, others } = orphansOf([{ ...apply(journal, planned), complete: false }], around({ instances }));
  expect(Object.fromEntries(adoptable.map(({ address, importId }) => [address, importId]))).toEqual({
    "aws_vpc.a": "vpc-1",
    "aws_iam_role.r": "r",
  });
  expect(others.map(({ address, id }) => [address, id])).toEqual([["aws_vpc.b", undefined]]);
});

test("a creation that AWS refused left nothing; one whose provider died may have", () => {
  const errored = (addr: string) => event("apply_errored", addr);
  const error = (summary: string, address?: string): JournalLine => ({
    type: "diagnostic",
    "@message": "",
    diagnostic: { severity: "error", summary, detail: "", ...(address !== undefined && { address }) },
  });
  const journal = ["aws_vpc.a", "aws_vpc.b"].flatMap((address) => [start(address), errored(address)]);
  const refused = error("creating aws_vpc: api error", "aws_vpc.a");
  const listed = (more: readonly JournalLine[]) =>
    orphansOf([apply([...journal, ...more])], around()).others.map(({ address }) => address);
  expect(listed([refused])).toEqual([]);
  expect(listed([refused, error("Plugin did not respond")])).toEqual(["aws_vpc.b"]);
});

test("one in flight in each of two regions, with the same id", () => {
  const values = (region: string) => ({ values: { region } });
  const planned = {
    "aws_accessanalyzer_analyzer.a": values("eu-west-1"),
    "aws_accessanalyzer_analyzer.b": values("us-east-1"),
  };
  const exists = ["eu-west-1", "us-east-1"].map((region) => ({
    id: "account",
    attributes: { region, analyzer_name: "account" },
  }));
  const applies = [apply(Object.keys(planned).map(start), planned)];
  const { adoptable, others } = orphansOf(applies, around({ existing: () => exists }));
  expect([adoptable.map(({ importId }) => importId), others]).toEqual([["account", "account@us-east-1"], []]);
});

test("of several interrupted applies each counts, the later one for what both made", () => {
  const first = apply([complete("aws_vpc.a", "vpc-1"), complete("aws_vpc.b", "vpc-2")], {}, "1");
  const second = apply([complete("aws_vpc.b", "vpc-3")], {}, "2");
  expect(importsOf([first, second])).toEqual({ "aws_vpc.a": "vpc-1", "aws_vpc.b": "vpc-3" });
});
