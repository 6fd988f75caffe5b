import type { Difference } from "./second-look.ts";
import { Repository } from "./record.fixture.ts";
import { statusFor, statusOfAll } from "./status.ts";
import { historyOf } from "./history.ts";

const cases: [Difference["kind"][], string][] = [
  [[], "in sync"],
  [["outside"], "in sync"],
  [["drift"], "drifted"],
  [["drift", "outside"], "drifted"],
  [["configuration"], "ahead"],
  [["inputs"], "ahead"],
  [["versions"], "ahead"],
  [["state"], "ahead"],
  [["unfinished"], "ahead"],
  [["drift", "configuration", "outside"], "ahead"],
  [["never applied"], "never applied"],
];
test.each(cases)("differences of the kinds %j: %s", (kinds, expected) => {
  expect(statusFor(kinds.map((kind) => ({ kind, text: "" })))).toBe(expected);
});

describe("an account", () => {
  const repository = new Repository();
  afterAll(() => repository.remove());

  test("that does not exist yet is pending", async () => {
    const session = repository.session();
    const cloud = { ...session.cloud, accountId: () => undefined };
    const [status] = await statusOfAll({ ...session, cloud }, ["shop-dev"]);
    expect(status).toMatchObject({ status: "pending", planned: true, applied: null });
  });

  test("that cannot be read is invalid, with the reason", async () => {
    const [status] = await statusOfAll(repository.session(), ["nobody"]);
    expect(status).toMatchObject({ status: "invalid", reasons: [expect.stringContaining('no account "nobody"')] });
  });

  test("has its history also when nothing was applied, unless there is no such account", async () => {
    repository.write("accounts/shop-dev/account.json", "{ not even JSON");
    expect(await historyOf(repository.session(), "shop-dev")).toEqual({
      account: "shop-dev",
      unfinished: null,
      history: [],
    });
    await expect(historyOf(repository.session(), "nobody")).rejects.toThrow('there is no account "nobody"');
  });
});
