import { Construct } from "constructs";
import { AccessAnalyzers, type AccessAnalyzersProps } from "./access-analyzers.ts";
import { ConfigAggregation } from "./config-aggregation.ts";
import { GuardDuty } from "./guardduty.ts";
import type { GuardDutyFeatureName } from "./guardduty-features.ts";
import { SecurityHub } from "./security-hub.ts";

export interface SecurityServicesProps {
  /** Id of the organisation's root, output `rootId` of the management account. */
  readonly rootId: string;
  /**
   * Awaited output `securityAdministrator` of the management account: once known, the detectors and the hub that
   * designation made are imported instead of created.
   * @default undefined: they are created
   */
  readonly designated?: string;
  /**
   * GuardDuty's protection plans that differ from `guardDutyFeatures`.
   * @default {}
   */
  readonly guardDutyFeatures?: Partial<Readonly<Record<GuardDutyFeatureName, boolean>>>;
  /**
   * Controls of Security Hub that are checked nowhere, with the reason.
   * @default {}
   */
  readonly disabledControls?: Readonly<Record<string, string>>;
  /**
   * Whether AWS Config's `organizationRules` run in every account; only once every account has a recorder.
   * @default false
   */
  readonly organizationRules?: boolean;
  /**
   * Days after which unused access is a finding, or `"off"`.
   * @default 90
   */
  readonly unusedAccessDays?: NonNullable<AccessAnalyzersProps["unusedAccessDays"]>;
}

/** GuardDuty, Security Hub, Config and Access Analyzer for the whole organisation. For the security account's stack. */
export class SecurityServices extends Construct {
  constructor(scope: Construct, id: string, props: SecurityServicesProps) {
    super(scope, id);
    const { rootId, designated, disabledControls, unusedAccessDays, organizationRules = false } = props;
    const adopted = designated === undefined ? {} : { designated };
    new GuardDuty(this, "guardduty", { ...adopted, features: props.guardDutyFeatures ?? {} });
    new SecurityHub(this, "securityhub", { ...adopted, rootId, disabledControls: disabledControls ?? {} });
    new ConfigAggregation(this, "config", { rules: organizationRules });
    new AccessAnalyzers(this, "access-analyzer", unusedAccessDays === undefined ? {} : { unusedAccessDays });
  }
}
