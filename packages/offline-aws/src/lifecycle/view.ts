import type { Cloud } from "../cloud/cloud.ts";
import type { Caller, CloudView } from "../contract.ts";

/** The simulated cloud as one caller may look at it. */
export function viewOf(cloud: Cloud, caller: Caller): CloudView {
  return {
    list: (type, accountId = caller.accountId) => cloud.list(accountId, type),
    // Names such as a recorder's are the same in every region: the caller's own comes first.
    get: (type, id) => cloud.get(caller.accountId, type, id, caller.region) ?? cloud.get(caller.accountId, type, id),
    accounts: () => cloud.accounts(),
    bucketOwner: (name) => cloud.bucketOwner(name),
  };
}
