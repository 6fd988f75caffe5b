import { Construct } from "constructs";
import { AccessanalyzerAnalyzer } from "@cdktf/provider-aws/lib/accessanalyzer-analyzer/index.js";
import { AccountStack } from "@archipelago/account-stack";

export interface AccessAnalyzersProps {
  /**
   * Days after which a role, key or permission that nobody used is a finding, 1 to 365; `"off"` for none. Billed for
   * each role and user of the organisation, once: it looks at IAM, which has no regions.
   * @default 90
   */
  readonly unusedAccessDays?: number | "off";
}

/** IAM Access Analyzer over all accounts, from the delegated administrator. */
export class AccessAnalyzers extends Construct {
  constructor(scope: Construct, id: string, { unusedAccessDays = 90 }: AccessAnalyzersProps) {
    super(scope, id);
    const { homeRegion, regions } = AccountStack.of(this).organization;
    // Free. What trusts somebody outside the organisation; the baseline's analyzers say the same of each account.
    for (const region of regions) {
      new AccessanalyzerAnalyzer(this, `external-${region}`, {
        region,
        analyzerName: "organization",
        type: "ORGANIZATION",
      });
    }
    if (unusedAccessDays === "off") return;
    if (!Number.isInteger(unusedAccessDays) || unusedAccessDays < 1 || unusedAccessDays > 365)
      throw new Error(`unusedAccessDays is ${unusedAccessDays}; allowed are 1 to 365, or "off"`);
    new AccessanalyzerAnalyzer(this, "unused", {
      region: homeRegion,
      analyzerName: "organization-unused-access",
      type: "ORGANIZATION_UNUSED_ACCESS",
      configuration: { unusedAccess: { unusedAccessAge: unusedAccessDays } },
    });
  }
}
