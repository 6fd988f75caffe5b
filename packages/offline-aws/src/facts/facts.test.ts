import { common, dataSourceFactsOf, dataSourceTypes, factsDigest, factsOf, resourceTypes } from "./index.ts";

test("a resource, a data source and what all have", () => {
  expect(factsOf("aws_vpc")?.computedFormats.id).toBe("vpc-{hex17}");
  expect(factsOf("aws_no_such_thing")).toBeUndefined();
  expect(dataSourceFactsOf("aws_partition")?.computedOnly).toContain("dns_suffix");
  expect(common().noRegionAttribute).toContain("aws_iam_role");
  expect(factsDigest()).toMatch(/^[0-9a-f]{64}$/);
});

test("lists are sorted, without repeats; region replaces wherever there is one", () => {
  const wrong = resourceTypes().filter((type) => {
    const facts = factsOf(type)!;
    const lists = [facts.forceNew, facts.optionalComputed, facts.sensitive];
    const untidy = lists.some((list) => JSON.stringify(list) !== JSON.stringify([...new Set(list)].sort()));
    return untidy || facts.forceNew.includes("region") === common().noRegionAttribute.includes(type);
  });
  expect(wrong).toEqual([]);
  expect(resourceTypes().length).toBeGreaterThan(200);
});

test("types are listed in order", () => {
  expect(resourceTypes()).toEqual([...resourceTypes()].sort());
  expect(dataSourceTypes()).toEqual([...dataSourceTypes()].sort());
});
