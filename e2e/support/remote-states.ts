import fs from "node:fs";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { journalPrefix, publishedOutputsKey } from "@archipelago/account-stack/workspace";
import { openS3 } from "@archipelago/state";
import { useS3Server, type S3Server } from "@archipelago/state/test-s3-server";
import { stateResources } from "@archipelago/terraform";
import { isBootstrapped, resourcesOf } from "./cloud.ts";
import { processesIn, until } from "./processes.ts";
import { Workspace } from "./workspace.ts";

/** The states of some accounts of a clone, on a server of S3. */
export interface RemoteStates {
  /** Text of an object of the account's state bucket; undefined when there is none. @param key default the state */
  object(account: string, key?: string): Promise<string | undefined>;
  /** `type id` of everything in an account's state, sorted. */
  resources(account: string): Promise<string[]>;
  /** The same as {@link newestJournal}, as it was last copied to the account's bucket. */
  copiedJournal(account: string): Promise<JournalEvent[]>;
  /** Replaces the state, whatever it was. */
  put(account: string, text: string): Promise<void>;
  /** Deletes every object of an account's bucket. */
  clear(account: string): Promise<void>;
}

export const stateKey = "stack/terraform.tfstate";

/**
 * Has the clone keep the states of all accounts on a server, in buckets for some of them.
 *
 * @param endpoint where Terraform and the runner find it, perhaps by way of a proxy. Default: the server itself
 */
export async function keepStatesOnS3(
  workspace: Workspace,
  server: S3Server,
  accounts: readonly string[],
  endpoint = server.endpoint,
): Promise<RemoteStates> {
  const clients = new Map<string, S3Client>();
  const createBucket = async (accountId: string, Bucket: string): Promise<S3Client> => {
    const credentials = server.credentials(accountId);
    const s3 = await openS3({ endpoint: server.endpoint, region: "eu-west-1", credentials });
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    return s3;
  };
  for (const account of accounts)
    clients.set(account, await createBucket(workspace.summary(account).accountId, bucketOf(account)));
  // What was published so far goes along, of the other accounts too.
  for (const { account, attributes } of resourcesOf(workspace).filter(({ type }) => type === "aws_s3_object")) {
    const { bucket: Bucket, key: Key, content: Body } = attributes as Record<"bucket" | "key" | "content", string>;
    if (Key !== publishedOutputsKey) continue;
    const name = accounts.find((each) => bucketOf(each) === Bucket);
    const s3 = name === undefined ? await createBucket(account, Bucket) : clients.get(name)!;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  }
  const organization = workspace.json<object>("organization.json");
  workspace.write("organization.json", { ...organization, state: { s3: { endpoint } } });
  const object = async (account: string, key = stateKey): Promise<string | undefined> => {
    try {
      const { Body } = await clients.get(account)!.send(new GetObjectCommand({ Bucket: bucketOf(account), Key: key }));
      return await Body!.transformToString();
    } catch (error) {
      if ((error as Error).name === "NoSuchKey") return undefined;
      throw error;
    }
  };
  return {
    object,
    resources: async (account) => {
      const text = await object(account);
      if (text === undefined) return [];
      return stateResources(text)
        .map(({ type, attributes }) => `${type} ${attributes["id"] as string}`)
        .sort();
    },
    copiedJournal: async (account) => {
      const list = { Bucket: bucketOf(account), Prefix: journalPrefix };
      const { Contents = [] } = await clients.get(account)!.send(new ListObjectsV2Command(list));
      const newest = Contents.map(({ Key }) => Key!)
        .sort()
        .at(-1);
      const copy = newest === undefined ? undefined : await object(account, newest);
      return copy === undefined ? [] : eventsIn((JSON.parse(copy) as { readonly journal: string }).journal);
    },
    put: async (account, text) => {
      const object = { Bucket: bucketOf(account), Key: stateKey, Body: text };
      await clients.get(account)!.send(new PutObjectCommand(object));
    },
    clear: async (account) => {
      const s3 = clients.get(account)!;
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucketOf(account) }));
      for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket: bucketOf(account), Key }));
    },
  };
}

const bucketOf = (account: string): string => `acme-${account}-tfstate`;

/** An account that was never applied, with its state on S3, in a clone whose other accounts were. */
export interface UnappliedAccount {
  readonly workspace: Workspace;
  readonly states: RemoteStates;
  readonly server: S3Server;
  /** How many resources its apply makes. */
  readonly resources: number;
  /** Makes it as if nothing had ever been applied. */
  reset(): Promise<void>;
  /** Applies it. Everything that was made is in the state then, once, and nothing is left of what went wrong before. */
  applyCompletely(): Promise<void>;
}

/**
 * Has such a clone for the tests of a file.
 *
 * @param account one that no other depends on
 */
export function useUnappliedAccount(account: string): () => UnappliedAccount {
  const server = useS3Server();
  let one: UnappliedAccount;
  beforeAll(async () => {
    const platform = ["management", "log-archive", "security"];
    const workspace = await Workspace.applied([...platform, account], platform);
    await workspace.succeed(["plan", account]);
    const resources = workspace.summary(account).counts["add"]!;
    const states = await keepStatesOnS3(workspace, server(), [account]);
    fs.cpSync(workspace.path(".archipelago/cloud"), workspace.path("cloud-before"), { recursive: true });
    const applyCompletely = async (): Promise<void> => {
      await workspace.succeed(["apply", account, "--yes"]);
      expect(await states.resources(account)).toEqual(existing(workspace, account));
      expect(existing(workspace, account)).toHaveLength(resources);
      expect(await states.object(account, `${stateKey}.tflock`)).toBeUndefined();
      expect(fs.readdirSync(workspace.path(".archipelago/journals/acme", account))).toEqual([]);
    };
    const reset = async (): Promise<void> => {
      await ended(workspace);
      for (const folder of ["cloud", "work", "logs", "journals"])
        fs.rmSync(workspace.path(".archipelago", folder), { recursive: true, force: true });
      fs.cpSync(workspace.path("cloud-before"), workspace.path(".archipelago/cloud"), { recursive: true });
      await states.clear(account);
    };
    one = { workspace, states, server: server(), resources, reset, applyCompletely };
  });
  afterAll(async () => {
    await ended(one.workspace);
    one.workspace.remove();
  });
  return () => one;
}

async function ended(workspace: Workspace): Promise<void> {
  await until("ended", () => processesIn(workspace).length === 0);
}

/** `type id` of everything that a stack made in an account of the simulated cloud, sorted. */
export function existing(workspace: Workspace, account: string): string[] {
  const { accountId } = workspace.summary(account);
  return resourcesOf(workspace)
    .filter((resource) => resource.account === accountId && !isBootstrapped(resource))
    .map(({ type, id }) => `${type} ${id}`)
    .sort();
}

/** One line of Terraform's account of an apply. */
export interface JournalEvent {
  readonly type: string;
  readonly "@message": string;
  readonly hook?: { readonly resource: { readonly addr: string } };
}

/** Terraform's account of the newest apply of an account, one event a line; empty before the first. */
export function newestJournal(workspace: Workspace, account: string): JournalEvent[] {
  const logs = workspace.path(".archipelago/logs", account);
  const names = fs.existsSync(logs) ? fs.readdirSync(logs).filter((name) => /^apply-.*\.jsonl$/.test(name)) : [];
  const newest = names.sort().at(-1);
  return newest === undefined ? [] : eventsIn(fs.readFileSync(`${logs}/${newest}`, "utf8"));
}

/** The last line may be half written. */
function eventsIn(journal: string): JournalEvent[] {
  return journal
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as JournalEvent);
}
