export { accountFiles, type Generated } from "./account-files.ts";
export type { AccountRequest } from "./account-request.ts";
