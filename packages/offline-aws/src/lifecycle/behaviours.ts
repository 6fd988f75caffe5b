import type { Constraint, DataSource, DeleteConstraint } from "../contract.ts";
export const constraints: Record<string, readonly Constraint[]> = {};
export const deleteConstraints: Record<string, readonly DeleteConstraint[]> = {};
export const dataSources: Record<string, DataSource> = {};
