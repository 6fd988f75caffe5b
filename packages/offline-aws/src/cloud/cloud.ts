import { existsSync, readdirSync, readFileSync, rmSync, unlinkSync } from "node:fs";
import path from "node:path";
import { UserError } from "@archipelago/account-stack/user-error";
import type { Attributes, StoredResource } from "../contract.ts";
import { createExclusively, hasCode, writeAtomically } from "./files.ts";
import { fileNameOf } from "./paths.ts";

/** Folder beside the accounts for names that are unique in all of AWS. */
const CLAIMS = "claims";
/** Types whose named attribute is unique across accounts. */
const CLAIMED: { readonly [type: string]: string } = { aws_s3_bucket: "bucket" };

/**
 * The simulated cloud on disk: `<directory>/<account id>/<region|global>/<type>/<id>.json`, one file a resource. Several
 * processes may use it at once: a file is replaced as a whole, and nothing is kept in memory. A person may edit it.
 */
export interface Cloud {
  readonly directory: string;
  /** Account ids that have anything stored, sorted. */
  accounts(): string[];
  /** Resources of a type in one account, all regions, sorted by file name. */
  list(accountId: string, type: string): StoredResource[];
  /** A resource by id; looks in `region` first, then in the others unless `region` is given. */
  get(accountId: string, type: string, id: string, region?: string): StoredResource | undefined;
  /** Creates or replaces a resource. Throws UserError when its name belongs to another account (S3 buckets). */
  put(resource: StoredResource): void;
  /** Creates a resource. Returns false, having written nothing, when it exists or its name belongs to another account. */
  create(resource: StoredResource): boolean;
  /** Removes a resource; does nothing when it is absent. */
  remove(resource: Pick<StoredResource, "accountId" | "region" | "type" | "id">): void;
  /** Account that owns the S3 bucket of this name. */
  bucketOwner(name: string): string | undefined;
  /** Forgets one account, or everything. */
  reset(accountId?: string): void;
}

/** Opens a simulated cloud. The directory need not exist: it is made by the first write. */
export function openCloud(directory: string): Cloud {
  const folder = (accountId: string, region: string, type: string): string =>
    path.join(directory, accountId, region, type);
  const fileOf = (resource: Pick<StoredResource, "accountId" | "region" | "type" | "id">): string =>
    path.join(folder(resource.accountId, resource.region, resource.type), `${fileNameOf(resource.id)}.json`);
  const claimOf = (type: string, name: string): string =>
    path.join(directory, CLAIMS, type, `${fileNameOf(name)}.json`);

  const read = (file: string, where: Omit<StoredResource, "id" | "attributes">): StoredResource | undefined => {
    const stored = readJson(file) as { id?: unknown; attributes?: unknown } | undefined;
    if (stored === undefined) return undefined;
    const { id, attributes } = stored ?? {};
    if (typeof id !== "string" || typeof attributes !== "object" || attributes === null)
      throw corrupt(file, 'a resource has "id" and "attributes"');
    return { ...where, id, attributes: attributes as Attributes };
  };

  const get: Cloud["get"] = (accountId, type, id, region) => {
    for (const each of region === undefined ? names(path.join(directory, accountId)) : [region]) {
      const where = { accountId, region: each, type };
      const found = read(fileOf({ ...where, id }), where);
      if (found) return found;
    }
    return undefined;
  };

  const owner = (type: string, name: string): string | undefined => {
    const claim = readJson(claimOf(type, name)) as { accountId?: unknown } | undefined;
    // A claim whose resource was deleted by hand is void.
    return typeof claim?.accountId === "string" && get(claim.accountId, type, name) ? claim.accountId : undefined;
  };

  /**
   * Takes the name of a resource, already written, for its account. Returns the owner when that is another account. The
   * resource is written first, so that a claim without resource is always a void one.
   */
  const claim = (resource: StoredResource): string | undefined => {
    const attribute = CLAIMED[resource.type];
    const name = attribute && resource.attributes[attribute];
    if (typeof name !== "string") return undefined;
    const file = claimOf(resource.type, name);
    const content = `${JSON.stringify({ accountId: resource.accountId })}\n`;
    if (createExclusively(file, content)) return undefined;
    const other = owner(resource.type, name);
    if (other !== undefined && other !== resource.accountId) return other;
    writeAtomically(file, content);
    return undefined;
  };

  const accounts = (): string[] => names(directory).filter((name) => /^\d{12}$/.test(name));

  const contentOf = ({ id, attributes }: StoredResource): string => `${JSON.stringify({ id, attributes }, null, 2)}\n`;

  return {
    directory,
    accounts,
    list: (accountId, type) =>
      names(path.join(directory, accountId)).flatMap((region) =>
        names(folder(accountId, region, type))
          .filter((name) => name.endsWith(".json"))
          .flatMap((name) => read(path.join(folder(accountId, region, type), name), { accountId, region, type }) ?? []),
      ),
    get,
    put(resource) {
      const file = fileOf(resource);
      const isNew = !existsSync(file);
      writeAtomically(file, contentOf(resource));
      const other = claim(resource);
      if (other === undefined) return;
      if (isNew) unlink(file);
      throw new UserError(`${resource.type} ${resource.id} belongs to account ${other}`, { where: resource.accountId });
    },
    create(resource) {
      const file = fileOf(resource);
      if (!createExclusively(file, contentOf(resource))) return false;
      if (claim(resource) === undefined) return true;
      unlink(file);
      return false;
    },
    remove(resource) {
      const attribute = CLAIMED[resource.type];
      const stored = attribute && get(resource.accountId, resource.type, resource.id, resource.region);
      unlink(fileOf(resource));
      const name = stored && stored.attributes[attribute];
      if (typeof name === "string") unlink(claimOf(resource.type, name));
    },
    bucketOwner: (name) => owner("aws_s3_bucket", name),
    reset(accountId) {
      if (accountId !== undefined && !/^\d{12}$/.test(accountId))
        throw new UserError(`${accountId} is not an account id`, { allowed: "12 digits" });
      // The claims of a removed account are void by themselves.
      const folders = accountId === undefined ? [...accounts(), CLAIMS] : [accountId];
      for (const each of folders) rmSync(path.join(directory, each), { recursive: true, force: true });
    },
  };
}

function names(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => !name.startsWith("."))
      .sort();
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return [];
    throw error;
  }
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR")) return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw corrupt(file, (error as Error).message);
  }
}

function corrupt(file: string, reason: string): UserError {
  return new UserError(`the simulated cloud cannot be read: ${reason}. Mend the file or forget the simulated cloud`, {
    where: file,
    next: "npm run archipelago -- offline reset",
  });
}

function unlink(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}
