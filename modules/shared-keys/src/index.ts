export { KeyUse, type KeyUseProps } from "./key-use.ts";
export { SharedKeys, type SharedKeysProps } from "./shared-keys.ts";
