import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { didYouMean, listed, stateBucket, UserError, type Workspace } from "@archipelago/account-stack/workspace";
import type { Answer } from "./doctor.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** Terraform fetches hashicorp/aws, some hundred MB, into every account's folder unless it may share one. */
export function providerDownloads(env: Variables): Answer {
  const directory = env["TF_PLUGIN_CACHE_DIR"];
  if (directory === undefined) {
    return {
      status: "ok",
      text: "TF_PLUGIN_CACHE_DIR is not set: each account downloads its own copy of the provider",
      fix: 'mkdir -p ~/.terraform.d/plugin-cache && export TF_PLUGIN_CACHE_DIR="$HOME/.terraform.d/plugin-cache"',
    };
  }
  // Terraform does not make it: it fails.
  if (!fs.existsSync(directory))
    throw new UserError("does not exist", {
      where: `TF_PLUGIN_CACHE_DIR=${directory}`,
      next: `mkdir -p '${directory}'`,
    });
  fs.accessSync(directory, fs.constants.W_OK);
  return `shared through ${directory}`;
}

/** Credentials that Terraform and the AWS SDK would find, in their order. Whether AWS takes them, only AWS can say. */
export function credentials(env: Variables): string {
  if (env["AWS_ACCESS_KEY_ID"] && env["AWS_SECRET_ACCESS_KEY"])
    return `AWS_ACCESS_KEY_ID${env["AWS_SESSION_TOKEN"] ? ", for a session" : ", without an end: prefer a session"}`;
  const profile = env["AWS_PROFILE"];
  if (profile !== undefined) return `AWS_PROFILE ${requireProfile(profile, env)}`;
  const token = env["AWS_WEB_IDENTITY_TOKEN_FILE"];
  if (token !== undefined && env["AWS_ROLE_ARN"]) {
    if (fs.existsSync(token)) return `AWS_ROLE_ARN ${env["AWS_ROLE_ARN"]}, with a web identity`;
    throw new UserError("does not exist", {
      where: `AWS_WEB_IDENTITY_TOKEN_FILE=${token}`,
      next: "in a workflow: permissions: id-token: write, and aws-actions/configure-aws-credentials",
    });
  }
  if (env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] ?? env["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"])
    return "of the container this runs in";
  if (profilesOf(env).has("default")) return "the profile default";
  throw new UserError("there are none", {
    allowed: "AWS_PROFILE, AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or a web identity",
    next: "aws configure sso, then export AWS_PROFILE=<profile>",
  });
}

function requireProfile(profile: string, env: Variables): string {
  const known = [...profilesOf(env)].sort();
  if (known.includes(profile)) return profile;
  throw new UserError(`there is no profile "${profile}"${didYouMean(profile, known)}`, {
    where: "AWS_PROFILE",
    ...(known.length === 0 ? {} : { allowed: listed(known) }),
    next: `aws configure sso --profile ${profile}`,
  });
}

/** Names of profiles in the files of the AWS command line. Nothing else is read of them. */
function profilesOf(env: Variables): ReadonlySet<string> {
  const folder = path.join(env["HOME"] ?? os.homedir(), ".aws");
  const files = [
    env["AWS_CONFIG_FILE"] ?? path.join(folder, "config"),
    env["AWS_SHARED_CREDENTIALS_FILE"] ?? path.join(folder, "credentials"),
  ];
  const sections = files
    .filter((file) => fs.existsSync(file))
    .flatMap((file) => [...fs.readFileSync(file, "utf8").matchAll(/^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]/gm)]);
  return new Set(sections.map(([, name]) => name!).filter((name) => !/^(sso-session|services) /.test(name)));
}

/** Doctor calls no endpoint, so what is in AWS is asked of the AWS command line. */
export function stateBuckets({ organization, accounts }: Workspace): Answer {
  const bucket = stateBucket(organization, organization.accounts.management);
  return {
    status: "unknown",
    text: `${accounts.size} buckets, one in each account, are not looked at from here`,
    fix: `with credentials of the account: aws s3api head-bucket --bucket ${bucket}`,
  };
}

export function identityCenter({ organization }: Workspace): Answer {
  return {
    status: "unknown",
    text: "an instance has to exist before permission sets can; it is switched on once, by hand, and not looked at from here",
    fix: `aws sso-admin list-instances --region ${organization.homeRegion}`,
  };
}
