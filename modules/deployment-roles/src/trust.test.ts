import { runSimulation } from "@cloud-copilot/iam-simulate";
import { applyTrust, claims, issuer, planTrust, type Deployment } from "./trust.ts";

const immutable = "repo:example@123456/archipelago@456789";
const main = {
  aud: "sts.amazonaws.com",
  sub: `${immutable}:ref:refs/heads/main`,
  repository_id: "456789",
  ref: "refs/heads/main",
};
const pull = { ...main, sub: `${immutable}:pull_request`, ref: "refs/pull/7/merge" };
const apply = { ...main, sub: `${immutable}:environment:shop-dev`, environment: "shop-dev" };
type Claims = Readonly<Record<string, string>>;

const github = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const deployment: Deployment = {
  repository: "example/archipelago",
  repositoryId: "456789",
  ownerId: "123456",
  subject: "immutable",
};
const trustOf = (role: "plan" | "apply", of = deployment) =>
  role === "plan" ? planTrust(of, github) : applyTrust(of, github, "shop-dev");

/** Does a role's trust let in a token with these claims? */
async function admits(role: "plan" | "apply", token: Claims, of = deployment): Promise<string> {
  const response = await runSimulation(
    {
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: { Version: "2012-10-17", Statement: [known(trustOf(role, of))] },
      request: {
        principal: github,
        action: "sts:AssumeRoleWithWebIdentity",
        resource: { resource: "arn:aws:iam::111122223333:role/archipelago/any", accountId: "111122223333" },
        contextVariables: known(
          Object.fromEntries(Object.entries(token).map(([key, value]) => [`${issuer}:${key}`, value])),
        ),
      },
    },
    {},
  );
  if (response.resultType === "error") throw new Error(JSON.stringify(response.errors));
  return response.overallResult;
}

/** The simulator knows the claims that are GitHub's own, and not the standard ones: two it knows stand for them. */
function known<T>(value: T): T {
  const text = JSON.stringify(value).replaceAll(`${issuer}:aud`, `${issuer}:workflow`);
  return JSON.parse(text.replaceAll(`${issuer}:sub`, `${issuer}:repository`)) as T;
}

test.each<[what: string, claims: Claims]>([
  ["a pull request", pull],
  ["main: drift, and the plan before an apply", main],
])("%s plans", async (_, token) => expect(await admits("plan", token)).toBe("Allowed"));

test.each<[what: string, claims: Claims]>([
  ["another branch", { ...main, sub: `${immutable}:ref:refs/heads/try`, ref: "refs/heads/try" }],
  ["a tag", { ...main, sub: `${immutable}:ref:refs/tags/v1`, ref: "refs/tags/v1" }],
  ["a tag called main", { ...main, sub: `${immutable}:ref:refs/tags/main`, ref: "refs/tags/main" }],
  ["an environment", apply],
  ["another repository", { ...pull, sub: "repo:example@123456/website@999:pull_request", repository_id: "999" }],
  [
    "a workflow of a fork itself",
    { ...pull, sub: "repo:mallory@66/archipelago@777:pull_request", repository_id: "777" },
  ],
  ["a repository that took the name", { ...pull, sub: "repo:example/archipelago:pull_request", repository_id: "777" }],
  ["a token with the right subject and another number", { ...pull, repository_id: "777" }],
  ["the old form of the subject", { ...pull, sub: "repo:example/archipelago:pull_request" }],
  ["a token for another audience", { ...pull, aud: "https://github.com/example" }],
  ["a merge queue", { ...main, sub: `${immutable}:ref:refs/heads/gh-readonly-queue/main/pr-7` }],
])("%s does not plan", async (_, token) => expect(await admits("plan", token)).toBe("ImplicitlyDenied"));

test("a job on main, in the account's environment, applies", async () => {
  expect(await admits("apply", apply)).toBe("Allowed");
});

test.each<[what: string, claims: Claims]>([
  ["a pull request", pull],
  ["main without the environment", main],
  [
    "another account's environment",
    { ...apply, sub: `${immutable}:environment:shop-production`, environment: "shop-production" },
  ],
  ["the subject of the environment without its claim", { ...main, sub: apply.sub }],
  ["the environment on another branch", { ...apply, ref: "refs/heads/try" }],
  ["the environment in a pull request", { ...apply, ref: "refs/pull/7/merge" }],
  ["the environment on a tag", { ...apply, ref: "refs/tags/main" }],
  [
    "another repository's environment",
    { ...apply, sub: "repo:example@123456/website@999:environment:shop-dev", repository_id: "999" },
  ],
  [
    "a repository that took the name",
    { ...apply, sub: "repo:example/archipelago:environment:shop-dev", repository_id: "777" },
  ],
  [
    "a workflow of a fork itself",
    { ...apply, sub: "repo:mallory@66/archipelago@777:environment:shop-dev", repository_id: "777" },
  ],
  ["the old form of the subject", { ...apply, sub: "repo:example/archipelago:environment:shop-dev" }],
  ["an environment whose name begins the same", { ...apply, sub: `${apply.sub}-2`, environment: "shop-dev-2" }],
])("%s does not apply", async (_, token) => expect(await admits("apply", token)).toBe("ImplicitlyDenied"));

test("where the old form is configured, it is the only one", async () => {
  const old: Deployment = { ...deployment, subject: "name" };
  const sub = "repo:example/archipelago:environment:shop-dev";
  expect(await admits("apply", { ...apply, sub }, old)).toBe("Allowed");
  expect(await admits("apply", { ...apply, sub, repository_id: "777" }, old)).toBe("ImplicitlyDenied");
  expect(await admits("apply", apply, old)).toBe("ImplicitlyDenied");
});

test.each(["plan", "apply"] as const)("the %s role asks for the claims of the table, and each exactly", (role) => {
  const { Condition } = trustOf(role);
  const asked = claims.filter(({ asked: by }) => by.some((each) => each === role)).map(({ claim }) => claim);
  expect(Object.keys(Condition!)).toEqual(["StringEquals"]);
  expect(Object.keys(Condition!["StringEquals"]!).sort()).toEqual(asked.map((claim) => `${issuer}:${claim}`).sort());
  expect(JSON.stringify(Condition)).not.toContain("*");
});

test.each<[Partial<Deployment>, string]>([
  [{ repository: "example" }, 'deployment.repository: "example" is not a repository'],
  [{ repository: "example/*" }, 'deployment.repository: "example/*" is not a repository'],
  [{ repository: "a/b/c" }, 'deployment.repository: "a/b/c" is not a repository'],
  [{ repositoryId: "*" }, 'deployment.repositoryId: "*" is not a number'],
  [{ ownerId: "" }, 'deployment.ownerId: "" is not a number'],
])("%j is refused", (wrong, message) => {
  expect(() => planTrust({ ...deployment, ...wrong }, github)).toThrow(message);
});
