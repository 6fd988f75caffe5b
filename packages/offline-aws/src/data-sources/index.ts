import type { DataSource } from "../contract.ts";
import { account } from "./account.ts";
import { iam } from "./iam.ts";
import { keys } from "./keys.ts";
import { lookUp, lookups } from "./lookups.ts";
import { network } from "./network.ts";
import { policyDocument } from "./policy-document.ts";
import { security } from "./security.ts";
import { storedValues } from "./stored.ts";

/**
 * The data sources of the simulated cloud by type. Each answers with all attributes it knows, among them some that the
 * data source's schema may not have; a lookup that finds nothing answers with AWS's kind of error.
 */
export const dataSources: Readonly<Record<string, DataSource>> = {
  ...Object.fromEntries(Object.entries(lookups).map(([type, lookup]) => [type, lookUp(lookup)])),
  ...account,
  ...network,
  ...iam,
  ...keys,
  ...security,
  ...storedValues,
  aws_iam_policy_document: policyDocument,
};
