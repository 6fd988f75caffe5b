import { account } from "./account.ts";
import { applications } from "./applications.ts";
import { backup } from "./backup.ts";
import { connections } from "./connections.ts";
import { costs } from "./costs.ts";
import { dataSources } from "./data-sources.ts";
import { endpointServices } from "./endpoint-services.ts";
import { iamResources } from "./iam.ts";
import { identityCenter } from "./identity-center.ts";
import { monitoring } from "./monitoring.ts";
import { network } from "./network.ts";
import { organizationResources } from "./organizations.ts";
import { repositories } from "./repositories.ts";
import type { ResourceActionsTable } from "./resource-actions.ts";
import { s3 } from "./s3.ts";
import { security } from "./security.ts";
import { sharing } from "./sharing.ts";
import { transit } from "./transit.ts";

export { actionsOf, type ResourceActions, type ResourceActionsTable, type Verb } from "./resource-actions.ts";

/** Resource types the stacks use: what Terraform has to be allowed to do with each. */
export const resourceActions: ResourceActionsTable = {
  ...account,
  ...applications,
  ...backup,
  ...connections,
  ...costs,
  ...endpointServices,
  ...iamResources,
  ...identityCenter,
  ...monitoring,
  ...network,
  ...organizationResources,
  ...repositories,
  ...s3,
  ...security,
  ...sharing,
  ...transit,
};

/** The same for data sources, by Terraform's names: some are called as a resource type is. */
export const dataSourceActions: ResourceActionsTable = dataSources;
