export interface DrawnRow {
  readonly id: string;
  readonly parent: string | undefined;
  readonly depth: number;
  readonly y: number;
}
export const indent: number;
export function treeLines(rows: readonly DrawnRow[]): string;
export function arrow(from: number, to: number, room: number, bothWays: boolean): string;
