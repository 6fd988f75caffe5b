import { Construct } from "constructs";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret/index.js";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation/index.js";
import { AccountStack, UserError } from "@archipelago/account-stack";

export interface SecretProps {
  /** Name below the product's, for example `payment-key`: the secret is `<product>/payment-key`. */
  readonly name: string;
  /** What it is for: whoever has to fill it reads this in the console. */
  readonly description: string;
  /** @default AWS's own key for Secrets Manager, which every account has */
  readonly keyArn?: string;
  /**
   * The Lambda function that makes a new value, and how often, from 1 to 1000 days.
   * @default none: somebody fills it, and changes it
   */
  readonly rotation?: { readonly functionArn: string; readonly everyDays: number };
  /**
   * Days during which a deleted secret can be brought back, 7 to 30.
   * @default 30 where the environment's `deletionProtection` is on, else 7
   */
  readonly recoveryDays?: number;
}

/**
 * A place for a secret, without the secret. Its value is never in a stack: Terraform would read it back into the state,
 * and every plan could. Rotation fills it, or a person does: `aws secretsmanager put-secret-value`.
 */
export class Secret extends Construct {
  readonly arn: string;
  readonly name: string;

  constructor(scope: Construct, id: string, props: SecretProps) {
    super(scope, id);
    const { account, environment } = AccountStack.of(this);
    const preventDestroy = environment.deletionProtection;
    const recoveryDays = props.recoveryDays ?? (preventDestroy ? 30 : 7);
    // Ranges: Secrets Manager API reference, DeleteSecret and RotationRulesType, read 2026-11.
    within("recoveryDays", recoveryDays, 7, 30);
    const secret = new SecretsmanagerSecret(this, "Resource", {
      name: `${account.product}/${props.name}`,
      description: props.description,
      recoveryWindowInDays: recoveryDays,
      lifecycle: { preventDestroy },
      ...(props.keyArn !== undefined && { kmsKeyId: props.keyArn }),
    });
    this.arn = secret.arn;
    this.name = secret.name;
    if (props.rotation === undefined) return;
    within("rotation.everyDays", props.rotation.everyDays, 1, 1000);
    new SecretsmanagerSecretRotation(this, "rotation", {
      secretId: secret.arn,
      rotationLambdaArn: props.rotation.functionArn,
      rotationRules: { automaticallyAfterDays: props.rotation.everyDays },
    });
  }
}

function within(what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new UserError(`${what} of a secret is ${value}`, { allowed: `whole days from ${least} to ${most}` });
}
