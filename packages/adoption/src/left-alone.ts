/** What belongs to another system, which would put it back or break without it. */
export interface LeftAlone {
  readonly owner: string;
  /** Names of policies, buckets, roles, trails. */
  readonly name: RegExp;
}

/**
 * Names by which what others manage is known.
 *
 * Sources: AWS Control Tower User Guide, "How AWS Control Tower works with roles to create and manage accounts" and
 * "Resources created in the shared accounts"; Landing Zone Accelerator, names of its prefix; CloudFormation User Guide,
 * StackSets, "Grant self-managed permissions". The roles of StackSets and AWSControlTower* are from memory.
 */
export const leftAlone: readonly LeftAlone[] = [
  { owner: "AWS", name: /^(FullAWSAccess|RCPFullAWSAccess)$/ },
  { owner: "Control Tower", name: /^aws-guardrails-/ },
  { owner: "Control Tower", name: /^aws-controltower-/i },
  { owner: "Control Tower", name: /^AWSControlTower/ },
  { owner: "StackSets", name: /^AWSCloudFormationStackSet(Administration|Execution)Role$/ },
  { owner: "StackSets", name: /^stacksets-exec-/ },
  { owner: "Landing Zone Accelerator", name: /^AWSAccelerator-/ },
];

/** Who manages something of this name, if somebody else is known to. */
export function ownerOf(name: string): string | undefined {
  return leftAlone.find((each) => each.name.test(name))?.owner;
}
