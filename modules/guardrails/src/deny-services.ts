import { UserError } from "@archipelago/account-stack";
import type { StatementGuardrail } from "./guardrail.ts";

export interface DenyServicesProps {
  /** Name of the rule, `no-databases-with-the-logs`. */
  readonly rule: string;
  /** For the person whose call is denied: why. */
  readonly reason: string;
  /** Service prefixes as in IAM actions, `sagemaker`. */
  readonly services: readonly string[];
  /** Organizational units (paths) and accounts (names). */
  readonly targets: readonly string[];
}

/**
 * A guardrail that denies whole services to a sub-tree.
 *
 * @throws UserError when a service is not a prefix of IAM actions
 */
export function denyServices({ rule, reason, services, targets }: DenyServicesProps): StatementGuardrail {
  const wrong = services.find((service) => !/^[a-z0-9-]+$/.test(service));
  if (wrong !== undefined || services.length === 0) {
    throw new UserError(wrong === undefined ? "no service is named" : `"${wrong}" is not the name of a service`, {
      where: `guardrail ${rule}`,
      allowed: "what stands before the colon of an IAM action: ec2, sagemaker",
    });
  }
  const sid = `${rule}-services`.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) =>
    letter.toUpperCase(),
  );
  const actions = [...services].sort().map((service) => `${service}:*`);
  return { rule, reason, type: "SERVICE_CONTROL_POLICY", targets, statements: [{ sid, actions }] };
}
