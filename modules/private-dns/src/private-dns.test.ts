import type { Account } from "@archipelago/account-stack";
import { exampleAccount, synthStack } from "@archipelago/testing";
import { PrivateDns, privateDnsOutputs, PrivateDnsUse } from "./index.ts";

const organization = { managementAccountId: "111122223333", organizationId: "o-example" };
const owner = (props: { zoneName?: string } = {}) =>
  synthStack((stack) => {
    stack.publish(privateDnsOutputs, new PrivateDns(stack, "dns", { vpcId: "vpc-1", organization, ...props }).outputs);
  });
const user = (reads: Account["reads"]) =>
  synthStack((stack) => void new PrivateDnsUse(stack, "dns", { vpcId: "vpc-2" }), {
    account: { ...exampleAccount, reads },
  });

test("the zone is private, in a Profile, and the Profile is shared with the organisation alone", () => {
  const template = owner();
  expect(template.resource("aws_route53_zone")).toMatchObject({ name: "example.internal", vpc: [{ vpc_id: "vpc-1" }] });
  expect(template.resource("aws_route53profiles_resource_association")).toMatchObject({
    profile_id: "${aws_route53profiles_profile.dns_profile.id}",
    resource_arn: "${aws_route53_zone.dns_zone.arn}",
  });
  expect(template.resource("aws_ram_resource_association")["resource_arn"]).toBe(
    "${aws_route53profiles_profile.dns_profile.arn}",
  );
  expect(template.resource("aws_ram_principal_association")["principal"]).toBe(
    "arn:aws:organizations::111122223333:organization/o-example",
  );
  expect(template.published()).toEqual({ dnsProfileId: "aws_route53profiles_profile.dns_profile.id" });
  expect(owner({ zoneName: "corp.example" }).resource("aws_route53_zone")["name"]).toBe("corp.example");
});

test("an account that reads the Profile's id associates it with its VPC, once it is published", () => {
  const template = user({ network: ["dnsProfileId"] });
  expect(template.addresses()).toEqual(["aws_route53profiles_association.dns"]);
  expect(template.resource("aws_route53profiles_association")).toMatchObject({
    count: "${(var.network_dns_profile_id == null) ? 0 : 1}",
    profile_id: "${var.network_dns_profile_id}",
    resource_id: "vpc-2",
  });
});

test.each([[{}], [{ network: ["vpcId"] }], [{ management: ["dnsProfileId"] }]])("others go without: %j", (reads) => {
  expect(user(reads).addresses()).toEqual([]);
});
