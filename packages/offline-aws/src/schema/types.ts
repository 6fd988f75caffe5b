/** A Terraform type as its JSON form has it: `"string"`, `["list", "string"]`, `["object", { name: type }]` ... */
export type Type =
  | "string"
  | "number"
  | "bool"
  | "dynamic"
  | readonly ["list" | "set" | "map", Type]
  | readonly ["object", { readonly [name: string]: Type }];

/** An attribute of a block. Flags that are false are left out. */
export interface Attribute {
  readonly name: string;
  readonly type: Type;
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
  readonly writeOnly?: true;
}

/** A nested block. */
export interface NestedBlock {
  readonly name: string;
  readonly nesting: "single" | "list" | "set";
  /** 1 for a required block, else absent. */
  readonly minItems?: 1;
  /** 1 for a block that may appear once, else absent: other limits cannot be derived. */
  readonly maxItems?: 1;
  readonly block: Block;
}

/** Attributes and nested blocks, each in alphabetical order of the provider's schema. */
export interface Block {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly NestedBlock[];
}

/** Schema of a provider: what Terraform is told. */
export interface ProviderSchema {
  readonly provider: Block;
  readonly resources: { readonly [type: string]: Block };
  readonly dataSources: { readonly [type: string]: Block };
}
