/** A Terraform value in plain form: what JSON can hold. Unknown values never reach the simulated cloud. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };

/** All attributes and blocks of one resource, by Terraform name. */
export type Attributes = { [name: string]: Value };

/** One resource as the simulated cloud keeps it. */
export interface StoredResource {
  readonly type: string;
  readonly id: string;
  readonly accountId: string;
  /** `global` for resources without a region. */
  readonly region: string;
  readonly attributes: Attributes;
}

/** Who acts and where: taken from the provider's configuration. */
export interface Caller {
  readonly accountId: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`, by region. */
  readonly partition: string;
}

/** The simulated cloud as constraints and data sources see it. Reads only. */
export interface CloudView {
  /** Resources of a type in one account (the caller's unless named), all regions. */
  list(type: string, accountId?: string): StoredResource[];
  /** A resource of the caller's account by id; undefined when it does not exist. */
  get(type: string, id: string): StoredResource | undefined;
  /** Every account id that has anything stored. */
  accounts(): string[];
  /** Account that owns the S3 bucket of this name, in any account. */
  bucketOwner(name: string): string | undefined;
}

/** What AWS would have answered: `code` is the API's error code, for example `InvalidVpcID.NotFound`. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Attribute the refusal is about, if one is. */
  readonly attribute?: string;
}

/** A rule that AWS enforces when a resource is created or updated. Returns undefined when it holds. */
export type Constraint = (
  resource: { readonly type: string; readonly attributes: Attributes; readonly id: string | undefined },
  caller: Caller,
  cloud: CloudView,
) => Refusal | undefined;

/** A rule that AWS enforces when a resource is deleted. */
export type DeleteConstraint = (resource: StoredResource, caller: Caller, cloud: CloudView) => Refusal | undefined;

/** What AWS makes by itself when a resource is created. What exists already is left as it is. */
export type Consequence = (resource: StoredResource) => readonly StoredResource[];

/** Answers one data source: the configuration's attributes completed, or a refusal. */
export type DataSource = (config: Attributes, caller: Caller, cloud: CloudView) => Attributes | Refusal;
