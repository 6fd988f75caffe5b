import { UserError } from "@archipelago/account-stack";

/** A statement of a policy as IAM takes it. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface Grant {
  /** What it is for, in camel case: the first part of the statement's Sid. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** @default none: holds always */
  readonly condition?: NonNullable<Statement["Condition"]>;
  /**
   * Why a wide action or resource is needed, in a few words that follow "because": "EC2 knows no resources here". Letters,
   * digits and spaces.
   * @default none: neither actions nor resources may be wide
   */
  readonly because?: string;
}

/**
 * A statement that allows something, and no more than it says. Wide is an action with a `*` that could write
 * (`s3:*`, `s3:Put*`, `*`; not `s3:GetBucket*`), and a resource that is everything (`*`, or an ARN that ends `:*`).
 *
 * The reason becomes the end of the Sid, `DescribeBecauseEc2KnowsNoResourcesHere`: it is read where the policy is read, in
 * the console too, and a check over synthesised policies finds a wide statement without one.
 *
 * @throws UserError when something is wide and no reason is written
 */
export function allow({ sid, actions, resources, condition, because }: Grant): Statement {
  const wide = [...actions.filter(isWideAction), ...resources.filter(isWideResource)];
  if (wide.length > 0 && because === undefined) {
    throw new UserError(`the statement ${sid} grants ${wide.join(", ")} without a reason`, {
      allowed: "exact actions, read patterns such as s3:GetBucket*, and exact resources",
      next: 'name them, or write the reason: because: "..."',
    });
  }
  if (because !== undefined && !/^[A-Za-z0-9]+( [A-Za-z0-9]+)+$/.test(because)) {
    throw new UserError(`the reason of the statement ${sid} is not one: "${because}"`, {
      allowed: "a few words of letters and digits: they become part of the Sid, and a Sid has nothing else",
    });
  }
  return {
    Sid: because === undefined ? sid : `${sid}Because${camelCase(because)}`,
    Effect: "Allow",
    Action: [...actions],
    Resource: [...resources],
    ...(condition && { Condition: condition }),
  };
}

/** A statement that forbids something, whatever else allows it. Here wide is safe. */
export function deny(sid: string, actions: readonly string[], resources: readonly string[]): Statement {
  return { Sid: sid, Effect: "Deny", Action: actions, Resource: resources };
}

/** Can the pattern stand for an action that writes? Patterns that begin with a reading verb cannot. */
export function isWideAction(action: string): boolean {
  if (!action.includes("*") && !action.includes("?")) return false;
  return !/^[a-z0-9-]+:(BatchGet|Describe|Get|List|View)[A-Za-z0-9]*\*$/.test(action);
}

/** `*`, or everything of a service or an account. */
export function isWideResource(resource: string): boolean {
  return resource === "*" || /^arn:[^:]*:[^:]*:[^:]*:[^:]*:\*$/.test(resource);
}

function camelCase(words: string): string {
  return words.replaceAll(/(^| )([A-Za-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
