import type { Address } from "./addresses.ts";

/** Both registries: OpenTofu looks for the provider in its own. */
const PROVIDERS = ["registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws"];

/**
 * Value of `TF_REATTACH_PROVIDERS`: Terraform then talks to the process at the address and downloads no provider.
 *
 * @param pid process that listens there; Terraform watches it and does not end it.
 */
export function reattachVariable(pid: number, address: Address): string {
  const process = { Protocol: "grpc", ProtocolVersion: 6, Pid: pid, Test: true, Addr: address };
  return JSON.stringify(Object.fromEntries(PROVIDERS.map((provider) => [provider, process])));
}
