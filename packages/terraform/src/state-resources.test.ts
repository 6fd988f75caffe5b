import { stateResources } from "./state-resources.ts";

test("managed resources, one for each instance, under the address of their block", () => {
  const resource = (mode: string, name: string, keys: readonly (string | undefined)[], module?: string) => ({
    mode,
    ...(module === undefined ? {} : { module }),
    type: "aws_vpc",
    name,
    instances: keys.map((index_key) => ({ index_key, attributes: { id: index_key ?? name } })),
  });
  const text = JSON.stringify({
    resources: [
      resource("data", "read", [undefined]),
      resource("managed", "one", [undefined]),
      resource("managed", "many", ["a", "b"], 'module.net["x"].module.inner[0]'),
    ],
  });
  expect(stateResources(text).map(({ block, attributes }) => [block, attributes["id"]])).toEqual([
    ["aws_vpc.one", "one"],
    ["module.net.module.inner.aws_vpc.many", "a"],
    ["module.net.module.inner.aws_vpc.many", "b"],
  ]);
});

test("a state without resources", () => {
  expect(stateResources('{"version":4}')).toEqual([]);
});

test("a deposed object is told from the one that took its place", () => {
  const instances = [{ attributes: { id: "new" } }, { attributes: { id: "old" }, deposed: "a1b2c3d4" }];
  const text = JSON.stringify({ resources: [{ mode: "managed", type: "aws_vpc", name: "v", instances }] });
  const common = { block: "aws_vpc.v", address: "aws_vpc.v", type: "aws_vpc" };
  expect(stateResources(text)).toEqual([
    { ...common, attributes: { id: "new" } },
    { ...common, attributes: { id: "old" }, deposed: true },
  ]);
});
