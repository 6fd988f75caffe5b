import { objectTo, type Rule } from "../finding.ts";
import { wideGrants } from "../grants.ts";
import { isOpen } from "../open-principals.ts";
import { policiesOf, type Statement } from "../policies.ts";

/** The reason is the end of the statement's Sid, `...BecauseEc2KnowsNoResourcesHere`; of AWS's policies, a description. */
export const wideGrantsHaveReasons: Rule = {
  name: "wide-grants",
  holds: "Whoever is granted everything, of AWS or of a service, has a written reason.",
  find: (stack) =>
    wideGrants(stack)
      .filter(({ reason }) => reason === undefined)
      .map(({ resource, what }) =>
        objectTo(
          resource,
          `grants ${what} without a reason`,
          "name the actions and resources, or end the Sid of the statement in Because and the reason",
        ),
      ),
};

/** Identity providers that vouch for strangers too: a role has to say whom it means. */
const federated = ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"];

/** A web identity is told apart by its subject; `*` alone, or of a whole GitHub organisation, tells nobody apart. */
function isAnybody({ actions, principals, conditions }: Statement): boolean {
  if (principals?.["Federated"] === undefined || !actions.some((action) => federated.includes(action))) return false;
  const named = (suffix: string): boolean =>
    conditions.some(
      ([operator, key, values]) =>
        key.toLowerCase().endsWith(`:${suffix}`) &&
        /^(ForAnyValue:)?String(Equals|Like)$/.test(operator) &&
        values.every((value) => !/^(repo:[^/]*\/)?\*/.test(value) && !/^repo:[^:]*:\*$/.test(value)),
    );
  return !named("sub") || !named("aud");
}

export const trustIsNarrow: Rule = {
  name: "narrow-trust",
  holds: "Roles say who may assume them: not anybody, and of an identity provider not every identity.",
  find: (stack) =>
    policiesOf(stack, "trust").flatMap(({ resource, statements = [] }) => [
      ...(statements.some(isOpen)
        ? [
            objectTo(
              resource,
              "anybody can assume the role",
              "name the accounts, or add the condition aws:PrincipalOrgID",
            ),
          ]
        : []),
      ...(statements.some((statement) => statement.effect === "Allow" && isAnybody(statement))
        ? [
            objectTo(
              resource,
              "every identity of the provider can assume the role",
              "add conditions on the provider's keys sub and aud, as narrow as one repository and environment",
            ),
          ]
        : []),
    ]),
};

export const readablePolicies: Rule = {
  name: "readable-policies",
  holds: "Policies are written as JSON: rules cannot read what only Terraform works out.",
  find: (stack) =>
    policiesOf(stack, "identity", "trust", "resource", "organization")
      .filter(({ statements }) => statements === undefined)
      .map(({ resource }) =>
        objectTo(resource, "the policy is an expression, which no rule can read", "write it with JSON.stringify"),
      ),
};
