/** Terraform's commands, as far as we run them. */
export type TerraformVerb =
  | "init"
  | "validate"
  | "plan"
  | "show"
  | "apply"
  | "import"
  | "output"
  | "state pull"
  | "state push"
  | "state list"
  | "state rm"
  | "force-unlock";

/**
 * Minutes after which a command is stopped that does not end by itself. A request that nobody answers would hang for
 * ever otherwise: Terraform's S3 backend sets no limit of its own (tried: a PUT of the lock without an answer). Far
 * above what they need, so that nothing is stopped that still gets on.
 */
export const TIMEOUT_MINUTES: Readonly<Record<TerraformVerb, number>> = {
  // A first one downloads the provider, 700 MB unpacked.
  init: 15,
  validate: 5,
  plan: 60,
  show: 5,
  // A database takes an hour, an account's closing or a certificate's validation longer.
  apply: 240,
  import: 15,
  output: 5,
  "state pull": 5,
  "state push": 5,
  "state list": 5,
  "state rm": 5,
  "force-unlock": 5,
};
