import { Construct } from "constructs";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group/index.js";
import { AccountStack } from "@archipelago/account-stack";

export interface LogGroupProps {
  /** The group's name, for example `/shop/checkout`. */
  readonly name: string;
  /**
   * Days until an event is deleted; one of the periods CloudWatch Logs accepts.
   * @default the environment's `logRetentionDays`
   */
  readonly retentionDays?: number;
  /**
   * ARN of the KMS key, see `LogKey`.
   * @default a key of AWS's own
   */
  readonly keyArn?: string;
  /**
   * `INFREQUENT_ACCESS` costs half to write and cannot be filtered into metrics; it cannot be changed later.
   * @default "STANDARD"
   */
  readonly logClass?: "STANDARD" | "INFREQUENT_ACCESS";
  /**
   * True: Terraform refuses to delete the group.
   * @default the environment's `deletionProtection`
   */
  readonly deletionProtection?: boolean;
}

/** A log group whose retention is the environment's: without one, events are kept and billed for ever. */
export class LogGroup extends Construct {
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, props: LogGroupProps) {
    super(scope, id);
    const { environment } = AccountStack.of(this);
    const preventDestroy = props.deletionProtection ?? environment.deletionProtection;
    const group = new CloudwatchLogGroup(this, "group", {
      name: props.name,
      retentionInDays: props.retentionDays ?? environment.logRetentionDays,
      logGroupClass: props.logClass ?? "STANDARD",
      // Not CloudWatch's own switch: it would have to be off for a while before an account can be taken down.
      ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
      ...(props.keyArn === undefined ? {} : { kmsKeyId: props.keyArn }),
    });
    this.name = group.name;
    this.arn = group.arn;
  }
}
