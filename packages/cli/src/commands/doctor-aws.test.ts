import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { loadWorkspace, UserError } from "@archipelago/account-stack/workspace";
import { credentials, identityCenter, providerDownloads, stateBuckets } from "./doctor-aws.ts";

const workspace = loadWorkspace(path.resolve(import.meta.dirname, "../../../.."));
let home: string;
beforeEach(() => (home = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-doctor-"))));
afterEach(() => fs.rmSync(home, { recursive: true }));

function writeConfig(text: string): void {
  fs.mkdirSync(path.join(home, ".aws"));
  fs.writeFileSync(path.join(home, ".aws/config"), text);
}

/** What a check says, of an error what a user reads. */
function answerOf(check: () => unknown): unknown {
  try {
    return check();
  } catch (error) {
    if (error instanceof UserError) return error.format();
    throw error;
  }
}

const config = "[profile acme-dev]\nregion = eu-west-1\n[profile acme-production]\n[sso-session acme]\n";

test.each<[name: string, env: Record<string, string>, config: string, answer: string | RegExp]>([
  ["none", {}, "", /^there are none\n {2}allowed: AWS_PROFILE, .*\n {2}next: aws configure sso/],
  ["profiles, none chosen", {}, config, /^there are none/],
  ["the default profile", {}, "[default]\n", "the profile default"],
  ["a profile", { AWS_PROFILE: "acme-dev" }, config, "AWS_PROFILE acme-dev"],
  ["a profile with a slip", { AWS_PROFILE: "acme-dve" }, config, /profile "acme-dve"; did you mean "acme-dev"\?/],
  ["an SSO session is no profile", { AWS_PROFILE: "acme" }, config, /no profile "acme"/],
  [
    "a profile of nothing",
    { AWS_PROFILE: "acme" },
    "",
    /no profile "acme"\n {2}next: aws configure sso --profile acme/,
  ],
  ["a key", { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "s3cret" }, "", /prefer a session$/],
  [
    "a session",
    { AWS_ACCESS_KEY_ID: "ASIA", AWS_SECRET_ACCESS_KEY: "s3cret", AWS_SESSION_TOKEN: "t0ken" },
    "",
    "AWS_ACCESS_KEY_ID, for a session",
  ],
  ["half a key", { AWS_ACCESS_KEY_ID: "AKIA" }, "", /^there are none/],
  [
    "a token that is gone",
    { AWS_WEB_IDENTITY_TOKEN_FILE: "/nowhere", AWS_ROLE_ARN: "arn:aws:iam::1:role/plan" },
    "",
    /^AWS_WEB_IDENTITY_TOKEN_FILE=\/nowhere: does not exist\n {2}next: in a workflow/,
  ],
  [
    "a token",
    { AWS_WEB_IDENTITY_TOKEN_FILE: process.execPath, AWS_ROLE_ARN: "arn:aws:iam::1:role/plan" },
    "",
    "AWS_ROLE_ARN arn:aws:iam::1:role/plan, with a web identity",
  ],
  ["a container", { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1" }, "", "of the container this runs in"],
])("credentials: %s", (_name, env, text, answer) => {
  writeConfig(text);
  const found = answerOf(() => credentials({ HOME: home, ...env }));
  expect(found).toEqual(typeof answer === "string" ? answer : expect.stringMatching(answer));
  expect(found).not.toMatch(/s3cret|t0ken/);
});

test("where the provider is downloaded to", () => {
  expect(providerDownloads({})).toMatchObject({ status: "ok", fix: expect.stringContaining("TF_PLUGIN_CACHE_DIR") });
  expect(providerDownloads({ TF_PLUGIN_CACHE_DIR: home })).toBe(`shared through ${home}`);
  const missing = path.join(home, "missing");
  expect(answerOf(() => providerDownloads({ TF_PLUGIN_CACHE_DIR: missing }))).toBe(
    `TF_PLUGIN_CACHE_DIR=${missing}: does not exist\n  next: mkdir -p '${missing}'`,
  );
});

test("what only AWS knows is said to be unknown, with the command that finds it out", () => {
  expect(stateBuckets(workspace)).toMatchObject({
    status: "unknown",
    fix: expect.stringContaining("--bucket acme-management-tfstate"),
  });
  expect(identityCenter(workspace)).toMatchObject({
    status: "unknown",
    fix: "aws sso-admin list-instances --region eu-west-1",
  });
});
