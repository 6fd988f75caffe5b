import { createHash } from "node:crypto";

/** Longest readable part of a file name; the rest of 255 bytes is for the digest and the suffix. */
const LONGEST = 120;
/** Names that Windows keeps for devices, whatever their suffix. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * A file name for an id, without suffix. An id of lower case letters, digits, dots, dashes and underscores is its own name. Any
 * other gets a digest, so that ids which differ in case or punctuation only stay apart on every file system.
 */
export function fileNameOf(id: string): string {
  if (/^[a-z0-9_-][a-z0-9._-]*$/.test(id) && id.length <= LONGEST && !RESERVED.test(id)) return id;
  const digest = createHash("sha256").update(id).digest("hex").slice(0, 10);
  return `${id.replace(/^\.+|[^A-Za-z0-9._-]+/g, "_").slice(0, LONGEST)}~${digest}`;
}
