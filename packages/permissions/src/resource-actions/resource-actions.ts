/**
 * The IAM actions hashicorp/aws calls for one type, separated by white space. Calls that only an argument nobody here
 * uses would need are left out. A test holds every row against the Service Authorization Reference: actions exist, reads
 * only read, ARNs are those of the actions; that the provider makes just these calls, only its source can say.
 */
export interface ResourceActions {
  /**
   * ARNs the actions are about, as IAM sees them; empty: the actions know no resource but `*`. Between braces stand the
   * account's facts (`{partition}`, `{region}`, `{account}`, `{management}`, `{organization}`) or an attribute of the
   * resource (`{bucket}`), also of one it refers to (`{role.path}`). After a colon: what stands in while the attribute
   * is unknown.
   */
  readonly on: readonly string[];
  /** What makes it, tags included; a read follows. Empty: a data source. */
  readonly create: string;
  /** What a refresh calls, tags included: all that a plan needs. */
  readonly read: string;
  /** Empty: there is nothing to change, or changes replace it. */
  readonly update: string;
  /** Empty: Terraform only forgets it. */
  readonly delete: string;
  /** A role that is handed to a service: `iam:PassRole` is asked of `role`, with `iam:PassedToService`. */
  readonly passes?: { readonly role: string; readonly to: string };
  /** The service that gets its service-linked role: `iam:CreateServiceLinkedRole` with `iam:AWSServiceName`. */
  readonly serviceRole?: string;
  /** Condition keys the calls carry; a key whose attribute is absent is absent. */
  readonly context?: Readonly<Record<string, string>>;
}

export type Verb = "create" | "read" | "update" | "delete";

/** The actions of one verb as a list. */
export function actionsOf(row: ResourceActions, verb: Verb): string[] {
  const actions = row[verb].split(/\s+/).filter((action) => action !== "");
  if (verb === "create" && row.passes) actions.push("iam:PassRole");
  if (verb === "create" && row.serviceRole) actions.push("iam:CreateServiceLinkedRole");
  return actions;
}

export type ResourceActionsTable = Readonly<Record<string, ResourceActions>>;
