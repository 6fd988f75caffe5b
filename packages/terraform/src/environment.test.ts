import { cleanEnvironment } from "./environment.ts";

const kept = { PATH: "/bin", HOME: "/h", HTTPS_PROXY: "http://p", TMPDIR: "/t", LC_ALL: "C", SSL_CERT_FILE: "/c" };
const dropped = {
  TF_CLI_ARGS: "-x",
  TF_CLI_ARGS_plan: "-refresh=false",
  TF_WORKSPACE: "w",
  TF_DATA_DIR: "/d",
  TF_VAR_region: "x",
  TF_LOG: "TRACE",
  TF_LOG_PATH: "/l",
  TF_REATTACH_PROVIDERS: "{}",
  TF_SOMETHING_NEW: "1",
  TERRAFORM_CONFIG: "/x",
  GOGC: "1",
};
const aws = { AWS_PROFILE: "p", AWS_SECRET_ACCESS_KEY: "s", AWS_ENDPOINT_URL: "http://x" };
const registry = { TF_PLUGIN_CACHE_DIR: "/cache", TF_TOKEN_app_terraform_io: "t" };
const base = {
  ...kept,
  ...dropped,
  ...aws,
  ...registry,
  TF_CLI_CONFIG_FILE: "/home/me/.terraformrc",
  UNSET: undefined,
};
const set = { TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" };

test("offline, nothing of AWS and of other uses of Terraform is left", () => {
  const go = { GOGC: "200" };
  expect(cleanEnvironment(base, { cloud: "offline" })).toEqual({ ...kept, ...set, ...go });
});

test("on AWS, credentials and the registry's settings stay", () => {
  expect(cleanEnvironment(base, { cloud: "aws" })).toEqual({ ...kept, ...set, ...aws, ...registry });
});

test("what is added wins", () => {
  const add = { AWS_REGION: "eu-central-1", TF_CLI_CONFIG_FILE: "/mirror", PATH: undefined };
  expect(cleanEnvironment(base, { cloud: "offline", add })).toMatchObject({
    PATH: "/bin",
    AWS_REGION: "eu-central-1",
    TF_CLI_CONFIG_FILE: "/mirror",
  });
});
