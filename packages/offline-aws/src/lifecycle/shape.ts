import type { Value } from "../contract.ts";
import { factsOf, type ResourceFacts } from "../facts/index.ts";
import type { Attribute, Block, NestedBlock } from "../schema/types.ts";

/** An attribute with what planning it needs. */
export interface AttributeShape {
  readonly name: string;
  /** Dotted path from the resource, without indices. */
  readonly path: string;
  readonly computed: boolean;
  readonly isSet: boolean;
  readonly writeOnly: boolean;
  /** Value when the configuration leaves it out, undefined for none. */
  readonly default: Value | undefined;
  /** JSON whose text may differ while it means the same. */
  readonly equivalence: "policy" | "json" | undefined;
  /** Left out, it keeps what was read back. */
  readonly keepsWhenUnset: boolean;
  readonly forcesNew: boolean;
  /** The value is empty in this form when nothing is known of it. */
  readonly empty: Value;
}

/** A nested block with what planning it needs. */
export interface NestedShape {
  readonly name: string;
  readonly nesting: NestedBlock["nesting"];
  /** Left out of the configuration, the block keeps what was read back. */
  readonly keepsWhenUnset: boolean;
  /** AWS answers such a block even when it was left out on creation. */
  readonly readBack: boolean;
  readonly default: Value | undefined;
  /** A change inside, or of the number of blocks, replaces the resource. */
  readonly forcesNew: boolean;
  readonly block: BlockShape;
}

/** A block with what planning it needs. */
export interface BlockShape {
  readonly attributes: readonly AttributeShape[];
  readonly blocks: readonly NestedShape[];
  /** Whether a change somewhere inside replaces the resource. */
  readonly mayForceNew: boolean;
}

/** A resource type, ready to be planned. */
export interface ResourceShape extends BlockShape {
  readonly type: string;
  readonly facts: ResourceFacts;
  readonly hasRegion: boolean;
  readonly hasTags: boolean;
}

const NO_FACTS: ResourceFacts = {
  computedFormats: {},
  defaults: {},
  forceNew: [],
  importId: "{id}",
  optionalComputed: [],
  sensitive: [],
};

/** Joins schema and facts of a resource type. A type without facts is never replaced and gets plain ids. */
export function shapeOf(type: string, block: Block): ResourceShape {
  const facts = factsOf(type) ?? NO_FACTS;
  const names = new Set(block.attributes.map(({ name }) => name));
  return {
    ...blockShape(block, facts, "", false),
    type,
    facts,
    hasRegion: names.has("region") && block.attributes.find(({ name }) => name === "region")?.computed === true,
    hasTags: names.has("tags") && names.has("tags_all"),
  };
}

function blockShape(block: Block, facts: ResourceFacts, prefix: string, inherited: boolean): BlockShape {
  const attributes = block.attributes.map((attribute) => attributeShape(attribute, facts, prefix, inherited));
  const blocks = block.blocks.map((nested): NestedShape => {
    const path = prefix + nested.name;
    const forcesNew = inherited || facts.forceNew.includes(path);
    const readBack = facts.optionalComputedBlocks?.includes(path) ?? false;
    return {
      name: nested.name,
      nesting: nested.nesting,
      keepsWhenUnset: readBack || (facts.suppressWhenUnset?.includes(path) ?? false),
      readBack,
      default: facts.blockDefaults?.[path],
      forcesNew,
      block: blockShape(nested.block, facts, `${path}.`, forcesNew),
    };
  });
  const mayForceNew =
    attributes.some(({ forcesNew }) => forcesNew) ||
    blocks.some(({ forcesNew, block: inner }) => forcesNew || inner.mayForceNew);
  return { attributes, blocks, mayForceNew };
}

function attributeShape(
  { name, type, computed, writeOnly }: Attribute,
  facts: ResourceFacts,
  prefix: string,
  inherited: boolean,
): AttributeShape {
  const path = prefix + name;
  const kind = typeof type === "string" ? type : type[0];
  return {
    name,
    path,
    computed: computed === true,
    isSet: kind === "set",
    writeOnly: writeOnly === true,
    default: facts.defaults[path],
    equivalence: facts.policyEquivalent?.includes(path)
      ? "policy"
      : facts.jsonEquivalent?.includes(path)
        ? "json"
        : undefined,
    keepsWhenUnset: facts.suppressWhenUnset?.includes(path) ?? false,
    forcesNew: inherited || facts.forceNew.includes(path),
    empty: EMPTY[kind] ?? null,
  };
}

/** What AWS answers, as the provider stores it, for a computed attribute about which nothing is known. */
const EMPTY: { readonly [kind: string]: Value } = { string: "", number: 0, bool: false, list: [], set: [], map: {} };
