import { UserError } from "@archipelago/account-stack";
import type { Statement } from "@archipelago/iam-baseline";

/** Issuer of GitHub's tokens: host and provider. */
export const issuer = "token.actions.githubusercontent.com";

/** Audience that the official action asks for. */
export const audience = "sts.amazonaws.com";

/** The repository that deploys the organisation, as GitHub's tokens name it. */
export interface Deployment {
  /** `owner/name`. */
  readonly repository: string;
  /** Number of the repository: `gh api repos/<owner>/<name> --jq .id`. A renamed or recreated repository has another. */
  readonly repositoryId: string;
  /** Number of its owner: `gh api repos/<owner>/<name> --jq .owner.id`. */
  readonly ownerId: string;
  /**
   * Form of the token's subject. `immutable`: `repo:<owner>@<id>/<name>@<id>:...`, of repositories that were made or renamed
   * since 15 July 2026 or opted in. `name`: `repo:<owner>/<name>:...`, of the others. A repository sends one form, so one is
   * trusted.
   */
  readonly subject: "immutable" | "name";
}

/**
 * Claims of GitHub's token that AWS STS offers as condition keys, and which role asks for them.
 *
 * Sources: Service Authorization Reference, "AWS Security Token Service", AssumeRoleWithWebIdentity; AWS What's New,
 * January 2026, "AWS STS now supports validation of select identity provider specific claims". GitHub Docs, "OpenID
 * Connect reference", for what they hold. Read November 2026.
 */
export const claims = [
  { claim: "aud", asked: ["plan", "apply"], why: "a token for another cloud is not for us" },
  { claim: "sub", asked: ["plan", "apply"], why: "repository and what triggered the job, in one string" },
  { claim: "repository_id", asked: ["plan", "apply"], why: "a name can be taken over, its number cannot" },
  { claim: "environment", asked: ["apply"], why: "the account's environment has the approvals" },
  { claim: "ref", asked: ["apply"], why: "an environment may be open to other branches and tags; this is not" },
  { claim: "actor", asked: [], why: "who may start a job is for the environment's approvals" },
  { claim: "actor_id", asked: [], why: "as actor" },
  { claim: "enterprise_id", asked: [], why: "the repository's number says more" },
  { claim: "job_workflow_ref", asked: [], why: "would tie accounts to the name of a workflow file" },
  { claim: "repository", asked: [], why: "the number says more" },
  { claim: "workflow", asked: [], why: "a display name: anybody can use it" },
] as const satisfies readonly { claim: string; asked: readonly ("plan" | "apply")[]; why: string }[];

/** Who gets the plan role: a pull request of the repository, and main (drift, and the plan that precedes an apply). */
export function planTrust(deployment: Deployment, providerArn: string): Statement {
  const subject = subjectOf(deployment);
  return trust(providerArn, {
    aud: audience,
    sub: [`${subject}:pull_request`, `${subject}:ref:refs/heads/main`],
    repository_id: deployment.repositoryId,
  });
}

/** Who gets the apply role: a job on main, in the GitHub environment of this account. */
export function applyTrust(deployment: Deployment, providerArn: string, environment: string): Statement {
  return trust(providerArn, {
    aud: audience,
    sub: `${subjectOf(deployment)}:environment:${environment}`,
    repository_id: deployment.repositoryId,
    environment,
    ref: "refs/heads/main",
  });
}

function trust(providerArn: string, values: Readonly<Record<string, string | readonly string[]>>): Statement {
  return {
    Sid: "GitHub",
    Effect: "Allow",
    Action: ["sts:AssumeRoleWithWebIdentity"],
    Principal: { Federated: providerArn },
    Condition: {
      StringEquals: Object.fromEntries(Object.entries(values).map(([claim, value]) => [`${issuer}:${claim}`, value])),
    },
  };
}

/** The part of the subject that names the repository. */
function subjectOf({ repository, repositoryId, ownerId, subject }: Deployment): string {
  const [owner, name, ...rest] = repository.split("/");
  if (rest.length > 0 || !/^[A-Za-z0-9-]+$/.test(owner ?? "") || !/^[A-Za-z0-9._-]+$/.test(name ?? "")) {
    throw new UserError(`deployment.repository: "${repository}" is not a repository`, { allowed: "owner/name" });
  }
  for (const [key, value] of Object.entries({ repositoryId, ownerId })) {
    if (/^[1-9]\d*$/.test(value)) continue;
    throw new UserError(`deployment.${key}: "${value}" is not a number of GitHub's`, {
      next: `gh api repos/${repository} --jq '.id, .owner.id'`,
    });
  }
  return subject === "immutable" ? `repo:${owner}@${ownerId}/${name}@${repositoryId}` : `repo:${repository}`;
}
