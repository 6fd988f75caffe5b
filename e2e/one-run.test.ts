import fs from "node:fs";
import path from "node:path";
import { bucketObjects } from "@archipelago/state";
import { s3ServerInstalled, useS3Server } from "@archipelago/state/test-s3-server";
import { resourcesOf } from "./support/cloud.ts";
import { GitHubActions, type JobResult, type Trigger } from "./support/github-actions.ts";
import { GitHubServer } from "./support/github-server.ts";
import { leaveOut } from "./support/small-stacks.ts";
import { Workspace } from "./support/workspace.ts";

// One merge makes an account, where it has no id before: the run that follows applies the management account, bootstraps the
// new one, plans it for the first time and applies that. States lie on a server of S3, and with them the simulated AWS knows
// no account before the management account has made it. Each test continues where the one before stopped.

jest.setTimeout(900_000);

const accounts = ["management", "log-archive", "security"];
const pull = 9;

(s3ServerInstalled() ? describe : describe.skip)(
  "from a merged folder to an applied account (needs an S3 server)",
  () => {
    const s3 = useS3Server();
    const server = new GitHubServer();
    const { repository, answers } = server;
    let workspace: Workspace;
    let actions: GitHubActions;
    let head: string;

    beforeAll(async () => {
      workspace = new Workspace(accounts);
      actions = new GitHubActions(workspace, {
        environment: { GITHUB_API_URL: await server.listen() },
        pretend: { cloud: "aws" },
      });
      const organization = workspace.json<object>("organization.json");
      workspace.write("organization.json", { ...organization, state: { s3: { endpoint: s3().endpoint } } });
      workspace.git("commit", "--quiet", "--all", "--message", "States on S3");
      leaveOut(workspace, "management", "guardrails", "quotas", "costs", "cost-data", "access", "trail", "baseline");
      for (const account of ["log-archive", "security", "_template"]) leaveOut(workspace, account, "baseline");
      await workspace.succeed(["bootstrap", "management"]);
      await workspace.succeed(["apply", "management", "--yes"]);
      await workspace.succeed(["bootstrap", "--all"]);
      await workspace.succeed(["apply", "--all", "--yes"]);
    });
    afterAll(async () => {
      actions.remove();
      workspace.remove();
      await server.close();
    });

    const run = (
      file: string,
      runId: number,
      sha: string,
      more: object,
    ): Promise<Readonly<Record<string, JobResult>>> => {
      const github: Trigger["github"] = { repository, sha, token: "token", workspace: workspace.root, ...more };
      return actions.run(file, { runId, github });
    };
    const logs = (results: Readonly<Record<string, JobResult>>): string =>
      Object.entries(results)
        .flatMap(([name, { result, log }]) => (result === "failure" ? [`${name}: ${log}`] : []))
        .join("\n");

    /** Squashes the branch into main, with perhaps something else beside it, and runs apply.yml for the push. */
    async function merge(runId: number, also = (): void => {}) {
      const before = workspace.git("rev-parse", "main");
      workspace.git("checkout", "--quiet", "main");
      workspace.git("checkout", "feature", "--", "accounts");
      also();
      workspace.git("add", "--all");
      workspace.git("commit", "--quiet", "--allow-empty", "--message", `Add checkout-dev (#${pull})`);
      const sha = workspace.git("rev-parse", "main");
      const ours = { repository: { id: 1 }, head_repository: { id: 1 } };
      answers.set(`commits/${sha}/pulls`, [
        { number: pull, merged_at: "now", base: { ref: "main" }, head: { sha: head } },
      ]);
      answers.set(`actions/workflows/pull-request.yml/runs?event=pull_request&head_sha=${head}`, {
        workflow_runs: [{ id: 1, run_number: 1, conclusion: "success", ...ours }],
      });
      const names = fs.readdirSync(path.join(actions.artifacts, "1"));
      answers.set("actions/runs/1/artifacts", { artifacts: names.map((name) => ({ name, expired: false })) });
      return run("apply.yml", runId, sha, { ref: "refs/heads/main", event_name: "push", event: { before } });
    }
    const newAccount = () =>
      resourcesOf(workspace).find(
        ({ type, attributes }) => type === "aws_organizations_account" && attributes["name"] === "checkout-dev",
      );
    const made = () =>
      resourcesOf(workspace).filter(({ account, type }) => account === newAccount()?.id && type === "aws_vpc");

    test("the pull request shows a simulated plan, and says what is agreed to", async () => {
      workspace.git("update-ref", "refs/remotes/origin/main", "main");
      workspace.git("checkout", "--quiet", "-B", "feature");
      fs.cpSync(workspace.path("accounts/_template"), workspace.path("accounts/checkout-dev"), { recursive: true });
      const file = "accounts/checkout-dev/account.json";
      for (const value of ["checkout", "@acme/team-checkout", "CC-2001", "10.32.48.0/20", "team-checkout"])
        workspace.replace(file, /"@?REPLACE-ME"/.exec(workspace.read(file))![0], JSON.stringify(value));
      workspace.git("add", "--all");
      workspace.git("commit", "--quiet", "--message", "Add checkout-dev");
      head = workspace.git("rev-parse", "HEAD");
      const event = {
        pull_request: { number: pull, head: { sha: head, repo: { full_name: repository } }, user: { login: "ada" } },
      };
      const more = { ref: `refs/pull/${pull}/merge`, base_ref: "main", event_name: "pull_request", event };
      const results = await run("pull-request.yml", 1, head, more);
      expect(logs(results)).toBe("");
      const [comment] = server.comments;
      expect(comment!.body).toContain("1 does not exist yet");
      expect(comment!.body).toContain(
        "its first plan is applied if it comes of that very configuration and only creates",
      );
      const kept = path.join(actions.artifacts, "1/plan-1/plans/checkout-dev");
      expect(fs.readdirSync(kept)).toEqual(["review.json"]);
      expect(JSON.parse(fs.readFileSync(path.join(kept, "review.json"), "utf8"))).toMatchObject({
        account: "checkout-dev",
        accountId: null,
      });
      expect(newAccount()).toBeUndefined();
    });

    test("without its environment, and the one of new accounts, nothing is applied", async () => {
      for (const name of ["management", "checkout-dev"]) answers.set(`environments/${name}`, {});
      const results = await merge(2);
      expect(logs(results)).toMatch(/^select: [^]*no GitHub environment: new_accounts\./);
      expect(newAccount()).toBeUndefined();
      answers.set("environments/new_accounts", {});
    });

    test("what was not reviewed is not applied: the account is made and bootstrapped, and stays empty", async () => {
      const results = await merge(3, () =>
        workspace.replace("accounts/checkout-dev/account.json", '"10.32.48.0/20"', '"10.32.64.0/20"'),
      );
      expect(results["bootstrap"]!.log).toContain("checkout-dev: bootstrapped\n  acme-checkout-dev-tfstate: made in");
      expect(results["plan-new"]!.result).toBe("failure");
      expect(actions.summary()).toContain("the configuration is not the one that was reviewed");
      expect(results["new / round-1"]!.result).toBe("skipped");
      expect(newAccount()).toBeDefined();
      expect(made()).toEqual([]);
    });

    test("as reviewed it is: what was bootstrapped is left alone, the first plan only creates, and is applied", async () => {
      const results = await merge(4);
      expect(logs(results)).toBe("");
      expect(results["bootstrap"]!.log).toContain("no account waits to be bootstrapped");
      expect(actions.summary()).toContain("### checkout-dev\n- new: its first plan follows");
      expect(results["new / round-1 / apply"]!.log).toMatch(
        /^checkout-dev: applied, as reviewed, [1-9]\d* added, 0 changed, 0 replaced, 0 destroyed/m,
      );
      expect(made()).toHaveLength(1);
      const role = resourcesOf(workspace).find(
        ({ account, id }) => account === newAccount()!.id && id === "OrganizationAccountAccessRole",
      );
      expect(role!.attributes["assume_role_policy"]).toContain("role/archipelago/archipelago-new-account");
      const bucket = bucketObjects("acme-checkout-dev-tfstate", "checkout-dev", {
        endpoint: s3().endpoint,
        region: "eu-west-1",
        credentials: s3().credentials(newAccount()!.id),
      });
      expect((await bucket.list()).map(({ key }) => key).sort()).toEqual([
        "bootstrap/terraform.tfstate",
        "records/last-apply.json",
        "stack/terraform.tfstate",
      ]);
      expect(await workspace.succeed(["status", "checkout-dev"])).toMatch(/checkout-dev .*in sync/);
    });
  },
);
