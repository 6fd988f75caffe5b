import { isIPv6 } from "node:net";
import type { Attributes, Constraint } from "../contract.ts";
import { refusal, siblings } from "./resources.ts";

/** An IPv6 block: its first address as a number, and its prefix length. */
interface Block {
  readonly address: bigint;
  readonly prefix: number;
}

function parse(text: unknown): Block | undefined {
  const [address = "", length = ""] = String(text ?? "").split("/");
  if (!isIPv6(address) || !/^\d+$/.test(length)) return undefined;
  const [head = "", tail = ""] = address.split("::");
  const groups = (part: string): string[] => part.split(":").filter(Boolean);
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill("0");
  const all = address.includes("::") ? [...groups(head), ...zeros, ...groups(tail)] : groups(head);
  return { address: BigInt(`0x${all.map((group) => group.padStart(4, "0")).join("")}`), prefix: Number(length) };
}

const within = (outer: Block, inner: Block): boolean =>
  inner.prefix >= outer.prefix &&
  inner.address >> BigInt(128 - outer.prefix) === outer.address >> BigInt(128 - outer.prefix);

/** A block of the VPC's, of a size from /44 to /64 in steps of 4, that no other subnet has. (Amazon VPC User Guide, 2026-11) */
export const subnetFitsIpv6: Constraint = (subject, caller, cloud) => {
  const { ipv6_cidr_block: text, vpc_id: vpcId } = subject.attributes;
  if (!text) return undefined;
  const wrong = (code: string, why: string) =>
    refusal(code, `The IPv6 CIDR '${String(text)}' ${why}`, "ipv6_cidr_block");
  const block = parse(text);
  if (!block || block.prefix < 44 || block.prefix > 64 || block.prefix % 4 !== 0)
    return wrong("InvalidSubnet.Range", "is invalid: it must be a block from /44 to /64, in steps of 4");
  const vpc = cloud.get("aws_vpc", String(vpcId));
  const further = cloud.list("aws_vpc_ipv6_cidr_block_association").filter((each) => each.attributes.vpc_id === vpcId);
  const ranges = [vpc, ...further].flatMap((each) => parse(each?.attributes.ipv6_cidr_block) ?? []);
  if (vpc && !ranges.some((range) => within(range, block)))
    return wrong("InvalidSubnet.Range", `is invalid: it is not within the IPv6 CIDR of VPC '${String(vpcId)}'`);
  const conflict = siblings(subject, caller, cloud).find((each) => {
    const other = each.attributes.vpc_id === vpcId ? parse(each.attributes.ipv6_cidr_block) : undefined;
    return other && (within(other, block) || within(block, other));
  });
  return conflict && wrong("InvalidSubnet.Conflict", `conflicts with another subnet: ${conflict.id}`);
};

/** Subnets give their blocks back before the VPC does. */
export const ipv6Unused: Constraint = ({ attributes, id }, _caller, cloud) => {
  if (id === undefined || attributes.assign_generated_ipv6_cidr_block === true || attributes.ipv6_cidr_block)
    return undefined;
  const user = cloud
    .list("aws_subnet")
    .find((each) => each.attributes.vpc_id === id && each.attributes.ipv6_cidr_block);
  return (
    user &&
    refusal(
      "InvalidCidrBlock.InUse",
      `The vpc ${id} currently has a subnet within the IPv6 CIDR block: ${user.id}`,
      "assign_generated_ipv6_cidr_block",
    )
  );
};

/** "You can attach only one egress-only internet gateway to a VPC at a time" (Amazon VPC quotas, read 2026-11). */
export const oneEgressOnlyGateway: Constraint = (subject, caller, cloud) => {
  const vpcId = subject.attributes.vpc_id;
  const other = siblings(subject, caller, cloud).find((each) => each.attributes.vpc_id === vpcId);
  return (
    other &&
    refusal("Resource.AlreadyAssociated", `resource ${String(vpcId)} is already attached to ${other.id}`, "vpc_id")
  );
};

/** IPv6 leaves through it, and nothing else does. */
export const egressOnlyIsIpv6: Constraint = ({ attributes }: { readonly attributes: Attributes }) =>
  attributes.egress_only_gateway_id && !attributes.destination_ipv6_cidr_block
    ? refusal(
        "InvalidParameterValue",
        "an egress-only internet gateway is the target of routes with an IPv6 destination only",
        "egress_only_gateway_id",
      )
    : undefined;
