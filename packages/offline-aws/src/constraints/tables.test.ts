import type { Attributes, StoredResource } from "../contract.ts";
import { caller, cloudOf, stored } from "../test-cloud.ts";
import { constraints, deleteConstraints } from "./index.ts";
import { deletionProtection, deletionRules } from "./deletion.ts";
import { namesUnique, singletons, uniqueNames } from "./names.ts";
import { references, referencesExist } from "./references.ts";
import { textsAt } from "./resources.ts";

/** Attributes with a value at a dotted path; parts that are lists in the provider become lists of one. */
function at(path: string, value: string): Attributes {
  const [name = "", ...rest] = path.split(".");
  if (rest.length > 0) return { [name]: [at(rest.join("."), value)] };
  return { [name]: /s$|_list$/.test(name) && !/_address$|_ids$/.test(name) ? [value] : value };
}

const arn = (service: string, name: string): string => `arn:aws:${service}:eu-west-1:111122223333:${name}`;

describe("references", () => {
  const rows = Object.entries(references).flatMap(([type, list]) =>
    list.map(([path, how, types, code, except]) => [type, path, how, types, code, except] as const),
  );

  test.each(rows)("%s.%s, %s of %s", (type, path, how, types, code, except) => {
    const [target = ""] = types.split(" ");
    // What starts like the real thing, where the row looks only at some values.
    const prefix = /\(\?!([a-z-]+)\)/.exec(except?.source ?? "")?.[1] ?? "";
    const name = {
      arn: arn("x", "there"),
      key: "0f1e",
      bucket: "there",
      id: `${prefix}there`,
      shared: `${prefix}there`,
    }[how];
    const missing = name.replace(/there|0f1e/, "gone");
    const existing = stored(how === "key" ? "aws_kms_key" : how === "bucket" ? "aws_s3_bucket" : target, name, {
      arn: name,
    });
    const refused = (value: string, ...resources: StoredResource[]): unknown =>
      referencesExist({ type, attributes: at(path, value), id: undefined }, caller, cloudOf(...resources));

    expect(refused(name, existing)).toBeUndefined();
    expect(refused(missing, existing)).toMatchObject({
      code,
      attribute: path,
      message: expect.stringContaining(missing),
    });
    if (how === "id") expect(refused(name, { ...existing, accountId: "444455556666" })).toMatchObject({ code });
    if (how === "shared") expect(refused(name, { ...existing, accountId: "444455556666" })).toBeUndefined();
    if (how === "id" || how === "shared")
      expect(refused(name, { ...existing, region: "us-east-1" })).toMatchObject({ code });
  });

  // type, attributes, allowed
  test.each<[string, string, boolean]>([
    ["aws_iam_role_policy_attachment.policy_arn", "arn:aws:iam::aws:policy/ReadOnlyAccess", true],
    ["aws_iam_role_policy_attachment.policy_arn", "arn:aws:iam::111122223333:policy/none", false],
    [
      "aws_config_configuration_recorder.role_arn",
      "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
      true,
    ],
    ["aws_sns_topic_subscription.topic_arn", "arn:aws:sns:eu-west-1:999999999999:elsewhere", true],
    ["aws_kms_alias.target_key_id", "alias/aws/s3", true],
    ["aws_cloudwatch_log_group.kms_key_id", "arn:aws:kms:eu-west-1:111122223333:key/none", false],
    ["aws_cloudwatch_event_rule.event_bus_name", "default", true],
    ["aws_route.gateway_id", "local", true],
    ["aws_route.gateway_id", "igw-0", false],
    ["aws_cloudtrail.cloud_watch_logs_group_arn", "arn:aws:logs:eu-west-1:111122223333:log-group:trail:*", true],
    ["aws_security_group_rule.source_security_group_id", "sg-default", true],
    ["aws_network_acl_rule.network_acl_id", "acl-default", true],
    ["aws_route.route_table_id", "rtb-main", true],
    ["aws_default_security_group.vpc_id", "vpc-1", true],
    ["aws_default_security_group.vpc_id", "vpc-2", false],
  ])("%s %s", (name, value, allowed) => {
    const [type = "", path = ""] = name.split(".");
    const cloud = cloudOf(
      stored("aws_cloudwatch_log_group", "trail", { arn: arn("logs", "log-group:trail") }),
      stored("aws_vpc", "vpc-1", {
        default_security_group_id: "sg-default",
        default_network_acl_id: "acl-default",
        main_route_table_id: "rtb-main",
      }),
    );
    expect(referencesExist({ type, attributes: { [path]: value }, id: undefined }, caller, cloud) === undefined).toBe(
      allowed,
    );
  });
});

describe("names", () => {
  test.each(Object.entries(uniqueNames))("%s", (type, [names, code, , options = {}]) => {
    const attributes: Attributes = Object.fromEntries(names.split(",").map((name) => [name, "Same"]));
    const other: Attributes = { ...attributes, [names.split(",").at(-1)!]: "Other" };
    const refused = (subject: Attributes, id: string | undefined, existing: StoredResource): unknown =>
      namesUnique({ type, attributes: subject, id }, caller, cloudOf(existing));

    expect(refused(attributes, undefined, stored(type, "1", attributes))).toMatchObject({ code });
    expect(refused(attributes, "1", stored(type, "1", attributes))).toBeUndefined();
    expect(refused(other, undefined, stored(type, "1", attributes))).toBeUndefined();
    const inVirginia = stored(type, "1", { ...attributes, region: "us-east-1" });
    expect(refused(attributes, undefined, inVirginia) !== undefined).toBe(options.global === true);
    const elsewhere = stored(type, "1", { ...attributes, "@account": "444455556666" });
    expect(refused(attributes, undefined, { ...elsewhere, region: "global" }) !== undefined).toBe(
      options.global === true,
    );
    const folded = Object.fromEntries(Object.entries(attributes).map(([name]) => [name, "SAME"]));
    expect(refused(folded, undefined, stored(type, "1", attributes)) !== undefined).toBe(options.fold === true);
  });

  test.each(Object.entries(singletons))("one %s in a region", (type, [code]) => {
    const refused = (id: string | undefined, region: string, name = "other"): unknown =>
      namesUnique({ type, attributes: { name }, id }, caller, cloudOf(stored(type, "1", { region, name: "default" })));
    // Config writes over what has the same name.
    expect(refused(undefined, "eu-west-1", "default") === undefined).toBe(type.startsWith("aws_config_"));
    expect(refused(undefined, "eu-west-1")).toMatchObject({ code });
    expect(refused("1", "eu-west-1")).toBeUndefined();
    expect(refused(undefined, "us-east-1")).toBeUndefined();
  });

  test("a parameter that may be overwritten is no conflict", () => {
    const attributes = { name: "/a", overwrite: true };
    expect(
      namesUnique(
        { type: "aws_ssm_parameter", attributes, id: undefined },
        caller,
        cloudOf(stored("aws_ssm_parameter", "/a", { name: "/a" })),
      ),
    ).toBeUndefined();
  });
});

describe("deletions", () => {
  const refused = (resource: StoredResource, ...others: StoredResource[]): unknown => {
    for (const constraint of deleteConstraints[resource.type] ?? []) {
      const refusal = constraint(resource, caller, cloudOf(resource, ...others));
      if (refusal) return refusal;
    }
    return undefined;
  };
  const rows = Object.entries(deletionRules).flatMap(([type, rules]) =>
    rules.flatMap((rule) => rule.by.map((by) => [type, by, rule] as const)),
  );

  test.each(rows)("%s is kept by %s", (type, by, { code, key = "id", unless }) => {
    const [dependent = "", path = ""] = by.split(" ");
    const resource = stored(type, "it", { [key]: "it" });
    expect(refused(resource, stored(dependent, "other", at(path, "it")))).toMatchObject({
      code,
      message: expect.stringContaining(`${dependent} other`),
    });
    expect(refused(resource, stored(dependent, "other", at(path, "else")))).toBeUndefined();
    expect(refused(resource)).toBeUndefined();
    if (unless)
      expect(
        refused(stored(type, "it", { [key]: "it", [unless]: true }), stored(dependent, "other", at(path, "it"))),
      ).toBeUndefined();
  });

  test.each(Object.entries(deletionProtection))("%s may be protected", (type, [flag, code]) => {
    expect(refused(stored(type, "it", { [flag]: true }))).toMatchObject({ code });
    expect(refused(stored(type, "it", { [flag]: false }))).toBeUndefined();
  });

  test("what other accounts have counts where they may use it, and nowhere else", () => {
    const elsewhere = { "@account": "444455556666" };
    const attachment = stored("aws_ec2_transit_gateway_vpc_attachment", "1", {
      ...elsewhere,
      transit_gateway_id: "it",
    });
    expect(refused(stored("aws_ec2_transit_gateway", "it"), attachment)).toMatchObject({ code: "IncorrectState" });
    expect(refused(stored("aws_vpc", "it"), stored("aws_subnet", "1", { ...elsewhere, vpc_id: "it" }))).toBeUndefined();
  });

  test("an organization with members, an internet gateway under a NAT gateway", () => {
    const organization = stored("aws_organizations_organization", "o-1");
    expect(refused(organization, stored("aws_organizations_account", "1"))).toMatchObject({
      code: "OrganizationNotEmptyException",
    });
    expect(refused(organization)).toBeUndefined();
    const gateway = stored("aws_internet_gateway", "igw-1", { vpc_id: "vpc-1" });
    const nat = stored("aws_nat_gateway", "nat-1", { subnet_id: "subnet-1", allocation_id: "eipalloc-1" });
    expect(refused(gateway, nat, stored("aws_subnet", "subnet-1", { vpc_id: "vpc-1" }))).toMatchObject({
      code: "DependencyViolation",
    });
    expect(refused(gateway, nat, stored("aws_subnet", "subnet-1", { vpc_id: "vpc-2" }))).toBeUndefined();
  });
});

test("a path reads every element of the lists on its way", () => {
  expect(textsAt({ a: [{ b: ["1", "2"] }, { b: "3" }, { c: "4" }] }, "a.b")).toEqual(["1", "2", "3"]);
});

test("a general rule is asked once, before a type's own", () => {
  expect(constraints.aws_iam_role_policy?.length).toBe(new Set(constraints.aws_iam_role_policy).size);
  expect(Object.keys(constraints)).toEqual(
    expect.arrayContaining(["aws_vpc", "aws_s3_object", "aws_guardduty_detector"]),
  );
});
