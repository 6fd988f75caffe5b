import { z } from "@archipelago/account-stack";

/**
 * A container image by what is in it: `ghcr.io/acme/shop@sha256:<64 hexadecimal digits>`. A tag says which image was meant
 * on some day, and can be moved; a digest is the image. For schemas of configuration.
 *
 * Source of the form: OCI Distribution Specification 1.1, "Pulling manifests".
 */
export const imageReference = z
  .string()
  .regex(
    /^[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9]+(([._]|__|-+)[a-z0-9]+)*)+@sha256:[0-9a-f]{64}$/,
    'must be an image by its digest, not by a tag: "ghcr.io/acme/shop@sha256:<64 hexadecimal digits>"',
  )
  .max(512);
