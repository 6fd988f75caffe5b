import { constraints, deleteConstraints } from "../constraints/index.ts";
import type { Constraint, Consequence, DataSource, DeleteConstraint } from "../contract.ts";
import { dataSources } from "../data-sources/index.ts";
import { consequences } from "./consequences.ts";

/** What distinguishes one type from another beyond its facts: what AWS refuses, and what it answers. */
export interface Behaviours {
  readonly constraints: { readonly [type: string]: readonly Constraint[] };
  readonly deleteConstraints: { readonly [type: string]: readonly DeleteConstraint[] };
  readonly dataSources: { readonly [type: string]: DataSource };
  /** What AWS makes elsewhere when a resource of the type is created. */
  readonly consequences: { readonly [type: string]: Consequence };
}

/** As AWS behaves. */
export const aws: Behaviours = { constraints, deleteConstraints, dataSources, consequences };
