import { createHash } from "node:crypto";
import type { DataSource } from "../contract.ts";
import { refusal, textAt } from "../constraints/resources.ts";
import { tagsOf } from "./filters.ts";

const iamPolicy: DataSource = (config, { partition, accountId }, cloud) => {
  const [arn, name] = [textAt(config, "arn"), textAt(config, "name")];
  const managed = /^arn:[\w-]+:iam::aws:policy(\/.*)$/.exec(arn ?? "")?.[1];
  if (managed !== undefined) {
    // The text of an AWS managed policy is AWS's; the simulated cloud knows only that it exists.
    const at = managed.lastIndexOf("/") + 1;
    const id = `ANPA${createHash("sha256").update(managed).digest("hex").toUpperCase().slice(0, 17)}`;
    return { ...config, id: arn!, name: managed.slice(at), path: managed.slice(0, at), policy_id: id, description: "" };
  }
  const prefix = textAt(config, "path_prefix") ?? "/";
  const found = cloud
    .list("aws_iam_policy")
    .find(
      ({ attributes }) =>
        (arn === undefined || attributes.arn === arn) &&
        (name === undefined || attributes.name === name) &&
        String(attributes.path ?? "/").startsWith(prefix),
    );
  if (!found)
    return refusal("NoSuchEntity", `no IAM policy ${arn ?? name ?? ""} in arn:${partition}:iam::${accountId}`);
  return { ...config, ...found.attributes, tags: tagsOf(found.attributes) };
};

const iamRoles: DataSource = (config, { region }, cloud) => {
  const [pattern, prefix] = [textAt(config, "name_regex"), textAt(config, "path_prefix") ?? "/"];
  const roles = cloud
    .list("aws_iam_role")
    .map(({ attributes }) => attributes)
    .filter(
      ({ name, path }) =>
        String(path ?? "/").startsWith(prefix) && (!pattern || new RegExp(pattern).test(String(name))),
    );
  const sorted = (key: string): string[] => roles.map((each) => String(each[key])).sort();
  return { ...config, id: region, arns: sorted("arn"), names: sorted("name") };
};

/** Data sources of AWS IAM. */
export const iam: Record<string, DataSource> = { aws_iam_policy: iamPolicy, aws_iam_roles: iamRoles };
