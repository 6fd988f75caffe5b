import { commandLine } from "./main.ts";

const names = async (verb?: string): Promise<string[]> =>
  (await commandLine(verb)).commands.map((command) => command.name());

test("every verb is found in the file that is loaded for it, and with all others when none is named", async () => {
  const all = await names();
  expect(new Set(all).size).toBe(17);
  for (const verb of all) expect(await names(verb)).toContain(verb);
  expect(await names("adopt")).toEqual(["adopt"]);
  expect(await names("--help")).toEqual(all);
  expect(await names("nothing")).toEqual(all);
});
