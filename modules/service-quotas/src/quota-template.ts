import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ServicequotasTemplate } from "@cdktf/provider-aws/lib/servicequotas-template/index.js";
import { ServicequotasTemplateAssociation } from "@cdktf/provider-aws/lib/servicequotas-template-association/index.js";
import { AccountStack, UserError } from "@archipelago/account-stack";
import { serviceQuotas, type ServiceQuota } from "./service-quotas.ts";

export interface QuotaTemplateProps {
  /** The organisation, in which Service Quotas is trusted: it must be there first. */
  readonly dependsOn: readonly ITerraformDependable[];
  /**
   * What is asked for.
   * @default the table `serviceQuotas`
   */
  readonly quotas?: readonly ServiceQuota[];
  /**
   * Regions it is asked for in.
   * @default the governed regions
   */
  readonly regions?: readonly string[];
}

/** Source: Service Quotas User Guide, "Using Service Quotas request templates", from memory 2026-11. */
export const requestsOfTemplate = 10;

/** Templates are kept in this region only, whatever regions their requests are about. */
const templateRegion = "us-east-1";

/**
 * Asks for more in every account that is made from now on. Accounts that exist already ask for themselves. For the
 * management account's stack.
 */
export class QuotaTemplate extends Construct {
  constructor(scope: Construct, id: string, { dependsOn, quotas = serviceQuotas, regions }: QuotaTemplateProps) {
    super(scope, id);
    const where = regions ?? AccountStack.of(this).organization.regions;
    const count = quotas.length * where.length;
    if (count > requestsOfTemplate) {
      throw new UserError(`the quota template has ${count} requests: ${quotas.length} in ${where.length} regions`, {
        where: `${this.node.path}: regions`,
        allowed: `${requestsOfTemplate} at most`,
        next: "leave out regions or quotas",
      });
    }
    const association = new ServicequotasTemplateAssociation(this, "association", {
      region: templateRegion,
      dependsOn: [...dependsOn],
    });
    for (const awsRegion of where) {
      for (const { service: serviceCode, code: quotaCode, requested: value } of quotas) {
        new ServicequotasTemplate(this, `${awsRegion}-${serviceCode}-${quotaCode}`, {
          region: templateRegion,
          awsRegion,
          serviceCode,
          quotaCode,
          value,
          dependsOn: [association],
        });
      }
    }
  }
}
