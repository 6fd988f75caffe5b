import type { FoundOrganization } from "./found-organization.ts";
import type { Found } from "./matching.ts";

/** An organisation as Terraform knows it. Import ids: documentation of each resource of hashicorp/aws 6.25. */
export function organizationResources(organization: FoundOrganization): Found[] {
  const { id, rootId, units, policies, centralRootAccess } = organization;
  return [
    { type: "aws_organizations_organization", importId: id, values: { id, "roots[0].id": rootId }, keys: [] },
    ...(centralRootAccess ? [{ type: "aws_iam_organizations_features", importId: id, values: {}, keys: [] }] : []),
    ...units.map((unit) => ({
      type: "aws_organizations_organizational_unit",
      importId: unit.id,
      values: { id: unit.id, name: unit.name, parent_id: unit.parentId },
      keys: ["name", "parent_id"],
    })),
    ...policies.map((policy) => ({
      type: "aws_organizations_policy",
      importId: policy.id,
      values: { id: policy.id, name: policy.name, type: policy.type },
      keys: ["name", "type"],
    })),
    ...policies.flatMap((policy) =>
      policy.targets.map((target) => ({
        type: "aws_organizations_policy_attachment",
        importId: `${target.id}:${policy.id}`,
        values: { policy_id: policy.id, target_id: target.id },
        keys: ["policy_id", "target_id"],
      })),
    ),
  ];
}
