import { createHash } from "node:crypto";
import type { DataSource } from "../contract.ts";
import { accountOf, keyExists, refusal, regionOf } from "../constraints/resources.ts";

/** A UUID that is a function of the text: ids of what AWS itself provides. */
const uuidOf = (text: string): string =>
  createHash("sha256")
    .update(text)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");

const kmsAlias: DataSource = (config, caller, cloud) => {
  const name = String(config.name);
  const region = regionOf(config, caller);
  const found = cloud.list("aws_kms_alias").find((each) => each.attributes.name === name && each.region === region);
  // Every account has the aliases of AWS managed keys from the first use of the service.
  if (!found && !name.startsWith("alias/aws/"))
    return refusal("NotFoundException", `Alias ${name} is not found.`, "name");
  const prefix = `arn:${caller.partition}:kms:${region}:${caller.accountId}:`;
  const keyId = String(found?.attributes.target_key_id ?? uuidOf(prefix + name)).replace(/^.*:key\//, "");
  return {
    ...config,
    id: prefix + name,
    arn: prefix + name,
    target_key_id: keyId,
    target_key_arn: `${prefix}key/${keyId}`,
  };
};

const kmsKey: DataSource = (config, caller, cloud) => {
  const asked = String(config.key_id);
  const account = accountOf(asked);
  const name = asked.replace(/^arn:.*?:(?=alias\/)/, "").replace(/^arn:.*:key\//, "");
  const target = name.startsWith("alias/")
    ? cloud.list("aws_kms_alias", account).find((each) => each.attributes.name === name)?.attributes.target_key_id
    : name;
  const id = String(target ?? "").replace(/^.*:key\//, "");
  const found = cloud.list("aws_kms_key", account).find((each) => each.id === id);
  if (!found || !keyExists(asked, caller, cloud))
    return refusal("NotFoundException", `Key '${asked}' does not exist`, "key_id");
  const { is_enabled: enabled = true } = found.attributes;
  return {
    ...config,
    ...found.attributes,
    id: found.id,
    key_id: asked,
    aws_account_id: found.accountId,
    enabled,
    key_manager: "CUSTOMER",
    key_state: enabled === false ? "Disabled" : "Enabled",
    origin: "AWS_KMS",
  };
};

/** Data sources of AWS KMS. */
export const keys: Record<string, DataSource> = { aws_kms_alias: kmsAlias, aws_kms_key: kmsKey };
