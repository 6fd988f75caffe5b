import type { Account } from "@archipelago/account-stack/workspace";
import { bootstrapAccount } from "./bootstrap.ts";
import type { Session } from "./session.ts";

test("an account that cannot be entered is told how an invited one makes the role, and when", async () => {
  const ids: Readonly<Record<string, string>> = { management: "111111111111", joined: "222222222222" };
  const session = {
    options: {},
    workspace: {
      organization: {
        name: "acme",
        cloud: "aws",
        homeRegion: "eu-west-1",
        accounts: { management: "management" },
      },
      accounts: new Map(Object.keys(ids).map((name) => [name, { name } as Account])),
      problems: new Map(),
    },
    cloud: {
      name: "aws",
      accountId: ({ name }: Account) => ids[name],
      publishedOutputs: async () => undefined,
      credentials: async () => {
        throw new Error("User: ada is not authorized to perform: sts:AssumeRole");
      },
    },
  } as unknown as Session;
  const { details } = (await bootstrapAccount(session, "joined").catch((error: unknown) => error)) as {
    details: { next: string };
  };
  const [when, ...commands] = details.next.split("\n    ");
  // Afterwards the guardrails deny it: e2e/decisions.
  expect(when).toContain("before the account accepts the invitation");
  expect(when).toContain("docs/joining.md");
  expect(commands).toEqual([
    expect.stringMatching(
      /^aws iam create-role --role-name OrganizationAccountAccessRole .*arn:aws:iam::111111111111:root/,
    ),
    "aws iam attach-role-policy --role-name OrganizationAccountAccessRole --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
  ]);
});
