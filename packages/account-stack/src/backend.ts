import { LocalBackend, S3Backend, type TerraformStack } from "cdktf";
import type { Organization } from "./organization.ts";
import { remoteState, stateBucket, stateKey } from "./state-location.ts";

/**
 * Where Terraform keeps the state of a stack. Credentials and the account's id are not part of it: the runner gives them to
 * Terraform, so that the synthesised bytes are the same for plan and apply, in every clone.
 *
 * @param key of the state in the account's bucket
 */
export function addBackend(stack: TerraformStack, organization: Organization, account: string, key = stateKey): void {
  const remote = remoteState(organization);
  if (!remote) {
    // Relative to the stack's folder, which is three levels deep both in .archipelago/work and in cdktf.out.
    const file = key === stateKey ? "terraform.tfstate" : key.replaceAll("/", "-");
    new LocalBackend(stack, { path: `../../../.archipelago/state/${organization.name}/${account}/${file}` });
    return;
  }
  const { region, endpoint, encryption } = remote;
  const backend = new S3Backend(stack, {
    bucket: stateBucket(organization, account),
    key,
    region,
    // Asking for encryption asks for S3's own keys; not asking leaves it to the bucket, which has the account's key.
    ...(encryption === "s3" ? { encrypt: true } : {}),
  });
  backend.addOverride("use_lockfile", true); // S3's own lock; cdktf 0.21 has no property for it
  if (endpoint === undefined) return;
  backend.addOverride("endpoints", { s3: endpoint, iam: endpoint, sts: endpoint });
  backend.addOverride("use_path_style", true);
  backend.addOverride("skip_metadata_api_check", true);
}
