import { leftAlone, ownerOf } from "./left-alone.ts";

test.each([
  ["aws-guardrails-NllhqI", "Control Tower"],
  ["aws-controltower-BaselineCloudTrail", "Control Tower"],
  ["AWSControlTowerExecution", "Control Tower"],
  ["AWSCloudFormationStackSetExecutionRole", "StackSets"],
  ["stacksets-exec-0a1b", "StackSets"],
  ["AWSAccelerator-Core-Guardrails-1", "Landing Zone Accelerator"],
  ["FullAWSAccess", "AWS"],
  ["aws-guard", undefined],
  ["our-aws-controltower-notes", undefined],
])("%s belongs to %s", (name, owner) => {
  expect(ownerOf(name)).toBe(owner);
});

test.each(leftAlone)("$owner: $name begins where the name does", ({ name }) => {
  expect(name.source.startsWith("^")).toBe(true);
});
