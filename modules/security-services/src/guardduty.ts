import { Construct } from "constructs";
import { DataAwsGuarddutyDetector } from "@cdktf/provider-aws/lib/data-aws-guardduty-detector/index.js";
import { GuarddutyDetector } from "@cdktf/provider-aws/lib/guardduty-detector/index.js";
import { GuarddutyDetectorFeature } from "@cdktf/provider-aws/lib/guardduty-detector-feature/index.js";
import { GuarddutyOrganizationConfiguration } from "@cdktf/provider-aws/lib/guardduty-organization-configuration/index.js";
import { GuarddutyOrganizationConfigurationFeature } from "@cdktf/provider-aws/lib/guardduty-organization-configuration-feature/index.js";
import { AccountStack, onceKnown } from "@archipelago/account-stack";
import { Forgotten, ImportBlock } from "./adoption.ts";
import { guardDutyFeatures, type GuardDutyFeatureName } from "./guardduty-features.ts";

export interface GuardDutyProps {
  /**
   * Awaited output `securityAdministrator` of the management account: once known, the detectors that designation made
   * are imported.
   * @default undefined: detectors are created
   */
  readonly designated?: string;
  /**
   * Protection plans that differ from {@link guardDutyFeatures}.
   * @default {}
   */
  readonly features?: Partial<Readonly<Record<GuardDutyFeatureName, boolean>>>;
}

/** GuardDuty of every account in every governed region, from the delegated administrator. */
export class GuardDuty extends Construct {
  constructor(scope: Construct, id: string, props: GuardDutyProps) {
    super(scope, id);
    for (const region of AccountStack.of(this).organization.regions) this.#region(region, props);
  }

  #region(region: string, { designated, features = {} }: GuardDutyProps): void {
    const detectorId = this.#detector(region, designated);
    const organization = new GuarddutyOrganizationConfiguration(this, `organization-${region}`, {
      region,
      detectorId,
      // Accounts that are there already too, and none can leave.
      autoEnableOrganizationMembers: "ALL",
    });
    for (const [name, { enabled: byDefault }] of Object.entries(guardDutyFeatures)) {
      const enabled = features[name as GuardDutyFeatureName] ?? byDefault;
      const slug = name.toLowerCase().replaceAll("_", "-");
      new GuarddutyOrganizationConfigurationFeature(this, `organization-${slug}-${region}`, {
        region,
        detectorId,
        name,
        autoEnable: enabled ? "ALL" : "NONE",
        dependsOn: [organization],
      });
      // The administrator is no member of its own organisation.
      new GuarddutyDetectorFeature(this, `${slug}-${region}`, {
        region,
        detectorId,
        name,
        status: enabled ? "ENABLED" : "DISABLED",
      });
    }
  }

  /** The id of the region's detector. */
  #detector(region: string, designated: string | undefined): string {
    const existing =
      designated === undefined
        ? undefined
        : new DataAwsGuarddutyDetector(this, `existing-${region}`, { region, count: onceKnown(designated) });
    const address = `data.aws_guardduty_detector.${existing?.friendlyUniqueId}`;
    const id = `detector-${region}`;
    // AWS deletes no detector that has members, so an account that closes leaves its detectors behind.
    if (existing && AccountStack.of(this).account.lifecycle === "closing") {
      new Forgotten(this, id, GuarddutyDetector.tfResourceType);
      return `\${${address}[0].id}`;
    }
    const detector = new GuarddutyDetector(this, id, {
      region,
      enable: true,
      findingPublishingFrequency: "FIFTEEN_MINUTES",
    });
    if (existing) new ImportBlock(this, `import-${region}`, detector, `\${toset(${address}[*].id)}`, region);
    return detector.id;
  }
}
