/** A summary's version with the product it is of. */
export function terraformName(version: string): string {
  return /^\d/.test(version) ? `Terraform ${version}` : version;
}
