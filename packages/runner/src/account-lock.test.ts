import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Interruption } from "@archipelago/terraform";
import { holdAccount, holdWorkDirectory, thisUser } from "./account-lock.ts";
import type { Session } from "./session.ts";

let directory: string;
beforeEach(() => (directory = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-lock-"))));
afterEach(() => fs.rmSync(directory, { recursive: true }));

const interruption = new Interruption({ write: () => undefined });
const hold = (seconds: number) => holdAccount(path.join(directory, "work"), "shop-dev", interruption, seconds);
const file = (): string => path.join(directory, "work/applying.json");
/** Somebody who took the account and did not give it back. */
const left = (holder: object): void => {
  fs.mkdirSync(path.dirname(file()));
  fs.writeFileSync(file(), JSON.stringify({ who: "ann@laptop", host: os.hostname(), since: "2026-11-21", ...holder }));
};

test("is held by one only, who is named, and can be had again after", async () => {
  const release = await hold(0);
  await expect(hold(0)).rejects.toMatchObject({
    message: expect.stringContaining(
      `${os.userInfo().username}@${os.hostname()} is changing this account (process ${process.pid}`,
    ),
    details: { where: "shop-dev", next: expect.stringContaining("--lock-timeout") },
  });
  release();
  (await hold(0))();
  expect(fs.readdirSync(path.dirname(file()))).toEqual([]);
});

test("who holds an account needs its work directory too, which another process may have", async () => {
  const session = {
    workspace: { root: directory },
    interruption,
    options: { lockTimeoutSeconds: 0 },
  } as unknown as Session;
  const work = path.join(directory, ".archipelago/work/shop-dev");
  const account = await holdAccount(work, "shop-dev", interruption, 0);
  const release = await holdWorkDirectory(session, "shop-dev");
  await expect(holdWorkDirectory(session, "shop-dev")).rejects.toMatchObject({
    message: expect.stringContaining(`is planning this account (process ${process.pid}`),
    details: { next: expect.not.stringContaining("--lock-timeout") },
  });
  for (const each of [release, account]) each();
  expect(fs.readdirSync(work)).toEqual([]);
});

test("a user without a name is a number", () => {
  const { username } = os.userInfo();
  expect(thisUser()).toBe(`${username}@${os.hostname()}`);
  jest.spyOn(os, "userInfo").mockImplementationOnce(() => {
    throw new Error("uv_os_get_passwd returned ENOENT");
  });
  expect(thisUser()).toBe(`${process.getuid!()}@${os.hostname()}`);
});

test("who waits gets it when it is given back", async () => {
  const release = await hold(0);
  const waiting = hold(60);
  release();
  (await waiting)();
});

test("of several who want it each gets it, one after the other", async () => {
  let holders = 0;
  await Promise.all(
    [1, 2, 3].map(async () => {
      const release = await hold(60);
      expect(++holders).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      holders--;
      release();
    }),
  );
});

test("a process that was killed holds nothing", async () => {
  left({ pid: spawnSync(process.execPath, ["--version"]).pid });
  (await hold(0))();
});

test("damaged, it holds nothing", async () => {
  left({});
  fs.writeFileSync(file(), "");
  (await hold(0))();
});

test("a process of another machine may be alive", async () => {
  left({ pid: 1, host: "elsewhere" });
  await expect(hold(0)).rejects.toThrow("ann@laptop is changing this account (process 1");
});

test("Ctrl-C ends the waiting", async () => {
  const release = await hold(0);
  const stopped = new Interruption({ write: () => undefined });
  const waiting = holdAccount(path.join(directory, "work"), "shop-dev", stopped, 60);
  stopped.request();
  await expect(waiting).rejects.toThrow();
  release();
});
