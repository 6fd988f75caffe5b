import type { z } from "zod";
import type { AccountFile } from "./schema/account.ts";
import type { Connection, ConnectionOf } from "./schema/connections.ts";
import type { EnvironmentFile } from "./schema/environment.ts";
import type { OrganizationFile } from "./schema/organization.ts";

/** organization.json as stacks see it. */
export interface Organization extends Omit<OrganizationFile, "$schema"> {}

/** One file of environments/, with its name. */
export interface Environment extends Omit<
  EnvironmentFile,
  "$schema" | "configuration" | "dependsOn" | "maxDestroy" | "notSecrets" | "reads"
> {
  /** File name without its ending, for example `production`. */
  readonly name: string;
}

/**
 * What account.json and organization.json say of an account: all that the management account's stack knows of the
 * others, so that an edit of an environment cannot change its plan.
 */
export interface OrganizationAccount {
  /** The folder's name: also the Nx project, the stack and the AWS account's name. */
  readonly name: string;
  /** Folder, relative to the repository's root. */
  readonly directory: string;
  readonly product: string;
  /** Name of the environment. */
  readonly environment: string;
  /** GitHub team or user, `@org/team`. */
  readonly owner: string;
  readonly costCentre: string;
  readonly budget: { readonly monthlyUsd: number };
  /** Identity Center group to permission sets. */
  readonly access: Readonly<Record<string, readonly string[]>>;
  readonly lifecycle: NonNullable<AccountFile["lifecycle"]>;
  readonly expires: string | undefined;
  readonly email: string;
  /** Path of organizational units, `Workloads/Production`. */
  readonly organizationalUnit: string;
  /** First region: where resources are made unless they say otherwise. */
  readonly region: string;
  readonly regions: readonly string[];
  /** Only of accounts that existed before. */
  readonly existingAccountId: string | undefined;
  /** What stays of an account that existed before: its name in AWS, its tags. */
  readonly kept?: { readonly name?: string | undefined; readonly tags?: Readonly<Record<string, string>> | undefined };
}

/** A network of another account that this one's is joined with: by a peering, or through a transit gateway. */
export interface NetworkPeer<K extends "peering" | "transit" = "peering" | "transit"> {
  readonly connection: ConnectionOf<K>;
  /** Its blocks that are routed: not those of 100.64.0.0/10. Of a spoke, for its hub: the organisation's block. */
  readonly cidrs: readonly string[];
  readonly region: string;
}

/** What account.json says of the account's VPC. */
export interface Network {
  readonly cidr: string;
  readonly zones: number;
  readonly secondaryCidrs?: readonly string[] | undefined;
  /** Networks it is joined with, by this account's connections; what is said of them is from the other's account.json. */
  readonly peers?: readonly NetworkPeer[];
  /** Prefix lengths of its subnets, by tier. */
  readonly tiers?: NonNullable<AccountFile["network"]>["tiers"];
  /** Services with an interface endpoint, from the environment unless account.json says otherwise. */
  readonly interfaceEndpoints?: readonly string[] | undefined;
  /** IPv6 beside IPv4, from the environment unless account.json says otherwise. */
  readonly ipv6?: boolean | undefined;
  /** Blocks of subnets that were there before, by tier and letter of the zone. */
  readonly subnets?: NonNullable<AccountFile["network"]>["subnets"];
}

/** account.json with every default filled in. */
export interface Account extends OrganizationAccount {
  /** Undefined: the account has no VPC. */
  readonly network: Network | undefined;
  /** Accounts that must be applied first, those of the environment included. */
  readonly dependsOn: readonly string[];
  /** The account that must have been applied from the same code before this one is. */
  readonly promoteFrom: string | undefined;
  /** Whether it goes first in its wave; undefined: by how critical it is. */
  readonly canary: boolean | undefined;
  /** How many resources one apply may destroy or replace; undefined: any number. */
  readonly maxDestroy: number | undefined;
  /** How it and other accounts reach each other, as this account declares it. */
  readonly connections: readonly Connection[];
  /** Published outputs it may read, by account. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** What a stack is made of: one account and what surrounds it. */
export interface AccountContext {
  readonly account: Account;
  readonly environment: Environment;
  readonly organization: Organization;
  /** Every account of the organisation, in the management account's stack; empty in the others. */
  readonly accounts: readonly OrganizationAccount[];
  /** Values of the account's product in this environment. Left out: there are none. */
  readonly configuration?: ConfigurationSource;
}

/** `configuration.<product>` of environments/<name>.json, to be read as the product's stack describes it. */
export interface ConfigurationSource {
  /** @throws UserError naming file, line and column of what is missing or not of its type */
  read<S extends z.ZodType>(schema: S): z.infer<S>;
}
