import { loadWorkspace } from "@archipelago/account-stack/workspace";
import { cloneRepository, removeClone } from "../tools/clone.mjs";
import { generateAccounts } from "./accounts.mjs";

const { directory } = cloneRepository("archipelago-bench-");
afterAll(() => removeClone(directory));

test("what is measured is an organisation in order, that names no account it does not have", () => {
  const names = generateAccounts(directory, 20);
  const { accounts, problems } = loadWorkspace(directory);
  expect([...problems]).toEqual([]);
  expect([...accounts.keys()]).toEqual(expect.arrayContaining(names));
  const named = [...accounts.values()].flatMap(({ connections, reads }) => [
    ...connections.map((connection) => connection.with),
    ...Object.keys(reads),
  ]);
  expect(named.filter((name) => !accounts.has(name))).toEqual([]);
});
