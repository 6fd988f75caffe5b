import type { Account } from "@archipelago/account-stack";
import { exampleOrganization, synthStack, Template } from "@archipelago/testing";
import { guardDutyFeatures } from "./guardduty-features.ts";
import { organizationRules } from "./organization-rules.ts";
import { securityDelegationOutputs } from "./security-delegation.ts";
import { SecurityServices, type SecurityServicesProps } from "./security-services.ts";
import { securityStandards } from "./security-standards.ts";

const { homeRegion, regions } = exampleOrganization;

type Props = Partial<Omit<SecurityServicesProps, "designated">>;

/** A security account's stack; with `adopting` one that awaits what designation made. */
function services(props: Props = {}, { adopting = false, ...account }: Partial<Account> & { adopting?: boolean } = {}) {
  return synthStack(
    (stack) => {
      const { securityAdministrator: designated } = adopting
        ? stack.await("management", securityDelegationOutputs)
        : { securityAdministrator: undefined };
      new SecurityServices(stack, "security", {
        rootId: "r-ab12",
        ...(designated === undefined ? {} : { designated }),
        ...props,
      });
    },
    { account: { reads: { management: ["securityAdministrator"] }, ...account } },
  );
}
const json = (template: Template) => JSON.parse(template.text) as Record<string, any>;
const regionsOf = (template: Template, type: string): string[] =>
  template.resources(type).map(({ properties }) => properties["region"] as string);

const template = services();

test("what it makes", () => {
  expect(template.summary()).toMatchInlineSnapshot(`
    "  3 aws_accessanalyzer_analyzer
      1 aws_config_configuration_aggregator
      2 aws_guardduty_detector
     10 aws_guardduty_detector_feature
      2 aws_guardduty_organization_configuration
     10 aws_guardduty_organization_configuration_feature
      1 aws_iam_role
      1 aws_iam_role_policy_attachment
      1 aws_securityhub_account
      1 aws_securityhub_configuration_policy
      1 aws_securityhub_configuration_policy_association
      1 aws_securityhub_finding_aggregator
      1 aws_securityhub_organization_configuration"
  `);
  expect(json(template)["import"]).toBeUndefined();
  expect(json(template)["data"]).toBeUndefined();
});

describe("adoption", () => {
  const adopting = services({}, { adopting: true });

  test("detectors are looked up and imported once designation is known", () => {
    const { import: imports, data } = json(adopting);
    for (const region of regions) {
      expect(data.aws_guardduty_detector[`security_guardduty_existing-${region}`]).toMatchObject({
        region,
        count: "${(var.management_security_administrator == null) ? 0 : 1}",
      });
      expect(imports).toContainEqual({
        for_each: `\${toset(data.aws_guardduty_detector.security_guardduty_existing-${region}[*].id)}`,
        to: `aws_guardduty_detector.security_guardduty_detector-${region}`,
        id: `\${each.value}@${region}`,
      });
    }
  });

  test("the hub is imported by the account's id, and not replaced for what AWS does not answer", () => {
    expect(json(adopting)["import"]).toContainEqual({
      for_each: "${toset(compact([var.management_security_administrator]))}",
      to: "aws_securityhub_account.security_securityhub_hub",
      id: `\${each.value}@${homeRegion}`,
    });
    expect(adopting.resource("aws_securityhub_account")).toMatchObject({
      enable_default_standards: false,
      lifecycle: { ignore_changes: ["enable_default_standards"] },
    });
  });

  test("an account that closes forgets them at the addresses they had", () => {
    const closing = services({}, { adopting: true, lifecycle: "closing" });
    const had = ["aws_guardduty_detector", "aws_securityhub_account"].flatMap((type) =>
      adopting.resources(type).map(({ name }) => `${type}.${name}`),
    );
    expect(json(closing)["removed"]).toEqual(
      expect.arrayContaining(had.map((from) => ({ from, lifecycle: { destroy: false } }))),
    );
    expect(json(closing)["removed"]).toHaveLength(had.length);
    expect(closing.addresses().filter((address) => had.includes(address))).toEqual([]);
    expect(json(closing)["import"]).toBeUndefined();
  });

  test("an account that closes destroys what it made itself", () => {
    const closing = services({}, { lifecycle: "closing" });
    expect(json(closing)["removed"]).toBeUndefined();
    expect(closing.count("aws_guardduty_detector")).toBe(regions.length);
  });
});

describe("GuardDuty", () => {
  test("every account, in every governed region", () => {
    const type = "aws_guardduty_organization_configuration";
    expect(regionsOf(template, type).sort()).toEqual([...regions].sort());
    for (const { properties } of template.resources(type))
      expect(properties["auto_enable_organization_members"]).toBe("ALL");
    for (const { properties } of template.resources("aws_guardduty_detector"))
      expect(properties).toMatchObject({ enable: true, finding_publishing_frequency: "FIFTEEN_MINUTES" });
  });

  test.each(Object.entries(guardDutyFeatures))("%s as the table says, for members and administrator", (name, row) => {
    expect(row.reason.length).toBeGreaterThan(40);
    expect(row.billed.length).toBeGreaterThan(10);
    const of = (type: string, feature: Template) =>
      feature.resources(type).filter(({ properties }) => properties["name"] === name);
    const status = (feature: Template) => [
      ...of("aws_guardduty_organization_configuration_feature", feature).map(
        ({ properties }) => properties["auto_enable"],
      ),
      ...of("aws_guardduty_detector_feature", feature).map(({ properties }) => properties["status"]),
    ];
    const [on, off] = [
      ["ALL", "ALL", "ENABLED", "ENABLED"],
      ["NONE", "NONE", "DISABLED", "DISABLED"],
    ];
    expect(status(template)).toEqual(row.enabled ? on : off);
    expect(status(services({ guardDutyFeatures: { [name]: !row.enabled } }))).toEqual(row.enabled ? off : on);
  });
});

describe("Security Hub", () => {
  test("central configuration, after finding aggregation, after the hub", () => {
    expect(template.resource("aws_securityhub_organization_configuration")).toMatchObject({
      auto_enable: false,
      auto_enable_standards: "NONE",
      organization_configuration: { configuration_type: "CENTRAL" },
      depends_on: ["aws_securityhub_finding_aggregator.security_securityhub_findings"],
    });
    expect(template.resource("aws_securityhub_finding_aggregator")).toMatchObject({
      region: homeRegion,
      linking_mode: "SPECIFIED_REGIONS",
      specified_regions: ["eu-central-1"],
      depends_on: ["aws_securityhub_account.security_securityhub_hub"],
    });
    const alone = synthStack((stack) => void new SecurityServices(stack, "security", { rootId: "r-ab12" }), {
      organization: { regions: [homeRegion] },
    }).resource("aws_securityhub_finding_aggregator");
    expect(alone).toMatchObject({ linking_mode: "NO_REGIONS" });
    expect(alone["specified_regions"]).toBeUndefined();
  });

  test("one policy on the root, made once configuration is central", () => {
    expect(template.resource("aws_securityhub_configuration_policy")).toMatchObject({
      configuration_policy: {
        service_enabled: true,
        enabled_standard_arns: [
          "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0",
          "arn:aws:securityhub:eu-west-1::standards/cis-aws-foundations-benchmark/v/5.0.0",
        ],
        security_controls_configuration: { disabled_control_identifiers: [] },
      },
      depends_on: ["aws_securityhub_organization_configuration.security_securityhub_organization"],
    });
    expect(template.resource("aws_securityhub_configuration_policy_association")["target_id"]).toBe("r-ab12");
  });

  test("controls are switched off with a reason", () => {
    const without = services({ disabledControls: { "S3.9": "the archive logs elsewhere", "IAM.6": "no root users" } });
    expect(without.resource("aws_securityhub_configuration_policy")["configuration_policy"]).toMatchObject({
      security_controls_configuration: { disabled_control_identifiers: ["IAM.6", "S3.9"] },
    });
  });

  test.each(Object.entries(securityStandards))("%s", (standard, reason) => {
    expect(standard).toMatch(/^[a-z-]+\/v\/\d+\.\d+\.\d+$/);
    expect(reason.length).toBeGreaterThan(20);
  });
});

describe("AWS Config", () => {
  test("the aggregator sees all accounts and regions through a role of its own", () => {
    expect(template.resource("aws_config_configuration_aggregator")).toMatchObject({
      region: homeRegion,
      organization_aggregation_source: { all_regions: true, role_arn: "${aws_iam_role.security_config_role.arn}" },
      depends_on: ["aws_iam_role_policy_attachment.security_config_role-access"],
    });
    expect(template.resource("aws_iam_role_policy_attachment")["policy_arn"]).toBe(
      "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations",
    );
  });

  test("rules only when asked for, in every governed region", () => {
    expect(template.count("aws_config_organization_managed_rule")).toBe(0);
    const type = "aws_config_organization_managed_rule";
    expect(services({ organizationRules: true }).count(type)).toBe(
      regions.length * Object.keys(organizationRules).length,
    );
  });

  test.each(Object.entries(organizationRules))("%s", (name, { identifier, reason, parameters }) => {
    const rule = services({ organizationRules: true }).named(
      "aws_config_organization_managed_rule",
      `${name}-${homeRegion}`,
    );
    expect(rule).toMatchObject({ name, rule_identifier: identifier, region: homeRegion });
    expect(rule["input_parameters"]).toBe(parameters && JSON.stringify(parameters));
    expect(identifier).toMatch(/^[A-Z0-9_]+$/);
    expect(reason.length).toBeGreaterThan(40);
  });
});

describe("Access Analyzer", () => {
  test("external access in every governed region, unused access once", () => {
    const rows = template.resources("aws_accessanalyzer_analyzer").map(({ properties }) => properties);
    const external = rows.filter(({ type }) => type === "ORGANIZATION");
    expect(external.map(({ region }) => region as string).sort()).toEqual([...regions].sort());
    const unused = rows.filter(({ type }) => type === "ORGANIZATION_UNUSED_ACCESS");
    expect(unused).toEqual([
      expect.objectContaining({ region: homeRegion, configuration: { unused_access: { unused_access_age: 90 } } }),
    ]);
  });

  test("unused access takes other days, or is off, and says what it does not take", () => {
    expect(services({ unusedAccessDays: 30 }).text).toContain('"unused_access_age": 30');
    expect(services({ unusedAccessDays: "off" }).count("aws_accessanalyzer_analyzer")).toBe(regions.length);
    for (const wrong of [0, 366, 1.5])
      expect(() => services({ unusedAccessDays: wrong })).toThrow(`unusedAccessDays is ${wrong}; allowed are 1 to 365`);
  });
});
