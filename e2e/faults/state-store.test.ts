import fs from "node:fs";
import path from "node:path";
import type { TerraformError } from "@archipelago/terraform";
import { s3ServerInstalled } from "@archipelago/state/test-s3-server";
import { denied, lock, state, type Fault } from "../support/fault-proxy.ts";
import { expectReadable } from "../support/messages.ts";
import { failure, TerraformOnS3 } from "../support/terraform-on-s3.ts";

// Terraform's S3 backend against a real server, through a proxy that breaks one request in a certain way. Each row has a
// state of its own. What is tested: one clear error, the state unchanged or recovered, the next run works.

jest.setTimeout(600_000);

(s3ServerInstalled() ? describe : describe.skip)("requests about a state on S3 (needs an S3 server)", () => {
  const on = new TerraformOnS3();

  interface Row {
    readonly name: string;
    readonly fault: Fault;
    readonly during: "plan" | "apply";
    readonly kind: TerraformError["kind"];
    /** Whether the object of the state is as before. */
    readonly leaves: "errored.tfstate" | "lock" | "nothing" | "the work done, and the lock";
  }
  const rows: Row[] = [
    {
      name: "PUT of the state: 403",
      fault: { method: "PUT", path: state, ...denied },
      during: "apply",
      kind: "state-not-saved",
      leaves: "errored.tfstate",
    },
    {
      name: "PUT of the state: reset",
      fault: { method: "PUT", path: state, action: "reset" },
      during: "apply",
      kind: "state-not-saved",
      leaves: "errored.tfstate",
    },
    {
      name: "PUT of the state: 503",
      fault: { method: "PUT", path: state, action: 503 },
      during: "apply",
      kind: "state-not-saved",
      leaves: "errored.tfstate",
    },
    {
      name: "PUT of the lock: 403",
      fault: { method: "PUT", path: lock, ...denied },
      during: "plan",
      kind: "lock-unavailable",
      leaves: "nothing",
    },
    {
      name: "PUT of the lock: 503",
      fault: { method: "PUT", path: lock, action: 503 },
      during: "apply",
      kind: "lock-unavailable",
      leaves: "nothing",
    },
    {
      name: "PUT of the lock: reset",
      fault: { method: "PUT", path: lock, action: "reset" },
      during: "apply",
      kind: "lock-unavailable",
      leaves: "nothing",
    },
    {
      name: "GET of the state: 403",
      fault: { method: "GET", path: state, ...denied },
      during: "plan",
      kind: "failed",
      leaves: "nothing",
    },
    {
      name: "GET of the state: clock skew",
      fault: { method: "GET", path: state, action: 403, code: "RequestTimeTooSkewed" },
      during: "plan",
      kind: "clock-skew",
      leaves: "nothing",
    },
  ];

  test.each(rows)("$name in $during", async ({ fault, during, kind, leaves }) => {
    const before = await on.object();
    const one = on.terraform({ a: "1", b: "2" });
    await one.init();
    if (during === "apply") await one.plan({ out: on.plan });
    on.proxy.inject(fault);
    const error = await failure(during === "plan" ? one.plan({ out: on.plan }) : one.apply(on.plan));
    expect(on.proxy.met.length).toBeGreaterThan(0);
    expect({ kind: error.kind, message: error.message }).toMatchObject({ kind });
    expect(error.details.next).toBeDefined();
    expect(fs.existsSync(error.stderrFile)).toBe(true);
    expect(await on.object()).toBe(before);
    expect(fs.existsSync(on.errored)).toBe(leaves === "errored.tfstate");
    expect(await on.object(`${on.key}.tflock`)).toBeUndefined();

    on.proxy.inject();
    if (leaves === "errored.tfstate") {
      // Nothing goes on without it: a plan or an apply would fork the state.
      for (const run of [() => on.terraform({ a: "1" }), () => one.plan({ out: on.plan }), () => one.apply(on.plan)]) {
        const refused = await failure(Promise.resolve().then(async () => run()));
        expect(refused.details.where).toBe(on.errored);
        expectReadable(refused.format());
      }
      expect(await one.saveErroredState()).toMatch(
        /^saved the state that an earlier apply could not save \(serial \d+\)/,
      );
      expect(fs.existsSync(on.errored)).toBe(false);
    } else await on.apply({ a: "1", b: "2" });
    expect(await on.inputs()).toEqual(["1", "2"]);
    expect(await on.terraform({ a: "1", b: "2" }).plan({ out: on.plan })).toMatchObject({ hasChanges: false });
  });

  test.each(["plan", "apply"] as const)(
    "the reply to the PUT of the lock is lost in %s: the lock is our own",
    async (during) => {
      const one = on.terraform({ a: "1", b: "2" });
      if (during === "apply") await one.plan({ out: on.plan });
      on.proxy.inject({ method: "PUT", path: lock, action: "lost-reply", times: 1 });
      await (during === "plan" ? one.plan({ out: on.plan }) : one.apply(on.plan));
      expect(one.recovered).toEqual([expect.stringMatching(/^released a lock of our own that was left/)]);
      expect(await on.object(`${on.key}.tflock`)).toBeUndefined();
      expect(await on.inputs()).toEqual(during === "plan" ? ["1"] : ["1", "2"]);
    },
  );

  test("the replies to the PUT of the state are lost: it was saved, and that is found", async () => {
    const one = on.terraform({ a: "1", b: "2" });
    await one.plan({ out: on.plan });
    on.proxy.inject({ method: "PUT", path: state, action: "lost-reply" });
    expect((await failure(one.apply(on.plan))).kind).toBe("state-not-saved");
    const saved = await on.object();
    expect(await on.inputs()).toEqual(["1", "2"]);
    on.proxy.inject();
    expect(await one.saveErroredState()).toMatch(/^saved the state/);
    expect([fs.existsSync(on.errored), await on.object()]).toEqual([false, saved]);
    expect(await one.plan({ out: on.plan })).toMatchObject({ hasChanges: false });
  });

  test("the DELETE of the lock: 403: said with what to do; the next run releases it", async () => {
    const one = on.terraform({ a: "1", b: "2" });
    await one.plan({ out: on.plan });
    on.proxy.inject({ method: "DELETE", path: lock, ...denied });
    const error = await failure(one.apply(on.plan));
    expect(error.message).toContain("force-unlock of");
    expect(await on.inputs()).toEqual(["1", "2"]);
    expect(await on.object(`${on.key}.tflock`)).toBeDefined();
    on.proxy.inject();
    const next = on.terraform({ a: "1", b: "2" });
    expect(await next.plan({ out: on.plan })).toMatchObject({ hasChanges: false });
    expect(next.recovered).toHaveLength(1);
  });

  test("the DELETE of the lock fails once: the apply has succeeded", async () => {
    const one = on.terraform({ a: "1", b: "2" });
    await one.plan({ out: on.plan });
    on.proxy.inject({ method: "DELETE", path: lock, ...denied, times: 1 });
    await one.apply(on.plan);
    expect([await on.inputs(), await on.object(`${on.key}.tflock`)]).toEqual([["1", "2"], undefined]);
  });

  test.each([
    ["once: the lock is released all the same", 1],
    ["always: nothing hides what failed", Infinity],
  ])("a resource fails, and so does the DELETE of the lock, %s", async (_name, times) => {
    const one = on.terraform({ a: "1", b: "2" });
    on.provision("b", "exit 3");
    await one.plan({ out: on.plan });
    on.proxy.inject({ method: "DELETE", path: lock, ...denied, times });
    const error = await failure(one.apply(on.plan));
    expect(error).toMatchObject({ kind: "failed", message: expect.stringMatching(/^apply of [^]*exit status 3/) });
    expect(error.message.includes("released a lock of our own")).toBe(times === 1);
    expect(await on.object(`${on.key}.tflock`)).toEqual(times === 1 ? undefined : expect.any(String));
    on.proxy.inject();
    await on.apply({ a: "1", b: "2" });
    expect(await on.inputs()).toEqual(["1", "2"]);
  });

  test("the PUT of the lock hangs: one SIGINT does not end it, the second does, and the next run works", async () => {
    const one = on.terraform({ a: "1", b: "2" }, { timeoutsMs: { plan: 1500 }, graceMs: 7000 });
    on.proxy.inject({ method: "PUT", path: lock, action: "hang" });
    const error = await failure(one.plan({ out: on.plan }));
    expect(error.kind).toBe("timed-out");
    expect(error.message).toContain("did not end in time and was stopped");
    expect(error.result.exitCode).toBe(1);
    expect(error.result.durationMs).toBeGreaterThan(8500);
    on.proxy.inject();
    await on.apply({ a: "1", b: "2" });
    expect(await on.inputs()).toEqual(["1", "2"]);
  });

  test("the server dies in mid-apply: the state and the lock are recovered when it is back", async () => {
    const one = on.terraform({ a: "1", b: "2" });
    on.provision("b", "touch started; while [ -e started ]; do sleep 0.05; done");
    await one.plan({ out: on.plan });
    const applying = failure(one.apply(on.plan));
    const started = path.join(on.directory, "started");
    while (!fs.existsSync(started)) await new Promise((resolve) => setTimeout(resolve, 50));
    const { port } = on.server;
    await on.server.stop("SIGKILL");
    fs.rmSync(started);
    expect((await applying).kind).toBe("state-not-saved");
    expect(fs.existsSync(on.errored)).toBe(true);
    await on.startServer(port);
    expect(await on.object(`${on.key}.tflock`)).toBeDefined();
    expect(await one.saveErroredState()).toContain("saved the state");
    expect(one.recovered).toHaveLength(1);
    expect(await on.inputs()).toEqual(["1", "2"]);
  });
});
