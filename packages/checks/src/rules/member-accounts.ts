import { objectTo, type Rule } from "../finding.ts";
import { list, resourcesOf, type OrganizationFacts } from "../synthesized.ts";

/** Attributes that AWS does not read back; a difference would close the account and open another. */
const replacing = ["email", "iam_user_access_to_billing", "role_name"];

/** Types whose loss takes accounts or guardrails away. */
const lasting: Readonly<Record<string, string>> = {
  aws_organizations_account: "an account",
  aws_organizations_organization: "the organisation",
  aws_organizations_organizational_unit: "a unit and its guardrails",
};

const isClosing = (members: OrganizationFacts["members"], account: unknown): boolean =>
  members.some(({ name, lifecycle }) => name === account && lifecycle === "closing");

export const memberAccounts: Rule = {
  name: "member-accounts",
  holds: "No change of code closes, replaces or orphans an account, or takes the organisation apart.",
  find: (stack, { members }) => [
    ...resourcesOf(stack, ...Object.keys(lasting))
      .filter(
        ({ type, properties }) =>
          properties["lifecycle"]?.prevent_destroy !== true &&
          // One that closes goes when the runner says so, and no other way.
          !(type === "aws_organizations_account" && isClosing(members, properties["name"])),
      )
      .map((resource) =>
        objectTo(
          resource,
          `${lasting[resource.type]} would be lost when the resource goes`,
          "set lifecycle.preventDestroy",
        ),
      ),
    ...resourcesOf(stack, "aws_organizations_account").flatMap((account) => {
      const ignored = list(account.properties["lifecycle"]?.ignore_changes);
      const replaced = replacing.filter((attribute) => !ignored.includes(attribute) && !ignored.includes("all"));
      return [
        ...(account.properties["close_on_deletion"] === true
          ? [objectTo(account, "the account is closed when its folder goes", "set closeOnDeletion to false")]
          : []),
        ...(replaced.length > 0
          ? [
              objectTo(
                account,
                `a difference in ${replaced.join(", ")} would replace the account`,
                `add ${replaced.join(", ")} to lifecycle.ignoreChanges`,
              ),
            ]
          : []),
      ];
    }),
    ...resourcesOf(stack, "aws_organizations_organization")
      .filter(({ properties }) => (properties["feature_set"] ?? "ALL") !== "ALL")
      .map((organization) => objectTo(organization, "without all features no policy binds", "set featureSet to ALL")),
  ],
};
