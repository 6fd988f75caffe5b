import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { newAccountEnvironment } from "@archipelago/account-stack/workspace";
import { jobsPerMatrix } from "@archipelago/runner/matrix";

const root = path.resolve(import.meta.dirname, "../..");
const read = (file) => fs.readFileSync(path.join(root, file), "utf8");
const files = fs.readdirSync(path.join(root, ".github/workflows")).map((name) => `.github/workflows/${name}`);
const setup = ".github/actions/setup/action.yml";
const workflows = files.map((file) => ({ file, ...parse(read(file)) }));
const jobs = workflows.flatMap(({ file, jobs }) =>
  Object.entries(jobs).map(([name, job]) => ({ where: `${path.basename(file)}: ${name}`, file, name, ...job })),
);
/** Jobs that run on a machine, not in another workflow. */
const machines = jobs.filter(({ uses }) => uses === undefined);
const steps = [
  ...machines.flatMap(({ where, steps }) => steps.map((step) => ({ where, ...step }))),
  ...parse(read(setup)).runs.steps.map((step) => ({ where: setup, ...step })),
];
const label = ({ where, id, name, uses }) => `${where}: ${name ?? id ?? uses}`;
const named = (items) => items.map((item) => [label(item), item]);

describe.each(workflows.map((workflow) => [workflow.file, workflow]))("%s", (_file, { on, ...workflow }) => {
  test("a job has the permissions it names, and no others", () => {
    expect(workflow.permissions).toEqual({});
    for (const job of Object.values(workflow.jobs)) expect(job.permissions).toBeDefined();
  });

  test("no code of a pull request runs with what main may do", () => {
    expect(Object.keys(on)).not.toContain("pull_request_target");
    expect(Object.keys(on)).not.toContain("workflow_run");
  });

  test("runs wait for each other, or replace each other, on purpose", () => {
    if (!("workflow_call" in on)) expect(workflow.concurrency.group).toBeDefined();
  });

  test("every shell stops at the first error, in a pipe too", () => {
    expect(workflow.defaults.run.shell).toBe("bash");
  });
});

test.each(named(machines))("%s: has an end and a fixed machine", (_label, job) => {
  expect(job["timeout-minutes"]).toBeLessThanOrEqual(120);
  expect(job["runs-on"]).toMatch(/^ubuntu-\d+\.04$/);
});

test.each(named(steps.filter(({ uses }) => uses !== undefined && !uses.startsWith("./"))))(
  "%s: an action is pinned by commit",
  (_label, { uses }) => {
    expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  },
);

test("the same action is the same commit everywhere, and the version stands beside it", () => {
  const pins = new Map();
  for (const file of [...files, setup]) {
    for (const [, action, pin] of read(file).matchAll(/uses: ([\w-]+\/[\w-]+)@(.*)$/gm)) {
      expect(pin).toMatch(/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      expect(`${action} ${pins.get(action) ?? pin}`).toBe(`${action} ${pin}`);
      pins.set(action, pin);
    }
  }
  expect(pins.size).toBeGreaterThan(4);
});

test.each(named(steps.filter(({ run }) => run !== undefined)))(
  "%s: values reach the shell through the environment only",
  (_label, { run }) => {
    expect(run).not.toContain("${{");
    expect(run.trimEnd().split("\n").length).toBeLessThan(20);
  },
);

test.each(named(steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"))))(
  "%s: leaves no token on the disk",
  (_label, step) => {
    expect(step.with["persist-credentials"]).toBe(false);
  },
);

test.each(named(steps.filter(({ uses }) => uses?.startsWith("actions/upload-artifact@"))))(
  "%s: Terraform's plans, which hold secrets, stay where they were made",
  (_label, step) => {
    for (const file of step.with.path.trim().split("\n"))
      expect(file.trim()).toMatch(
        /^((selected|reviewed|new)\.json|drift-\$\{\{ matrix\.shard \}\}\.json|\.archipelago\/plans\/[^/]+\/(summary|review)\.json|\.archipelago\/report\/(accounts\/\*\.json|plan\.html))$/,
      );
  },
);

describe("credentials", () => {
  const withToken = jobs.filter(({ permissions }) => permissions["id-token"] === "write");

  test("the jobs that may ask for a role of AWS, and nothing else they may do", () => {
    expect(
      Object.fromEntries(withToken.filter(({ uses }) => !uses).map((job) => [job.where, job.permissions])),
    ).toEqual({
      "apply-round.yml: apply": { contents: "read", "id-token": "write" },
      "apply.yml: bootstrap": { contents: "read", "id-token": "write" },
      "apply.yml: plan-new": { contents: "read", "id-token": "write" },
      "drift.yml: drift": { contents: "read", "id-token": "write" },
      "plan.yml: plan": { contents: "read", "id-token": "write" },
      "pull-request.yml: plan": { contents: "read", "id-token": "write" },
    });
  });

  test("the jobs that may write to GitHub", () => {
    const writes = jobs.flatMap(({ where, permissions }) =>
      Object.entries(permissions)
        .filter(([scope, access]) => access !== "read" && scope !== "id-token")
        .map(([scope]) => `${where}: ${scope}`),
    );
    expect(writes.sort()).toEqual([
      "drift.yml: issue: issues",
      "expire.yml: issue: issues",
      ...["contents", "pull-requests"].map((scope) => `expire.yml: propose: ${scope}`),
      ...["contents", "issues", "pull-requests"].map((scope) => `new-account.yml: propose: ${scope}`),
      "pull-request.yml: comment: pull-requests",
    ]);
  });

  test("of a pull request, what may write to GitHub runs main's code, and gets files of the branch as data", () => {
    const writing = workflows
      .filter(({ on }) => "pull_request" in on)
      .flatMap(({ jobs }) => Object.values(jobs))
      .filter(({ permissions }) =>
        Object.entries(permissions).some(([scope, access]) => access === "write" && scope !== "id-token"),
      );
    expect(writing).toHaveLength(1);
    for (const { steps, permissions } of writing) {
      expect(permissions["id-token"]).toBeUndefined();
      const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
      expect(checkouts.map((step) => step.with.ref)).toEqual(["main"]);
      expect(steps[0]).toBe(checkouts[0]);
      const downloads = steps.filter(({ uses }) => uses?.startsWith("actions/download-artifact@"));
      // Nothing loads code from there, whatever lies in it.
      expect(downloads.map((step) => step.with.path)).toEqual(["planned"]);
      // Names are what the branch's code printed, and no flags.
      for (const { run } of steps) if (run?.includes("names")) expect(run).toContain(' -- "${names[@]}"');
    }
  });

  test("a fork's pull request, and Dependabot's, get none", () => {
    const { select, plan } = workflows.find(({ file }) => file.endsWith("/pull-request.yml")).jobs;
    expect(plan.if).toContain("needs.select.outputs.trusted == 'true'");
    expect(select.outputs.trusted).toContain("head.repo.full_name == github.repository &&");
  });

  test("an account is applied in its own environment, and everything else on main only", () => {
    const { apply } = workflows.find(({ file }) => file.endsWith("/apply-round.yml")).jobs;
    expect(apply.environment).toBe("${{ matrix.account }}");
    const others = machines.filter(({ where, environment }) => where !== "apply-round.yml: apply" && environment);
    expect(others.map(({ where, environment }) => [where, environment])).toEqual([
      ["apply.yml: bootstrap", newAccountEnvironment],
    ]);
    const dispatched = workflows.filter(({ on }) => "workflow_dispatch" in on);
    expect(dispatched).toHaveLength(4);
    for (const { jobs } of dispatched) expect(Object.values(jobs)[0].if).toBe("github.ref == 'refs/heads/main'");
  });

  test("no workflow names a secret or an account", () => {
    for (const file of [...files, setup]) {
      expect(read(file)).not.toMatch(/secrets\./);
      expect(read(file)).not.toMatch(/(?<![0-9a-f])\d{12}(?![0-9a-f])/);
    }
  });
});

test("apply-rounds.yml has a job for each round that apply.yml accepts, each after the one before", () => {
  const rounds = Object.entries(parse(read(".github/workflows/apply-rounds.yml")).jobs);
  const [, accepted] = /-le (\d+) \]/.exec(read(".github/workflows/apply.yml"));
  expect(rounds.map(([name]) => name)).toEqual(Array.from({ length: Number(accepted) }, (_, at) => `round-${at + 1}`));
  rounds.forEach(([, job], at) => {
    expect(job.needs).toEqual(at === 0 ? undefined : [`round-${at}`]);
    expect(job.if).toContain(`fromJSON(inputs.rounds)[${at}]`);
    expect(job.with.matrix).toBe(`\${{ toJSON(fromJSON(inputs.rounds)[${at}]) }}`);
  });
});

test("Terraform and Node are those of the repository", () => {
  const text = read(setup);
  expect(text).toContain("node-version-file: .nvmrc");
  expect(text).toContain("cat .terraform-version");
  expect(jobsPerMatrix).toBe(256);
});

test("every Node that package.json allows is tried", () => {
  const allowed = JSON.parse(read("package.json"))
    .engines.node.match(/(?<=\^)\d+/g)
    .map(Number);
  const { node } = workflows.find(({ name }) => name === "ci").jobs;
  expect([Number(read(".nvmrc")), ...node.strategy.matrix.node]).toEqual(allowed);
});

const found = spawnSync("actionlint", ["-version"], { encoding: "utf8" }).status === 0;
if (!found)
  console.warn(
    "SKIPPED: actionlint is not installed, so workflows are not linted. go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12",
  );
(found ? test : test.skip)("actionlint finds nothing (needs actionlint)", () => {
  expect(execFileSync("actionlint", ["-no-color"], { cwd: root, encoding: "utf8" })).toBe("");
});
