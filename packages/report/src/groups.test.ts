import { groupAccounts, template } from "./groups.ts";
import { natReplaced, report, resource, update } from "./report.fixture.ts";

const subnet = (account: string, accountId: string, id: string, cidr = "10.0.0.0/24") =>
  report(
    account,
    [
      resource("aws_subnet.data_a", {
        actions: ["no-op"],
        before: { id, arn: `arn:aws:ec2:eu-west-1:${accountId}:subnet/${id}` },
        after: {},
      }),
      update(
        "aws_route_table_association.data_a",
        { subnet_id: "none", tag: "" },
        { subnet_id: id, tag: `${account}-data in ${accountId}`, cidr },
      ),
    ],
    { accountId },
  );

const names = (groups: ReturnType<typeof groupAccounts>): string[][] =>
  groups.map(({ accounts }) => accounts.map(({ summary }) => summary.account));

test("the same changes under each account's own name, number and ids are one group", () => {
  const accounts = [
    subnet("shop-dev", "111111111111", "subnet-0aaaaaaaaaaaaaaaa"),
    subnet("shop-staging", "222222222222", "subnet-0bbbbbbbbbbbbbbbb"),
  ];
  const [group, ...others] = groupAccounts(accounts, "full");
  expect(others).toEqual([]);
  expect(group!.changes[0]!.attributes).toEqual([
    { path: "cidr", new: '"10.0.0.0/24"' },
    { path: "subnet_id", old: '"none"', new: '"‹aws_subnet.data_a.id›"' },
    { path: "tag", old: '""', new: '"‹account›-data in ‹account id›"' },
  ]);
});

test("one account alone is shown with its own values", () => {
  const [group] = groupAccounts([subnet("shop-dev", "111111111111", "subnet-0aaaaaaaaaaaaaaaa")], "full");
  expect(JSON.stringify(group!.changes)).toContain("subnet-0aaaaaaaaaaaaaaaa");
});

test.each([
  ["a value", subnet("b", "222222222222", "subnet-0bbbbbbbbbbbbbbbb", "10.9.0.0/24")],
  ["an id of somebody else", subnet("b", "222222222222", "subnet-0bbbbbbbbbbbbbbbb")],
  ["what looks like a replacement", report("b", [update("aws_x.x", { a: "1" }, { a: "‹account›" })])],
  ["what forces it", report("b", [natReplaced])],
])("accounts that differ in %s stay apart", (what, second) => {
  const first =
    what === "an id of somebody else"
      ? report("a", [
          update(
            "aws_route_table_association.data_a",
            { subnet_id: "none", tag: "" },
            { subnet_id: "subnet-0cccccccccccccccc", tag: "a-data in 123456789012", cidr: "10.0.0.0/24" },
          ),
        ])
      : what === "what looks like a replacement"
        ? report("a", [update("aws_x.x", { a: "1" }, { a: "a" })])
        : what === "what forces it"
          ? report("a", [{ ...natReplaced, change: { ...natReplaced.change, replace_paths: [["allocation_id"]] } }])
          : subnet("a", "111111111111", "subnet-0aaaaaaaaaaaaaaaa");
  expect(groupAccounts([first, second], "full")).toHaveLength(2);
});

test("a name inside a longer word is not the account's name", () => {
  const [change] = template(report("dev", [update("aws_x.x", { a: "" }, { a: "development dev-vpc devices" })]));
  expect(change!.attributes[0]!.new).toBe('"development ‹account›-vpc devices"');
});

test("new resources that differ in values are apart, and together only where values are left out, which is said", () => {
  const created = (account: string, cidr: string) =>
    report(account, [resource("aws_vpc.vpc", { actions: ["create"], before: null, after: { cidr } })]);
  const accounts = [created("a", "10.1.0.0/20"), created("b", "10.2.0.0/20")];
  expect(names(groupAccounts(accounts, "full"))).toEqual([["a"], ["b"]]);
  const [group, ...others] = groupAccounts(accounts, "named");
  expect([others, group!.valuesDiffer, group!.changes[0]!.attributes]).toEqual([[], true, []]);
});

test("what is dangerous is first, then what concerns most", () => {
  const change = (name: string) => report(name, [update("aws_x.x", { a: 1 }, { a: 2 })]);
  const other = report("z", [update("aws_x.y", { a: 1 }, { a: 2 })]);
  expect(names(groupAccounts([other, change("a"), change("b"), report("prod", [natReplaced])], "full"))).toEqual([
    ["prod"],
    ["a", "b"],
    ["z"],
  ]);
});
