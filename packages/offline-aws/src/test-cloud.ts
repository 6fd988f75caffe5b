import type { Attributes, Caller, CloudView, StoredResource } from "./contract.ts";

/** Account `111122223333` in Ireland: who acts in the tests of constraints, formats and data sources. */
export const caller: Caller = { accountId: "111122223333", region: "eu-west-1", partition: "aws" };

/** A stored resource of the test account, or of `accountId` when the attributes name one under `"@account"`. */
export function stored(
  type: string,
  id: string,
  { "@account": account, ...attributes }: Attributes = {},
): StoredResource {
  const region = typeof attributes.region === "string" ? attributes.region : caller.region;
  const accountId = typeof account === "string" ? account : caller.accountId;
  return { type, id, accountId, region, attributes: { id, region, ...attributes } };
}

/** A simulated cloud that holds just these resources. */
export function cloudOf(...resources: StoredResource[]): CloudView {
  const list = (type: string, accountId = caller.accountId): StoredResource[] =>
    resources.filter((each) => each.type === type && each.accountId === accountId);
  return {
    list,
    get: (type, id) => list(type).find((each) => each.id === id),
    accounts: () => [...new Set(resources.map((each) => each.accountId))],
    bucketOwner: (name) => resources.find((each) => each.type === "aws_s3_bucket" && each.id === name)?.accountId,
  };
}
