import { closingStep, refuseLifecycle, type ClosingFacts } from "./closing-steps.ts";

const account = { name: "lab", email: "lab@acme.example" };
const allowance = { left: 3, because: "AWS closes 10 in 30 days" };

const cases: readonly [string, Omit<ClosingFacts, "account">, string, RegExp | undefined][] = [
  ["resources left", { resources: 3, waits: false, status: "ACTIVE" }, "holding", /lab to be empty: its state holds 3/],
  ["resources left though it was moved by hand", { resources: 3, waits: true, status: "ACTIVE" }, "holding", /3/],
  [
    "nobody may see what is left, and no finished apply says",
    { resources: undefined, waits: false, status: undefined },
    "holding",
    /lab to be empty, which no finished apply of it says \(npx nx apply lab\)/,
  ],
  ["nothing left", { resources: 0, waits: false, status: "ACTIVE" }, "emptied", undefined],
  ["nothing left, and lost by the state", { resources: 0, waits: undefined, status: "ACTIVE" }, "emptied", undefined],
  ["in the unit of those that wait", { resources: 0, waits: true, status: "ACTIVE" }, "leaving", undefined],
  [
    "the same, when the organisation cannot be asked",
    { resources: 0, waits: true, status: undefined },
    "leaving",
    undefined,
  ],
  [
    "closed, as the management account's state has it",
    { resources: 0, waits: undefined, status: undefined },
    "leaving",
    undefined,
  ],
  ["being closed", { resources: 0, waits: true, status: "PENDING_CLOSURE" }, "leaving", undefined],
  ["closed", { resources: 0, waits: undefined, status: "SUSPENDED" }, "leaving", undefined],
  [
    "closed for more than 90 days, or never made",
    { resources: 0, waits: undefined, status: null },
    "leaving",
    undefined,
  ],
];
test.each(cases)("%s", (_name, facts, step, wait) => {
  expect(closingStep({ account, ...facts }, allowance)).toEqual({
    step,
    ...(wait === undefined ? {} : { wait: expect.stringMatching(wait) }),
  });
});

test("without anything left of the quota it waits where it is", () => {
  const facts: ClosingFacts = { account, resources: 0, waits: true, status: "ACTIVE" };
  expect(closingStep(facts, { ...allowance, left: 0 })).toEqual({
    step: "emptied",
    wait: "lab to be closed: AWS closes 10 in 30 days",
  });
});

const folder = { name: "lab", directory: "accounts/lab" };
test.each([
  ["closed", "ACTIVE", /^accounts\/lab\/account\.json: lifecycle: lab is not closed yet: AWS says ACTIVE/],
  ["closed", "PENDING_CLOSURE", /AWS says PENDING_CLOSURE/],
  ["active", "SUSPENDED", /lab is closed: AWS has suspended the account/],
] as const)("%s is refused when AWS says %s", (lifecycle, status, message) => {
  let error: { format(): string } | undefined;
  try {
    refuseLifecycle({ ...folder, lifecycle }, { status });
  } catch (thrown) {
    error = thrown as typeof error;
  }
  expect(error?.format()).toMatch(message);
});

test.each([
  ["active", "ACTIVE"],
  ["closing", "ACTIVE"],
  ["closing", "SUSPENDED"],
  ["closed", "SUSPENDED"],
] as const)("%s is right when AWS says %s", (lifecycle, status) => {
  expect(() => refuseLifecycle({ ...folder, lifecycle }, { status })).not.toThrow();
});

test("AWS forgets a closed account after 90 days: closed stays right", () => {
  expect(() => refuseLifecycle({ ...folder, lifecycle: "closed" }, undefined)).not.toThrow();
});
