import { createHash } from "node:crypto";
import type { DataSource } from "../contract.ts";
import { accountOf, refusal, regionOf, textAt } from "../constraints/resources.ts";
import { tagsOf } from "./filters.ts";

const s3Object: DataSource = (config, _caller, cloud) => {
  const [bucket, key] = [String(config.bucket), String(config.key)];
  const owner = cloud.bucketOwner(bucket);
  if (owner === undefined) return refusal("NoSuchBucket", `The specified bucket does not exist: ${bucket}`, "bucket");
  // Whoever put an object, it is the bucket owner's; the simulated cloud keeps it with the writer.
  const found = [owner, ...cloud.accounts()]
    .flatMap((account) => cloud.list("aws_s3_object", account))
    .find(({ attributes }) => attributes.bucket === bucket && attributes.key === key);
  if (!found) return refusal("NoSuchKey", `The specified key does not exist: s3://${bucket}/${key}`, "key");
  const { attributes } = found;
  const encoded = textAt(attributes, "content_base64");
  const body = encoded === undefined ? String(attributes.content ?? "") : Buffer.from(encoded, "base64").toString();
  return {
    ...config,
    ...attributes,
    id: `${bucket}/${key}`,
    body,
    content_length: Buffer.byteLength(body),
    tags: tagsOf(attributes),
  };
};

const ssmParameter: DataSource = (config, caller, cloud) => {
  const name = String(config.name);
  const region = regionOf(config, caller);
  const account = accountOf(name);
  const found = cloud
    .list("aws_ssm_parameter", account)
    .find(
      (each) =>
        each.region === region &&
        (account === undefined ? each.attributes.name === name : each.attributes.arn === name),
    );
  if (found) {
    const { value = null, insecure_value: plain = null, type = "String", version = 1, arn = null } = found.attributes;
    const text = value || plain;
    return {
      ...config,
      id: name,
      arn,
      type,
      version,
      value: text,
      insecure_value: type === "SecureString" ? null : text,
    };
  }
  // Public parameters of AWS services; those that name an image answer with one of this cloud.
  if (!/^\/aws\/service\//.test(name))
    return refusal("ParameterNotFound", `Parameter ${name} not found in ${region}`, "name");
  const value = /ami|image/.test(name)
    ? `ami-${createHash("sha256")
        .update(region + name)
        .digest("hex")
        .slice(0, 17)}`
    : name.split("/").at(-1)!;
  return {
    ...config,
    id: name,
    arn: `arn:${caller.partition}:ssm:${region}::parameter${name}`,
    type: "String",
    version: 1,
    value,
    insecure_value: value,
  };
};

/** Data sources that read what was stored: objects and parameters. */
export const storedValues: Record<string, DataSource> = { aws_s3_object: s3Object, aws_ssm_parameter: ssmParameter };
