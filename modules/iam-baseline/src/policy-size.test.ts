import { policyDocument, policyQuotas } from "./policy-size.ts";

const kinds = Object.keys(policyQuotas) as (keyof typeof policyQuotas)[];
/** A statement with which the whole document has this many characters. */
const statement = (length: number) => {
  const rest = policyDocument("inline", "x", [{ Sid: "" }]).length;
  return { Sid: "a".repeat(length - rest) };
};

test.each(kinds)("a %s policy is refused from the first character too many", (kind) => {
  const longest = policyQuotas[kind];
  expect(policyDocument(kind, "x", [statement(longest)])).toHaveLength(longest);
  expect(() => policyDocument(kind, "x", [statement(longest + 1)])).toThrow(
    `the ${kind} policy x has ${longest + 1} characters`,
  );
});

test("the token of an account id counts as twelve digits, white space does not count", () => {
  const { Sid } = statement(policyQuotas.trust);
  const token = "${var.the_id_of_the_account}";
  expect(() => policyDocument("trust", "x", [{ Sid: ` ${token} ${Sid.slice(12)}` }])).not.toThrow();
  expect(() => policyDocument("trust", "x", [{ Sid: `${token}${Sid.slice(11)}` }])).toThrow("2049 characters");
});

test("a variable of IAM's own counts as IAM reads it", () => {
  const { Sid } = statement(policyQuotas.trust);
  const variable = "$${aws:PrincipalOrgID}";
  const read = variable.length - 1;
  expect(() => policyDocument("trust", "x", [{ Sid: `${variable}${Sid.slice(read)}` }])).not.toThrow();
  expect(() => policyDocument("trust", "x", [{ Sid: `${variable}${Sid.slice(read - 1)}` }])).toThrow("2049 characters");
});
