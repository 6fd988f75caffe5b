import path from "node:path";
import { accountFolders } from "@archipelago/account-stack/light";
import type { ApplyJob, Matrix, ShardJob } from "@archipelago/runner/matrix";
import { matrixJson } from "./status-matrix.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const all = accountFolders(root);
const rounds = (...names: string[]) => JSON.parse(matrixJson(root, "apply", names)) as Matrix<ApplyJob>[];

test("plan: the accounts that are named, or every one", () => {
  expect(matrixJson(root, "plan", ["shop-dev", "network"])).toBe(
    '{"include":[{"shard":1,"accounts":"shop-dev network"}]}',
  );
  const { include } = JSON.parse(matrixJson(root, "drift", [])) as Matrix<ShardJob>;
  expect(include.flatMap(({ accounts }) => accounts.split(" ")).sort()).toEqual(all);
});

test("apply: every account once, after those it depends on", () => {
  const done = new Set<string>();
  for (const { include } of rounds()) {
    for (const { after } of include)
      expect([...done]).toEqual(expect.arrayContaining(after.split(" ").filter(Boolean)));
    for (const { account } of include) done.add(account);
  }
  expect([...done].sort()).toEqual(all);
});

test("apply: what is not part of the run is waited for by nobody", () => {
  expect(rounds("shop-dev")).toEqual([{ include: [{ account: "shop-dev", wave: 1, after: "" }] }]);
});

test.each([
  ["another verb", "destroy", [], /no matrix is made for "destroy"/],
  ["an account there is not", "plan", ["nobody"], /there is no account "nobody"/],
])("%s is refused", (_name, verb, names, message) => {
  expect(() => matrixJson(root, verb, names)).toThrow(message);
});
